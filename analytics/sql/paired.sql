-- grain: a client of either window · then_<fact> and now_<fact> are all its facts in each; null where it was not a client
-- inputs: customers of the earlier window and of the later one
create table {paired} as
select coalesce(later.customer_id, earlier.customer_id) as customer_id, coalesce(later.name, earlier.name) as name,
       {then_facts},
       {now_facts}
from {earlier} earlier full join {later} later on later.customer_id = earlier.customer_id
