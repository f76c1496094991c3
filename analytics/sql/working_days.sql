-- grain: a calendar day · number: how many working days have passed up to and including it, from the first day of the table on
-- parameters: $start, $end, $working (the working days between them)
create table {working_days} as
with days as (
    select unnest(generate_series($start::date::timestamp, $end::date::timestamp, interval 1 day))::date as day
),
working as (
    select unnest($working::date[]) as working_day
)
select day, count(working_day) over (order by day) as number
from days left join working on day = working_day
order by day
