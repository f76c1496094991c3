-- grain: a quarter × a client that had become one by its end and did anything in it
-- inputs: what happened (bought, contacts, papers, referred), loyalty_periods, customers
create table {loyalty_keys} as
select distinct period, customer_id
from ({happened}) join {periods} using (period) join {customers} using (customer_id)
where first_ever_date <= period_end
