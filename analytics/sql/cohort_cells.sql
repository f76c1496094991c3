-- grain: a cohort (first bucket × place) × a bucket of the window from the first on, also one in which nobody bought
-- customers: net revenue > 0 in the bucket; in the first one everyone who came, whatever came back
-- money of returns before the first order stands in the first bucket, so that cohorts sum to the money of the window
-- inputs: members, cube, buckets
create table {cohort_cells} as
with sizes as (
    select cohort, place, count(*) as clients from {members} group by all
),
grid as (
    select cohort, place, clients, bucket, finished, date_diff('{bucket}', cohort, bucket) as since
    from sizes join {buckets} on bucket >= cohort
),
bought as (
    select cohort, place, greatest(bucket, cohort) as bucket, count(*) filter (revenue > 0) as customers,
           sum(revenue) as revenue, sum(profit) as profit
    from {cube} join {members} using (customer_id)
    group by all
)
select cohort, place, bucket, since, finished, clients,
       case when since = 0 then clients else coalesce(customers, 0) end as customers,
       coalesce(revenue, 0)::decimal(18, 4) as revenue, {profit}::decimal(18, 4) as profit
from grid left join bought using (cohort, place, bucket)
order by cohort, place, bucket
