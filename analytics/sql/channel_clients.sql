-- grain: a client with an order in the window · the place of its channel, what it brought and cost, and what its ABC class is judged by
-- cost: what it cost to win the client; referred: another client brought it; both nothing where the list of clients does not say
-- inputs: customers (facts), members (customer_id, place), the list of clients
create table {channel_clients} as
select customer_id, coalesce(place, {not_given})::utinyint as place, revenue, profit, orders, orders_ever,
       share_before, value_to_average, cost, referred
from {customers} c left join {members} m using (customer_id) {listed}
