-- grain: a client past its own usual gap · all its facts, and what it brought in its last year
-- inputs: customers, last_years of those clients
create table {overdue} as
select c.*, l.at_stake from {customers} c join {last_years} l using (customer_id)
