"""Profitability: ABC by profit inside each class, and class D, the clients who cost more than they bring.

Profit is what is left after serving the client, where the list of clients tells the cost of that (`cost_to_serve`, money for
the same window). Source: a Russian sales handbook's chapter on client segmentation (nested ABC by profit, group D).
"""

from __future__ import annotations

from analytics.classes import Beside, ClassColumn, Expression, GridColumn
from analytics.facts import Facts
from analytics.methods import abc_analysis, xyz_analysis
from analytics.methods.abc_analysis import ByAverage, ByShare
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

EARNS, IMAGE, D = "earns", "image", "D"
MEMBERS = (EARNS, IMAGE, D)
NESTED = tuple(outer + inner for outer in abc_analysis.MEMBERS for inner in abc_analysis.MEMBERS)
CLIENT_COLUMNS = ("profit_class",)

# The last place by profit of each inner class; the names of shares and averages are those of a row of facts, so that ABC
# judges the profit inside a class by the very rules it judges clients by.
LAST_PLACES = """
with judged as (
    select {outer} as class, profit_rank, (profit_after_serving::decimal(38, 4) * 10000)::hugeint as units
    from {customers} where profit_after_serving is not null
),
running as (
    select *, sum(greatest(units, 0)) over (partition by class order by profit_rank) as cumulative,
           sum(greatest(units, 0)) over (partition by class) as positive,
           sum(units) over (partition by class) as total, count(*) over (partition by class) as clients
    from judged
),
shares as (
    select class, profit_rank,
           case when units > 0 then (cumulative - units)::double / positive::double else 1 end as share_before,
           case when total > 0 then (units * clients)::double / total::double end as value_to_average
    from running
)
select class, max(profit_rank) filter ({inner} = 0) as a, max(profit_rank) filter ({inner} <= 1) as b
from shares where {inner} < 3 group by class
"""


def unprofitable(thresholds: Thresholds, facts: Facts) -> str:
    """Condition over a row of facts: whether a client is not worth serving; nothing where profit is not known.

    Profit ≤ 0, or margin below `profit.d_margin` (a rate of revenue); in the strict variant also class C and Z, so that
    nobody whose steadiness is not known is.
    """
    loses = (
        f"(profit_after_serving <= 0 or coalesce(margin_after_serving < {thresholds['profit.d_margin']:.17e}, false))"
    )
    if thresholds["profit.d_rule"] == "unprofitable":
        return loses
    small = abc_analysis.chosen(thresholds, facts).sql
    return f"({loses} and ({small}) = 'C' and ({xyz_analysis.column(thresholds).sql}) = 'Z')"


def verdict(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """`profit_verdict`: D, or image for a client of whom the list says that image or prospects are worth the loss, else
    earns; no class without a known profit."""
    condition = unprofitable(thresholds, facts)
    rules = (
        ("profit_after_serving is null", None),
        (f"{condition} and image_client", IMAGE),
        (condition, D),
        ("true", EARNS),
    )
    return ClassColumn("profit_verdict", rules, MEMBERS, ordered=False)


def class_d(thresholds: Thresholds, facts: Facts) -> Expression:
    """The column `class_d`, true or false; nothing where profit is not known. Image clients are never in it."""
    return Expression("class_d", f"({unprofitable(thresholds, facts)} and not image_client)")


def with_d(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """The chosen ABC with class D apart, under the name `abcd_class`: A, B, C without those of D, and D."""
    column = abc_analysis.chosen(thresholds, facts)
    rules = ((f"coalesce({class_d(thresholds, facts).sql}, false)", D), *column.rules)
    return ClassColumn("abcd_class", rules, (*column.members, D))


def nested(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> GridColumn:
    """`profit_class`: AA, AB … CC, the chosen ABC and inside each class ABC by profit with the same cut-offs.

    Inside, by shares of the class's positive profit, or of its average where 6·P is chosen (nobody has a class inside one
    without a positive average); volume × frequency has no cut-offs of a sum and takes the shares. One pass over the facts finds
    the last place by profit of each inner class; a client is then judged by its place.
    """
    outer = abc_analysis.chosen(thresholds, facts)
    asked = LAST_PLACES.format(outer=outer.number, inner=_inside(thresholds).number, customers=facts.customers)
    found = {row["class"]: row for row in warehouse.rows(asked)}
    known = [found.get(i) for i in range(len(outer.members))]
    last = {inner: ", ".join(str(row and row[inner] or 0) for row in known) for inner in ("a", "b")}
    judged = ", ".join(str(row is not None).lower() for row in known)
    inner = f"(profit_rank > ([{last['a']}])[{outer.number} + 1])::int + (profit_rank > ([{last['b']}])[{outer.number} + 1])::int"
    asked_of = f"profit_after_serving is not null and ([{judged}])[{outer.number} + 1]"
    return GridColumn("profit_class", f"case when {asked_of} then {outer.number} * 3 + {inner} end", NESTED, NESTED)


def of_clients(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Beside:
    """`profit_class` of every client, to stand beside a list."""
    column = nested(warehouse, facts, thresholds)
    return Beside(
        CLIENT_COLUMNS, f"select customer_id, {column.sql} as profit_class from {facts.customers}", "customer_id"
    )


def _inside(thresholds: Thresholds) -> ClassColumn:
    """ABC inside a class: the chosen cut-offs, shares for the method that has none of a sum."""
    if thresholds["abc.method"] == "average":
        return ByAverage(thresholds["abc.average.a"], thresholds["abc.average.c"]).column()
    return ByShare(thresholds["abc.share.a"], thresholds["abc.share.b"]).column()
