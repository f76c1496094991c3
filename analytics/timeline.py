"""What happened bucket by bucket: of the whole base, or of one client."""

from __future__ import annotations

from analytics.facts import Facts
from analytics.warehouse import Warehouse

BASE = """
select bucket, bucket_end, finished, coalesce(sum(revenue), 0) as revenue, sum(profit) as profit,
       coalesce(sum(orders), 0)::bigint as orders, count(*) filter (c.orders > 0) as customers
from {buckets} left join {cube} c using (bucket)
group by all order by bucket
"""
CLIENT = """
select bucket, bucket_end, finished, coalesce(revenue, 0) as revenue, profit, coalesce(orders, 0) as orders
from {buckets} left join (select * from {cube} where customer_id = $customer_id) using (bucket)
order by bucket
"""
ORDERS = """
select day, {number} as order_id, revenue, profit, sale_lines from {orders}
where customer_id = $customer_id order by day desc, order_key limit 500
"""


def timeline(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """A row per bucket the window touches, empty ones too: bucket, bucket_end, finished, revenue, profit, orders, customers."""
    return warehouse.rows(BASE.format(buckets=facts.buckets, cube=facts.cube)) if facts.dated else []


def of_client(warehouse: Warehouse, facts: Facts, customer_id: str) -> list[dict]:
    """A row per bucket for one client, empty ones too: bucket, bucket_end, finished, revenue, profit, orders."""
    named = {"customer_id": customer_id}
    return warehouse.rows(CLIENT.format(buckets=facts.buckets, cube=facts.cube), named) if facts.dated else []


def orders_of(warehouse: Warehouse, facts: Facts, customer_id: str) -> list[dict]:
    """The client's last 500 orders in the window, newest first: day, order_id (None: told apart by the day or the row, it has
    no number), revenue, profit, sale_lines."""
    if not facts.dated:
        return []
    by_row = facts.view.order_grain == "row"
    number = "null::varchar" if by_row else "nullif(order_key::varchar, day::varchar)"
    return warehouse.rows(ORDERS.format(orders=facts.orders, number=number), {"customer_id": customer_id})
