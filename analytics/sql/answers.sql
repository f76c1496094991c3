-- grain: a quarter, client, manager, question and whole score that was given in the window · how many answers
-- a fractional score counts as the whole one below it; an answer to no named question is of both measures
-- inputs: scores; parameters: $start, $end
create table {answers} as
select date_trunc('quarter', date)::date as quarter, customer_id, manager,
       coalesce(question, 'recommend') = 'recommend' as of_nps, coalesce(question, 'satisfied') = 'satisfied' as of_csi,
       floor(score)::tinyint as score, count(*) as answers
from scores
where date between $start and $end {kept}
group by all
