-- grain: a client · the day of its first order ever, in the whole base whatever the window and filters
-- inputs: sales
create table {first_orders} as
select customer_id, min(order_date) as first_ever_date, min(customer_name) as customer_name
from sales
where customer_id is not null and amount >= 0 and coalesce(quantity, 0) >= 0
group by customer_id
