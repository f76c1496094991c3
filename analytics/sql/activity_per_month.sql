-- grain: a client whose orders are known · its orders and requests per month of the window
-- a request is counted on its own day, the order that came of it on its own
-- inputs: customers, contacts where there are any (with the days between which they count); parameter: $months
create table {activity_per_month} as
with asked as ({requests})
select c.customer_id, (c.orders + coalesce(a.requests, 0)) / $months::double as activity
from {customers} c left join asked a using (customer_id)
where c.orders is not null
