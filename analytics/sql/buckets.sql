-- grain: a calendar bucket (week from Monday, month, quarter, year) that the window touches; finished when it lies wholly inside
-- parameters: $start, $end
create table {buckets} as
with starts as (
    select unnest(generate_series(date_trunc('{bucket}', $start::date)::timestamp, $end::timestamp, {step}))::date as bucket
)
select bucket, (bucket + {step})::date - 1 as bucket_end, bucket >= $start and (bucket + {step})::date - 1 <= $end as finished
from starts
