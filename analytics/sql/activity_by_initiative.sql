-- grain: a client with an order of which it is told who began it · the share of these orders that the client began, 0..1
-- an order is the client's when any of its lines says so; returns are not asked
-- inputs: sales; parameters: $by_client (what is written for the client), $start, $end and the values of the filters
create table {activity_by_initiative} as
with begun as (
    select customer_id, {order_key} as order_key, bool_or(initiated_by in (select unnest($by_client))) as by_client
    from sales
    where customer_id is not null and trim(initiated_by) <> '' and order_date between $start and $end
          and not (amount < 0 or coalesce(quantity, 0) < 0) {filters}
    group by all
)
select customer_id, avg(by_client::integer) as activity
from begun
group by customer_id
