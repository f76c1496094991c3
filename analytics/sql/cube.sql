-- grain: a client × a calendar bucket in which it bought or returned
-- inputs: order_days, orders
create table {cube} as
with money as (
    select customer_id, date_trunc('{bucket}', day)::date as bucket,
           sum(revenue)::decimal(18, 4) as revenue, sum(profit)::decimal(18, 4) as profit,
           sum(quantity)::decimal(18, 4) as quantity
    from {order_days}
    group by customer_id, bucket
),
bought as (
    select customer_id, date_trunc('{bucket}', day)::date as bucket, count(*) as orders
    from {orders}
    group by customer_id, bucket
)
select customer_id, bucket, revenue, profit, quantity, coalesce(orders, 0) as orders
from money left join bought using (customer_id, bucket)
