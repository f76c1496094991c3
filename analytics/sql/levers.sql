-- grain: a client of either of two windows · what it bought in each and what its revenue changed by, the largest change first
-- change = by_orders + by_lines + by_line_value for a client of both windows: revenue is orders × lines per order × revenue per
-- line, and the change is shared among them as methods/bridge.py shares that of the whole
-- inputs: paired, orders of both windows (of totals: a line an order), category_moves
create table {levers} as
with then_lines as (
    select customer_id, sum(sale_lines)::bigint as then_lines from {then_orders} group by customer_id
),
now_lines as (
    select customer_id, sum(sale_lines)::bigint as now_lines from {now_orders} group by customer_id
),
bought as (
    select customer_id, name,
           then_revenue, now_revenue, then_profit, now_profit, then_orders, now_orders, then_lines, now_lines,
           then_average_order, now_average_order, then_margin, now_margin,
           then_lines / then_orders as then_lines_per_order, now_lines / now_orders as now_lines_per_order,
           then_revenue / then_lines as then_line_value, now_revenue / now_lines as now_line_value,
           case when then_orders > 0 then nullif(then_categories, 0) end as then_categories,
           case when now_orders > 0 then nullif(now_categories, 0) end as now_categories, moved_share,
           coalesce(now_revenue, 0) - coalesce(then_revenue, 0) as change,
           round(coalesce(abs(now_revenue - then_revenue) / nullif(greatest(abs(then_revenue), abs(now_revenue)), 0), 0), 12)
               as change_share
    from {paired}
         left join then_lines using (customer_id)
         left join now_lines using (customer_id)
         left join {category_moves} using (customer_id)
),
shared as (
    select *,
           (now_orders - then_orders) * (then_average_order + now_average_order) / 2 as by_orders,
           (then_orders + now_orders) / 2 * (now_lines_per_order - then_lines_per_order)
               * (then_line_value + now_line_value) / 2 as by_lines,
           (then_orders + now_orders) / 2 * (now_line_value - then_line_value)
               * (then_lines_per_order + now_lines_per_order) / 2 as by_line_value
    from bought
)
select row_number() over (order by abs(change) desc, customer_id) as place, *
from shared
order by place
