-- grain: a client · how steadily it bought over the counted buckets (those without a purchase count as 0)
-- counted: finished buckets of the window, or from the client's first order ever on; inputs: clients, cube, buckets
create table {rhythm} as
with counted as (
    select bucket from {buckets} where finished or {include_unfinished}
),
clients as (
    select customer_id,
           case when {from_first_order} then date_trunc('{bucket}', first_ever_date)::date else date '0001-01-01' end as counted_from
    from {clients} join {first_orders} using (customer_id)
    where orders > 0
),
spans as (
    select counted_from, count(bucket) as counted_buckets
    from (select distinct counted_from from clients) left join counted on bucket >= counted_from
    group by counted_from
),
present as (
    select customer_id, count(*) as seen, count(*) filter (revenue > 0) as active_buckets,
           avg(revenue::double) as seen_mean, var_pop(revenue::double) as seen_variance
    from clients join {cube} using (customer_id) join counted using (bucket)
    where bucket >= counted_from
    group by customer_id
),
spread as (
    select customer_id, counted_buckets, coalesce(active_buckets, 0) as active_buckets,
           coalesce(seen, 0) as seen, seen_mean, seen_variance, coalesce(seen, 0) * seen_mean / nullif(counted_buckets, 0) as mean
    from clients join spans using (counted_from) left join present using (customer_id)
)
select customer_id, counted_buckets, active_buckets,
       active_buckets / nullif(counted_buckets, 0) as active_share,
       case when mean > 0 then sqrt(
           (seen * (seen_variance + (seen_mean - mean) ** 2) + (counted_buckets - seen) * mean ** 2) / counted_buckets
       ) / mean end as revenue_cv
from spread
