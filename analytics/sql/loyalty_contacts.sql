-- grain: a client × a period in which it was in contact · how many contacts of each kind a measure of loyalty counts
-- inputs: contacts; parameters: $start, $end
create table {loyalty_contacts} as
with dated as (
    select *, {period} as period
    from (select kind, customer_id, order_id, date, date as day from contacts)
    where date between $start and $end
),
counted as (
    select period, customer_id,
           count(*) filter (kind in ('request', 'request_own_form')) as requests,
           count(*) filter (kind = 'request_own_form') as own_forms,
           count(*) filter (kind = 'event') as events,
           count(*) filter (kind = 'mailing_sent') as mailings,
           count(*) filter (kind = 'mailing_response') as responses,
           count(*) filter (kind = 'review_order') as order_reviews,
           count(*) filter (kind = 'review_company') as company_reviews
    from dated
    group by all
),
-- counted apart: beside the others, counting only the different ones takes twice as long
picked_up as (
    select period, customer_id, count(*) as pickups
    from (select distinct period, customer_id, coalesce(order_id, date::varchar) from dated where kind = 'own_pickup')
    group by all
)
select counted.*, coalesce(pickups, 0) as pickups
from counted left join picked_up using (period, customer_id)
