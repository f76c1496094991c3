-- grain: a client with any line in the window that was not set apart
-- inputs: clients, set_apart
create table {remaining_clients} as
select * from {clients} where customer_id not in (select customer_id from {set_apart})
