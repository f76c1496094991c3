-- grain: a client × a period in which others it brought first ordered · how many it brought
-- who brought a client is its referrer or, where none is named, the client that its source names by id or by a name of its own;
-- a client brought that never ordered counts in the window as a whole
-- inputs: the list of clients, customers, first orders; parameters: $start, $end
create table {loyalty_referred} as
with names as (
    select name as called, min(customer_id) as customer_id
    from (select customer_id, name from {customers} union select customer_id, customer_id from {customers})
    group by name
    having count(distinct customer_id) = 1
),
brought as (
    select c.customer_id as newcomer, coalesce(c.referrer_id, names.customer_id) as customer_id
    from customers c left join names on names.called = c.source
)
select {period} as period, customer_id, count(distinct newcomer) as referred
from (select brought.*, {first_ordered} as day from brought {first_orders}) as dated
where customer_id <> newcomer and {counted}
group by all
