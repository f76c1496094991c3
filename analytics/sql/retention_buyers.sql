-- grain: a calendar bucket in which anybody bought (net revenue above zero) · how many did, and of them how many had bought
-- in the bucket before (retained), and how many not, their first order ever being of this one (new)
-- inputs: cube and first orders, from the base's first day on
create table {retention_buyers} as
with bought as (
    select customer_id, bucket from {cube} where revenue > 0
),
beside as (
    select this.bucket, earlier.bucket is not null as stayed, first_ever_date >= this.bucket as first_ever
    from bought as this
    left join bought as earlier on earlier.customer_id = this.customer_id and earlier.bucket = (this.bucket - {step})::date
    left join {first_orders} first_orders on first_orders.customer_id = this.customer_id
)
select bucket, count(*) as customers, count(*) filter (stayed) as retained,
       count(*) filter (not stayed and first_ever) as new
from beside
group by bucket
