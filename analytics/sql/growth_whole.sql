-- grain: the whole matrix · over the clients that have both sides: least and most of each, its median and the 98th percentile, and the least
-- value above the median; how many have both, and how many lack which
-- inputs: growth
create table {growth_whole} as
with known as (select * from {growth} where activity is not null and capacity is not null),
middle as (
    select count(*) as known, min(activity) as activity_least, max(activity) as activity_most,
           min(capacity) as capacity_least, max(capacity) as capacity_most,
           quantile_cont(activity, [0.5, 0.98]) as activity_at, quantile_cont(capacity, [0.5, 0.98]) as capacity_at,
           coalesce(bool_and(capacity = floor(capacity)), false) as whole_grades
    from known
),
lacking as (
    select count(*) filter (activity is null) as without_activity,
           count(*) filter (activity is not null and capacity is null) as without_capacity
    from {growth}
)
select middle.*, lacking.*,
       (select min(activity) from known where activity > (select activity_at[1] from middle)) as activity_above,
       (select min(capacity) from known where capacity > (select capacity_at[1] from middle)) as capacity_above
from middle, lacking
