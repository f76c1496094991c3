-- grain: a length of a gap between two consecutive orders of one client, in days · how many gaps are that long
-- inputs: gaps
create table {gap_counts} as
select gap_days, count(*) as gaps
from {gaps}
where gap_days is not null
group by gap_days
order by gap_days
