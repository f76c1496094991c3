-- grain: a client · how many orders it ever made up to as_of, its usual (median) and its last gap between them
-- inputs: gaps
create table {pace} as
select customer_id, count(*) as orders_ever, median(gap_days) as median_gap_days, max_by(gap_days, number) as last_gap_days
from {gaps}
group by customer_id
