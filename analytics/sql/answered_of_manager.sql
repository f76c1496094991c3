-- grain: a client who answered about a manager (or with no manager named), in the window or in one quarter of it
-- inputs: answers; parameters: $manager, $quarter
create table {answered_of_manager} as
select distinct customer_id
from {answers}
where customer_id is not null and (of_nps or of_csi) and manager is not distinct from $manager {in_quarter}
