-- grain: a client with any line in the window · orders = 0 when all it did was return
-- inputs: order_days, orders
create table {clients} as
with money as (
    select customer_id, sum(revenue)::decimal(18, 4) as revenue, sum(profit)::decimal(18, 4) as profit,
           sum(quantity)::decimal(18, 4) as quantity
    from {order_days}
    group by customer_id
),
bought as (
    select customer_id, count(*) as orders, min(day) as first_order_date, max(day) as last_order_date
    from {orders}
    group by customer_id
)
select customer_id, revenue, profit, quantity, coalesce(orders, 0) as orders, first_order_date, last_order_date
from money left join bought using (customer_id)
