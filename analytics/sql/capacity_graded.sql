-- grain: a client with a grade · how much can still be sold to it as the list of clients grades it; the highest where it stands there twice
-- inputs: customers
create table {capacity_graded} as
select customer_id, max(capacity)::double as capacity
from customers
where customer_id is not null and capacity is not null
group by customer_id
