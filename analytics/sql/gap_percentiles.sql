-- grain: one row · how many gaps there are, and the days within which 80 % and 95 % of them end (type 7, nothing without gaps)
-- inputs: gaps
create table {gap_percentiles} as
select count(gap_days) as gaps, quantile_cont(gap_days, 0.8) as gap_80, quantile_cont(gap_days, 0.95) as gap_95
from {gaps}
