-- grain: a client × a period in which it was in contact · how many contacts of each kind a measure of loyalty counts
-- inputs: contacts; parameters: $start, $end
create table {loyalty_contacts} as
select {period} as period, customer_id,
       count(*) filter (kind in ('request', 'request_own_form')) as requests,
       count(*) filter (kind = 'request_own_form') as own_forms,
       count(distinct coalesce(order_id, date::varchar)) filter (kind = 'own_pickup') as pickups,
       count(*) filter (kind = 'event') as events,
       count(*) filter (kind = 'mailing_sent') as mailings,
       count(*) filter (kind = 'mailing_response') as responses,
       count(*) filter (kind = 'review_order') as order_reviews,
       count(*) filter (kind = 'review_company') as company_reviews
from (select kind, customer_id, order_id, date, date as day from contacts)
where date between $start and $end
group by all
