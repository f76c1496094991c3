-- grain: a client with at least one order · every fact a class is judged by, in the order of its value
-- shares are divided once, from whole numbers of 1/10 000 of a unit, so that a boundary like 0.8 is met exactly
-- usual_gap_days: the median gap of a client with a rhythm of its own (three orders, a gap above zero); silent_gaps and
-- returned_after_gaps: how many of them passed since its last order, and before it
-- referrals: how many other clients the list of clients says this one brought; nothing where it does not say
-- profit_after_serving: profit less what serving the client costs, where the list of clients tells that; margin_after_serving
-- is its rate of a revenue above zero; profit_rank orders the clients by it
-- inputs: clients, rhythm, pace, first orders, the list of clients; parameter: $as_of
create table {customers} as
with known as (
    select c.customer_id, {name} as name, c.revenue, c.profit, c.orders, c.quantity,
           c.revenue / nullif(c.orders, 0) as average_order,
           c.profit / nullif(c.revenue, 0) as margin,
           c.first_order_date, c.last_order_date, {first_ever_date} as first_ever_date,
           {recency_days} as recency_days, {rhythm_columns}, {pace_columns},
           {referrals} as referrals, {cost_to_serve} as cost_to_serve, {image_client} as image_client
    from {clients} c {joins}
    where {has_orders}
),
valued as (
    select *, $as_of::date - first_ever_date as tenure_days, ({measure})::decimal(18, 4) as value,
           case when orders_ever >= 3 and median_gap_days > 0 then median_gap_days end as usual_gap_days,
           recency_days / usual_gap_days as silent_gaps, last_gap_days / usual_gap_days as returned_after_gaps,
           (profit - coalesce(cost_to_serve, 0))::decimal(18, 4) as profit_after_serving,
           case when revenue > 0 then {whole_profit} / {whole_revenue} end as margin_after_serving
    from known
),
ranked as (
    select *,
           row_number() over by_value as rank,
           row_number() over (order by profit_after_serving desc nulls last, customer_id) as profit_rank,
           sum(greatest(value, 0)) over (by_value rows between unbounded preceding and current row) as cumulative,
           sum(greatest(value, 0)) over () as positive_total,
           sum(value) over () as total,
           count(value) over () as valued_clients
    from valued
    window by_value as (order by value desc nulls last, customer_id)
)
select * exclude (cumulative, positive_total, total, valued_clients),
       cumulative::decimal(18, 4) as cumulative_value,
       {whole_value} / nullif({whole_total}, 0) as share,
       {whole_cumulative} / nullif({whole_positive}, 0) as cumulative_share,
       case when value is not null
            then coalesce(({whole_cumulative} - greatest({whole_value}, 0)) / nullif({whole_positive}, 0), 1) end as share_before,
       case when total > 0 then (({units_value}) * valued_clients)::double / {whole_total} end as value_to_average
from ranked
order by rank
