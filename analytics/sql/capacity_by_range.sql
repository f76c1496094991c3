-- grain: a client that bought of a named category · 1 − categories it bought / categories sold to anybody in the window, and how many were
-- filters choose clients and lines, but the range is the whole company's, unless the categories themselves are filtered
-- inputs: bought_categories, sales; parameters: $start, $end and the values of the filter of categories
create table {capacity_by_range} as
with sold as (
    select count(distinct category) as categories
    from sales
    where category is not null and order_date between $start and $end and not (amount < 0 or coalesce(quantity, 0) < 0) {of_categories}
)
select customer_id, (any_value(categories) - count(*)) / any_value(categories)::double as capacity, any_value(categories) as sold
from {bought_categories}, sold
where sale_lines > 0
group by customer_id
