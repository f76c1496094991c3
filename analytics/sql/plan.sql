-- grain: a client · what the rules of the action plan ask of it, judged under the thresholds in force, and the money it counts:
-- stage_number and abc_number (for their place among the members), precious (not to be lost by RFM), loses (costs more than it
-- brings), lacking_share (what it lacks to the better class, as a part of what it brings), last_year, loss, an_order
-- inputs: customers, last_years
create table {plan} as
select c.customer_id, c.rank, c.value, c.revenue, c.profit, c.orders, c.last_order_date, c.silent_gaps, c.image_client,
       {stage} as stage_number, {abc} as abc_number, {precious} as precious, {loses} as loses,
       try_cast({distance} as decimal(18, 4)) as distance_to_better_class,
       case when c.value > 0 then distance_to_better_class::double / c.value::double end as lacking_share,
       {last_year} as last_year, greatest(-c.profit_after_serving, 0) as loss,
       try_cast(c.average_order as decimal(18, 4)) as an_order
from {customers} c {brought}
order by c.rank
