-- grain: an order (at least one of its lines is not a return), dated by its first day that is a sale
-- inputs: order_days
create table {orders} as
select customer_id, order_key,
       min(day) filter (sale_lines > 0) as day,
       sum(revenue)::decimal(18, 4) as revenue,
       sum(profit)::decimal(18, 4) as profit,
       sum(sale_lines)::bigint as sale_lines
from {order_days}
group by customer_id, order_key
having sum(sale_lines) > 0
