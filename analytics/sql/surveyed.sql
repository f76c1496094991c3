-- grain: a client that answered (in one quarter, or in the window) · what it answered, beside every fact classes are judged by
-- points: its scores summed; of_0 .. of_10: its answers about satisfaction by score; no rank when it bought nothing in the window
-- inputs: answers, customers; parameter: $quarter
create table {surveyed} as
with given as (
    select customer_id as answered_by, sum(answers)::bigint as answers, sum(score * answers)::bigint as points,
           coalesce(sum(answers) filter (of_nps), 0)::bigint as nps_answers,
           coalesce(sum(answers) filter (of_nps and score >= {promoters_from}), 0)::bigint as promoters,
           coalesce(sum(answers) filter (of_nps and score <= {detractors_to}), 0)::bigint as detractors,
           coalesce(sum(answers) filter (of_csi), 0)::bigint as csi_answers, {by_score}
    from {answers}
    where (of_nps or of_csi) and customer_id is not null {in_quarter}
    group by customer_id
)
select g.*, c.* exclude (customer_id, name), coalesce(c.name, g.answered_by) as name
from given g left join {customers} c on c.customer_id = g.answered_by
