-- grain: a client with at least one order · code_1, code_2 …: the place of its own value of each attribute, 0 for not given
-- inputs: customers, a table of own values of each attribute (traits.sql)
create table {described} as
select c.rank, {codes}
from {customers} c {joins}
order by c.rank
