-- grain: a client with an order up to the end of the window · the bucket of its first order ever and the place of its group
-- (0 without a split; the places after {last_place} stand together)
-- inputs: gaps, first orders, and groups with their places when cohorts are split; parameter: $end
create table {cohort_members} as
select customer_id, date_trunc('{bucket}', first_ever_date)::date as cohort, {place} as place
from {gaps} join {first_orders} using (customer_id) {groups}
where number = 1 and day <= $end::date
