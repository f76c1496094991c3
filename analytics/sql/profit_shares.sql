-- grain: a client whose profit is known · share_before: what part of all positive profit those before it by profit bring
-- a profit of nothing or less has 1, so it is past every line; divided once, from whole numbers of 1/10 000 of a unit
-- inputs: customers
create table {profit_shares} as
with known as (
    select profit_rank, (profit_after_serving::decimal(38, 4) * 10000)::hugeint as units
    from {customers}
    where profit_after_serving is not null
),
running as (
    select *, sum(greatest(units, 0)) over (order by profit_rank) as cumulative, sum(greatest(units, 0)) over () as positive
    from known
)
select profit_rank, case when units > 0 then (cumulative - units)::double / positive::double else 1 end as share_before
from running
