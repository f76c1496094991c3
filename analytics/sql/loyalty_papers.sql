-- grain: a client × a period in which papers were sent to it · how many whose fate is known, and how many settled in time
-- a paper that is not settled is known to be late once its working days are over, and is left out until then
-- inputs: paper_days; parameter: $working_days
create table {loyalty_papers} as
with judged as (
    select {period} as period, customer_id, paper, coalesce(took <= $working_days, false) as in_time
    from {paper_days}
    where took is not null or waited > $working_days
)
select period, customer_id,
       count(*) filter (paper = 'invoice') as invoices, count(*) filter (paper = 'invoice' and in_time) as paid_in_time,
       count(*) filter (paper = 'documents') as documents, count(*) filter (paper = 'documents' and in_time) as signed_in_time
from judged
group by all
