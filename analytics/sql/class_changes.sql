-- grain: a client whose class changed between two points of the timeline · its last change: the class before it (null when it
-- was not a client then, or had no class) and the end of the first window in which that class was no more
-- inputs: the clients of every rolling window by point, the first is 0; the ends of all windows; the class and its codes
create table {class_changes} as
with ends(point, until) as (
    values {ends}
),
steps as (
    select customer_id, point, until, {place} as class,
           lag({place}) over by_time as class_before, lag(point) over by_time as point_before,
           lead(point) over by_time as point_after
    from {seen}
    window by_time as (partition by customer_id order by point)
),
turned as (
    select customer_id, until as changed_on, case when point_before = point - 1 then class_before end as before
    from steps
    where point > 0 and (point_before is distinct from point - 1 or class_before <> class)
),
gone as (
    select customer_id, ends.until as changed_on, class as before
    from steps join ends on ends.point = steps.point + 1
    where point_after is distinct from steps.point + 1
)
select customer_id, max(changed_on) as changed_on, ([{codes}])[arg_max_null(before, changed_on) + 1] as previous_class
from (select * from turned union all select * from gone)
group by customer_id
