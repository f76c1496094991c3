-- grain: how many orders a client has made up to as_of ({most} stands for as many or more) × days since the last of them
-- inputs: gaps; parameter: $as_of
create table {purchase_stops} as
with clients as (
    select customer_id, count(*) as orders, max(day) as last_day from {gaps} group by customer_id
)
select least(orders, {most}) as orders, $as_of::date - last_day as days, count(*) as clients
from clients
group by all
order by orders, days
