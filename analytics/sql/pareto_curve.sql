-- grain: a point of the Pareto curve · a few hundred clients by rank, dense at the head; inputs: customers; parameter: $ranks
create table {pareto_curve} as
select rank, customer_id, name, value, rank / (select count(*) from {customers}) as customer_share, cumulative_share
from {customers}
where rank in (select unnest($ranks))
order by rank
