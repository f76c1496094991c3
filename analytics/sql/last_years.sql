-- grain: a client (those of whom `whom` is true) · what it brought in its last year: the 365 days that end with its last order,
-- less what it returned since
-- inputs: order_days of the whole base, customers; parameter: $as_of
create table {last_years} as
select customer_id, sum(d.revenue)::decimal(18, 4) as at_stake
from {order_days} d join {customers} c using (customer_id)
where {whom} and d.day between c.last_order_date - 364 and $as_of::date
group by customer_id
