-- grain: an order of the window · problem: whether any of its lines is marked so; null when that is not known
-- `otherwise` is what an unmarked line means: no problem where the base never says "no", else not known
-- inputs: sales, orders; parameters: $start, $end and the values of the filters
create table {problem_orders} as
with marked as (
    select customer_id, {order_key} as order_key, bool_or(coalesce(problem, {otherwise})) as problem
    from sales
    where customer_id is not null and order_date between $start and $end {filters}
    group by all
)
select day, problem from {orders} join marked using (customer_id, order_key)
