-- grain: a client · in which of the latest 16 finished buckets it bought, as bits (1: the latest bucket, 2: the one before …),
-- and in how many finished buckets it has been a client
-- inputs: customers, cube, buckets
create table {activity} as
with finished as (
    select bucket, bucket_end, row_number() over (order by bucket desc) - 1 as age from {buckets} where finished
),
spans as (
    select first_ever_date, count(bucket) as known_buckets
    from (select distinct first_ever_date from {customers}) left join finished on bucket_end >= first_ever_date
    group by first_ever_date
),
bought as (
    select customer_id, sum(1 << age)::integer as bought
    from {cube} join finished using (bucket)
    where revenue > 0 and age < 16
    group by customer_id
)
select customer_id, c.revenue, coalesce(bought, 0) as bought, known_buckets
from {customers} c join spans using (first_ever_date) left join bought using (customer_id)
