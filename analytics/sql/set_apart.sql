-- grain: a client taken out of the base to see what is left without it
-- inputs: a query that tells their customer_id; parameters: its own
create table {set_apart} as
select distinct customer_id from ({query}) where customer_id is not null
