-- grain: a client of one rolling window · the place of each of its classes among their members, and its value
-- inputs: customers
create table {class_at} as
select customer_id, value, {places} from {customers}
