-- grain: a calendar month the window touches · what the clients reported in it, how soon it was settled, the money collected
-- days_to_resolve is of complaints closed in the month; where no closing states it, of the complaints and defects themselves
-- inputs: buckets, contacts; parameters: $start, $end
create table {service_months} as
with happened as (
    select date_trunc('month', date)::date as bucket,
           count(*) filter (kind = 'defect') as defects,
           count(*) filter (kind = 'complaint') as complaints,
           count(*) filter (kind = 'praise') as praise,
           coalesce(avg(days_to_resolve) filter (kind = 'complaint_closed'),
                    avg(days_to_resolve) filter (kind in ('complaint', 'defect'))) as days_to_resolve,
           sum(amount) filter (kind = 'cash_collected') as cash_collected
    from contacts
    where date between $start and $end {kept}
    group by all
)
select bucket, bucket_end, finished, coalesce(defects, 0) as defects, coalesce(complaints, 0) as complaints,
       coalesce(praise, 0) as praise, days_to_resolve, coalesce(cash_collected, 0) as cash_collected
from {buckets} left join happened using (bucket)
order by bucket
