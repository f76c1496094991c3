-- grain: a client with at least one order · the two sides of the growth matrix beside what a class adds up; a side not known is nothing
-- place: the client's rank in the view, by which the class is looked up for lists
-- inputs: customers, a table of activity and one of capacity
create table {growth} as
select c.customer_id, c.name, c.rank as place, c.revenue, c.profit, c.orders, c.value, a.activity, k.capacity
from {customers} c
left join {activity} a using (customer_id)
left join {capacity} k using (customer_id)
order by c.rank
