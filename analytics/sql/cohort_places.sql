-- grain: a value of the column by which cohorts are split, also none · its place by the number of clients who came with it
-- inputs: gaps, groups; parameter: $end
create table {cohort_places} as
select value, count(*) as clients, row_number() over (order by count(*) desc, value nulls last) as place
from {gaps} left join {groups} using (customer_id)
where number = 1 and day <= $end::date
group by value
