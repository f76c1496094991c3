-- grain: a point of the whale curve · a few hundred clients by falling profit, dense at both ends, and the last who brings any
-- inputs: customers; parameters: $ranks, $peak
create table {whale_curve} as
with summed as (
    select profit_rank as rank, customer_id, name, profit_after_serving as profit,
           sum(profit_after_serving) over (order by profit_rank) as cumulative
    from {customers}
    where profit_after_serving is not null
)
select * from summed where rank = $peak or rank in (select unnest($ranks)) order by rank
