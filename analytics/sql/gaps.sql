-- grain: an order ever made up to as_of, from the base's start · its number among the client's orders and the days since the
-- one before: nothing for the first, 0 for another order of the same day
-- inputs: orders of the whole base; parameter: $as_of
create table {gaps} as
select customer_id, day, row_number() over by_day as number, day - lag(day) over by_day as gap_days
from {orders}
where day <= $as_of::date
window by_day as (partition by customer_id order by day)
