-- grain: a quarter, manager, question and whole score · how many answers of all clients, those of no known client too
-- inputs: answers
create table {answers_by_manager} as
select quarter, manager, of_nps, of_csi, score, sum(answers)::bigint as answers
from {answers}
group by all
