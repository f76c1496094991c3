-- grain: a client · its value of one column on the day it came: that on which it spent most then
-- inputs: sales, first orders
create table {cohort_groups} as
with spent as (
    select customer_id, {column} as value, sum(amount) as amount
    from sales join {first_orders} using (customer_id)
    where order_date = first_ever_date and amount >= 0 and coalesce(quantity, 0) >= 0 and {column} is not null
    group by all
)
select distinct on (customer_id) customer_id, value from spent order by customer_id, amount desc, value
