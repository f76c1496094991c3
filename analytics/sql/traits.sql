-- grain: a client that has a value · its own value of one column (where it has several, the one on which it spent most) and that value's place
-- among all values, the commonest first
-- inputs: the base that has the column, customers; parameters: $start, $end and the values of the filters
create table {traits} as
with spent as materialized (
    select customer_id, trim({column}) as value, {worth} as worth
    from {base}
    where customer_id is not null and trim({column}) <> '' {conditions}
    group by all
),
several as (select customer_id from spent group by customer_id having count(*) > 1),
-- only those with several values are put in order: that takes as long as all the rest
own as (
    select customer_id, value
    from spent semi join {customers} using (customer_id) anti join several using (customer_id)
    union all
    from (
        select distinct on (customer_id) customer_id, value
        from spent semi join {customers} using (customer_id) semi join several using (customer_id)
        order by customer_id, worth desc, value
    )
),
places as (
    select value, row_number() over (order by count(*) desc, value) as place from own group by value
)
select customer_id, value, place from own join places using (value)
