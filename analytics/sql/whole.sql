-- grain: one row · what the whole of the chosen clients adds up to
-- inputs: customers, clients
create table {whole} as
select count(*) as clients, count(value) as valued_clients,
       sum(value) as total, sum(greatest(value, 0)) as positive_total,
       sum(revenue) as revenue, sum(profit) as profit, sum(orders)::bigint as orders, sum(quantity) as quantity,
       quantile_cont(revenue::double, 0.5) as median_revenue, avg(revenue::double) as mean_revenue,
       quantile_cont(orders::double, 0.5) as median_orders, avg(orders::double) as mean_orders,
       min(first_order_date) as first_order_date, max(last_order_date) as last_order_date,
       (select count(*) from {clients} where orders = 0) as clients_with_returns_only,
       (select sum(revenue) from {clients} where orders = 0) as revenue_of_returns_only
from {customers}
