-- grain: a client of the window; or a quarter × a client that had become one by its end and did anything in it
-- what it did of all that measures count: 0 for nothing, null where it is not told; clients: how many there were by then
-- inputs: keys (period, customer_id), loyalty_periods and what happened (bought, contacts, papers, referred)
create table {loyalty_did} as
select k.period, p.clients, k.customer_id as client_id, {did}
from {keys} k join {periods} p using (period) {joins}
