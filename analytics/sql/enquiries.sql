-- grain: a lead, by its last enquiry up to the day of asking · what became of it (won, client, open, refused) and when to call
-- it if it refused: 14 to 7 days before its deadline, else two months after the launch; how soon that is
-- inputs: leads, customers (a row per client of the view); parameters: $won, $open, $as_of
create table {enquiries} as
with latest as (
    select lead_id, company, coalesce(company, lead_id) as name, date, outcome, reason, channel, manager,
           brand, attractiveness, refusal_status, grade_1, grade_2, grade_3,
           case when deadline between date '1900-01-01' and date '2199-12-31' then deadline end as deadline,
           case when launch_date between date '1900-01-01' and date '2199-12-31' then launch_date end as launch_date,
           -- a bare number is a lead's own: a client with the same number is somebody else
           case when company is not null then lower(trim(company))
                when not regexp_full_match(lead_id, '[0-9]+') then lower(trim(lead_id)) end as called
    from leads
    where lead_id is not null and date <= $as_of::date
    qualify row_number() over (partition by lead_id order by date desc, rowid desc) = 1
), named as (
    select lower(trim(customer_id)) as called, last_order_date from {customers}
    union all
    select lower(trim(name)), last_order_date from {customers}
), bought as (
    select called, max(coalesce(last_order_date, date '9999-12-31')) as last_day
    from named where called in (select called from latest) group by called
), judged as (
    select l.* exclude (called),
           case when l.outcome in (select unnest($won)) then 'won'
                when b.last_day > l.date then 'client'
                when l.outcome is null or l.outcome in (select unnest($open)) then 'open'
                else 'refused' end as state
    from latest l left join bought b on b.called = l.called
), dated as (
    select *,
           case when state <> 'refused' then null when deadline is not null then 'deadline'
                when launch_date is not null then 'launch' end as call_rule,
           case call_rule when 'deadline' then deadline - 14 when 'launch' then (launch_date + interval 2 month)::date end as call_from,
           case call_rule when 'deadline' then deadline - 7 else call_from end as call_to
    from judged
)
select *,
       case when call_to < $as_of::date then 'overdue' when call_from <= $as_of::date + 6 then 'in_7_days'
            when call_from <= $as_of::date + 29 then 'in_30_days' when call_from is not null then 'later' end as due
from dated
