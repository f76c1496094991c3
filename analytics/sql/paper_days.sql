-- grain: an invoice, or the documents, sent for an order of the window · working days until it was settled, and until as_of
-- took is null while it is not settled (least and greatest pass over a null); days far outside the base count as the ends
-- of the calendar; returns send no papers
-- inputs: sales, working days; parameters: $start, $end, $as_of, $calendar_start, $calendar_end and the values of the filters
create table {paper_days} as
with lines as (
    select customer_id, order_date, coalesce(order_id, order_date::varchar) as order_key, invoice_sent_date, paid_date,
           docs_sent_date, docs_signed_date
    from sales
    where customer_id is not null and order_date between $start and $end
          and not (amount < 0 or coalesce(quantity, 0) < 0) {filters}
),
papers as (
    select 'invoice' as paper, customer_id, min(order_date) as day, invoice_sent_date as sent, max(paid_date) as settled
    from lines
    where invoice_sent_date is not null
    group by customer_id, order_key, sent
    union all
    select 'documents', customer_id, min(order_date), docs_sent_date as sent, max(docs_signed_date)
    from lines
    where docs_sent_date is not null
    group by customer_id, order_key, sent
),
calendar as (
    select day, number from {working_days}
)
select paper, customer_id, papers.day, of_settling.number - of_sending.number as took, now.number - of_sending.number as waited
from papers
join calendar of_sending on of_sending.day = least(greatest(sent, $calendar_start), $calendar_end)
left join calendar of_settling on settled is not null and of_settling.day = least(greatest(settled, $calendar_start), $calendar_end)
cross join (select number from calendar where day = least(greatest($as_of::date, $calendar_start), $calendar_end)) now
