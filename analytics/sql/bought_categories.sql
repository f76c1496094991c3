-- grain: a client × a category of which it bought or returned in the window · lines without a category are left out
-- inputs: sales; parameters: $start, $end and the values of the filters
create table {bought_categories} as
select customer_id, category, sum(amount)::decimal(18, 4) as revenue,
       count(*) filter (not (amount < 0 or coalesce(quantity, 0) < 0)) as sale_lines
from sales
where customer_id is not null and category is not null and order_date between $start and $end {filters}
group by customer_id, category
