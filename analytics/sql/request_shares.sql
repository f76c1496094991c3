-- grain: a share × a calendar bucket the window touches · counted: requests (or orders) it is known of; hits: those that became
-- orders (or had a problem)
-- inputs: buckets, happened (a query of day, share, hit); parameters: $shares
create table {request_shares} as
with happened as (
    select date_trunc('{bucket}', day)::date as bucket, share, count(*) as counted, count(*) filter (hit) as hits
    from ({happened})
    where hit is not null
    group by all
)
select share, bucket, bucket_end, finished, coalesce(counted, 0) as counted, coalesce(hits, 0) as hits
from {buckets} cross join (select unnest($shares::varchar[]) as share) left join happened using (bucket, share)
order by share, bucket
