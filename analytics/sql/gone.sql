-- grain: a client known to have left up to the day of asking and not to have bought since
-- inputs: departures, clients (a row per client of the view); parameters: $as_of
create table {gone} as
with left_on as (
    select customer_id, max(coalesce(date, date '9999-12-31')) as day
    from departures
    where customer_id is not null and (date is null or date <= coalesce($as_of::date, date '9999-12-31'))
    group by customer_id
)
select customer_id from left_on left join {clients} c using (customer_id)
where c.last_order_date is null or c.last_order_date <= left_on.day
