-- grain: a client × an order × a day · the only reading of sales; a return is a line with a negative amount or quantity
-- inputs: sales; parameters: $start, $end and the values of the filters
create table {order_days} as
with lines as (
    select customer_id, {order_key} as order_key, order_date as day, amount, profit, quantity,
           not (amount < 0 or coalesce(quantity, 0) < 0) as is_sale
    from sales
    where customer_id is not null and order_date between $start and $end {filters}
)
select customer_id, order_key, day,
       sum(amount)::decimal(18, 4) as revenue,
       sum(profit)::decimal(18, 4) as profit,
       sum(quantity)::decimal(18, 4) as quantity,
       count(*) filter (is_sale) as sale_lines
from lines
group by customer_id, order_key, day
