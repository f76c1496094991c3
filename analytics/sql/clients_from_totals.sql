-- grain: a client · rows of one client are summed; orders unknown stay unknown
-- inputs: totals; parameters: the values of the filters, the period where there are several
create table {clients} as
select customer_id, min(customer_name) as customer_name,
       sum(amount)::decimal(18, 4) as revenue,
       sum(profit)::decimal(18, 4) as profit,
       sum(quantity)::decimal(18, 4) as quantity,
       sum(orders)::bigint as orders,
       min(first_order_date) as first_order_date,
       max(last_order_date) as last_order_date,
       min(recency_days) as recency_days
from totals
where customer_id is not null {filters}
group by customer_id
