-- grain: a client known to have left in the window, or on a day not told · its last reason and the place of that text by the alphabet
-- inputs: departures; parameters: $start, $end
create table {departed} as
with latest as (
    select customer_id, max_by(reason, (coalesce(date, date '0001-01-01'), reason)) as reason
    from departures
    where customer_id is not null and reason is not null
      and (date is null or date between coalesce($start::date, date '0001-01-01') and coalesce($end::date, date '9999-12-31'))
    group by customer_id
)
select customer_id, reason, dense_rank() over (order by reason) as place
from latest
