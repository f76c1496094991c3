-- grain: that of loyalty_did · scores of measures and of types, 0..100
-- a share × 100; a count or sum 0 for nothing, else 100 × share of clients with as much or less; a type is the mean of its
-- measures, null when the client has none. Those with more are counted by value: ranking millions of rows takes the memory
-- inputs: loyalty_did
create table {loyalty} as
with unknown as (
    select period, {unknown}
    from {did}
    group by period
),
{more},
measured as (
    select period, client_id, {measures}
    from {did} join unknown using (period) {joins}
)
select *, {types}
from measured
