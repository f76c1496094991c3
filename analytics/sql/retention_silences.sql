-- grain: a calendar bucket × days of silence (0: ordered that very day) · how many clients had been silent that long on the
-- day before the bucket (at_start) and on its last day (at_end), at both by the longer of the two silences (at_both), and at
-- its end having ordered for the first time ever in it (new)
-- inputs: orders and first orders from the base's first day on, calendar (their buckets); parameter: $end
create table {retention_silences} as
with visits as (
    select customer_id, date_trunc('{bucket}', day)::date as bucket, max(day) as last_day from {orders} group by all
),
stays as (
    select bucket, last_day, first_ever_date >= bucket as first_ever,
           lag(last_day) over by_bucket as day_before, lead(bucket) over by_bucket as next_bucket
    from visits left join {first_orders} using (customer_id)
    window by_bucket as (partition by customer_id order by bucket)
),
days as (
    select bucket, bucket - 1 as start_day, least(bucket_end, $end::date) as end_day from {calendar}
),
ordered as (
    select bucket, start_day - day_before as at_start, end_day - last_day as at_end, first_ever, count(*) as customers
    from stays join days using (bucket)
    group by all
),
held as (
    select bucket, next_bucket, last_day, count(*) as customers from stays group by all
),
silent as (
    select days.bucket, start_day - last_day as at_start, end_day - last_day as at_end, false as first_ever, customers
    from held join days on days.bucket > held.bucket and days.bucket < coalesce(next_bucket, date '9999-12-31')
),
everyone as (
    from ordered union all from silent
),
told as (
    select bucket, at_start as days, customers as at_start, 0 as at_end, 0 as at_both, 0 as new
    from everyone where at_start is not null
    union all
    select bucket, at_end, 0, customers, 0, if(first_ever, customers, 0) from everyone
    union all
    select bucket, greatest(at_start, at_end), 0, 0, customers, 0 from everyone where at_start is not null
)
select bucket, days, sum(at_start)::bigint as at_start, sum(at_end)::bigint as at_end, sum(at_both)::bigint as at_both,
       sum(new)::bigint as new
from told
group by bucket, days
