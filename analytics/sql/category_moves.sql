-- grain: a client with a category in either of two windows · of how many it bought in each, and what share of its money moved
-- moved_share: half of the sum of |share now − share then| over categories, 0..1; null unless it paid for some in both windows
-- inputs: bought_categories of both windows
create table {category_moves} as
with both_windows as (
    select customer_id, category, sale_lines > 0 as then_bought, false as now_bought,
           greatest(revenue, 0) as then_money, 0 as now_money
    from {then_categories}
    union all
    select customer_id, category, false, sale_lines > 0, 0, greatest(revenue, 0)
    from {now_categories}
),
by_category as (
    select customer_id, category, bool_or(then_bought) as then_bought, bool_or(now_bought) as now_bought,
           sum(then_money) as then_money, sum(now_money) as now_money
    from both_windows
    group by customer_id, category
),
spread as (
    select *, then_money / nullif(sum(then_money) over client, 0) as then_share,
           now_money / nullif(sum(now_money) over client, 0) as now_share
    from by_category
    window client as (partition by customer_id)
)
select customer_id, count(*) filter (then_bought) as then_categories, count(*) filter (now_bought) as now_categories,
       round(sum(abs(now_share - then_share)) / 2, 12) as moved_share
from spread
group by customer_id
