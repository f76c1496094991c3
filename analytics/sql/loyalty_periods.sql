-- grain: a period, the whole window or a quarter it touches · how many were clients by its end, and whether it has contacts
-- inputs: buckets (for the window a row of its own), customers; parameters: $first_contact, $last_contact
create table {loyalty_periods} as
select bucket as period, bucket_end as period_end, finished, count(customer_id) as clients,
       coalesce(bucket <= $last_contact::date and bucket_end >= $first_contact::date, false) as recorded
from {buckets} left join {customers} on coalesce(first_ever_date <= bucket_end, true)
group by all
order by period
