-- grain: a client with at least one order · persona: the nearest centre of a cluster, 1 the one that brings most on average
-- inputs: customers with the codes of their attributes; `nearness` to each centre, written by analytics/methods/personas.py
create table {personas} as
with measured as (
    select rank, [{nearness}] as nearness from {customers}
)
select rank, list_position(nearness, list_max(nearness))::utinyint as persona
from measured
order by rank
