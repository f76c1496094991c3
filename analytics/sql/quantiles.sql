-- grain: one row · for each fact how many clients have it, its mean, and the values at the places where quantiles lie
-- a place is told as a fraction half a client beyond it, where no rounding can miss it
-- inputs: customers; parameters: $recency_days, $orders, $value, $average_order (lists of such fractions)
create table {quantiles} as
select count(recency_days) as recency_days_known, avg(recency_days) as recency_days_mean,
       quantile_disc(recency_days, $recency_days) as recency_days_at,
       count(orders) as orders_known, avg(orders) as orders_mean, quantile_disc(orders, $orders) as orders_at,
       count(value) as value_known, sum(value)::double / nullif(count(value), 0) as value_mean,
       quantile_disc(value, $value) as value_at,
       count(average_order) as average_order_known, favg(average_order) as average_order_mean,
       quantile_disc(average_order, $average_order) as average_order_at
from {customers}
