"""Profitability: ABC by profit inside each class, and class D, the clients who cost more than they bring.

Profit is what is left after serving the client, where the list of clients tells the cost of that (`cost_to_serve`, money for
the same window). Source: a Russian sales handbook's chapter on client segmentation (nested ABC by profit, group D).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from analytics.bases import available
from analytics.classes import Beside, ClassColumn, Expression, GridColumn
from analytics.facts import Facts
from analytics.methods import abc_analysis, xyz_analysis
from analytics.methods.abc_analysis import ByAverage, ByShare
from analytics.thresholds import Thresholds
from analytics.views import filter_conditions
from analytics.warehouse import Warehouse

EARNS, IMAGE, D = "earns", "image", "D"
MEMBERS = (EARNS, IMAGE, D)
UNCLASSED = "unclassed"
MARKS = (*abc_analysis.MEMBERS, UNCLASSED, IMAGE, D)
RULES = ("unprofitable", "strict")
NESTED = tuple(outer + inner for outer in abc_analysis.MEMBERS for inner in abc_analysis.MEMBERS)
CLIENT_COLUMNS = ("profit_class",)
SUMS = """count(*) as customers, sum(revenue) as revenue, sum(profit) as profit,
    sum(cost_to_serve) as cost_to_serve, sum(profit_after_serving) as profit_after_serving,
    sum(greatest(-profit_after_serving, 0)) as loss, sum(orders)::bigint as orders"""
ADDED = ("customers", "revenue", "profit", "cost_to_serve", "profit_after_serving", "loss", "orders")
BLOCK = 10

# The last place by profit of each inner class. By shares a class is summed up by blocks of 2^BLOCK places, and only the
# blocks in which a cut-off lies are looked into: sorting a million clients would take ten times as long.
LAST_BY_SHARE = """
with judged as materialized (
    select {outer} as class, profit_rank as place, (profit_rank - 1) >> {block} as block, profit_after_serving as profit
    from {customers} where profit_after_serving is not null
),
blocks as (
    select class, block, sum(greatest(profit, 0)) as gained from judged group by class, block
),
running as (
    select *, sum(gained) over (partition by class order by block) as through,
           nullif(sum(gained) over (partition by class), 0) as positive
    from blocks
),
crossed as (
    select *, through - gained as before from running
    where {share_through} >= {a} and {share_before_block} < {a} or {share_through} >= {b} and {share_before_block} < {b}
),
shares as (
    select class, place, positive, before + sum(greatest(profit, 0)) over (partition by class, block order by place)
               - greatest(profit, 0) as before_client, profit
    from judged join crossed using (class, block)
),
inside as (
    select class, place, case when profit > 0 then {share_before_client} else 1 end as share_before from shares
)
select class, max(place) filter ({inner} = 0) as a, max(place) filter ({inner} <= 1) as b from inside group by class
union all
select class, 0, 0 from running where positive is null group by class
"""
LAST_BY_AVERAGE = """
with judged as materialized (
    select {outer} as class, profit_rank as place, profit_after_serving as profit
    from {customers} where profit_after_serving is not null
),
whole as (
    select class, (sum(profit) * 10000)::hugeint::double as total, count(*) as clients
    from judged group by class having sum(profit) > 0
),
inside as (
    select class, place, (profit::decimal(38, 4) * 10000 * clients)::hugeint::double / total as value_to_average
    from judged join whole using (class)
)
select class, max(place) filter ({inner} = 0) as a, max(place) filter ({inner} <= 1) as b from inside group by class
"""


def unprofitable(thresholds: Thresholds, facts: Facts) -> str:
    """Condition over a row of facts: whether a client is not worth serving; false where profit is not known.

    Profit ≤ 0, or margin below `profit.d_margin` (a rate of revenue; without a revenue above zero there is none, and profit
    alone decides). In the strict variant also class C and Z, so that nobody is whose steadiness is not known.
    """
    loses = f"(profit_after_serving <= 0 or margin_after_serving < {thresholds['profit.d_margin']:.17e})"
    if thresholds["profit.d_rule"] == "strict":
        small = abc_analysis.chosen(thresholds, facts).sql
        loses = f"({loses} and ({small}) = 'C' and ({xyz_analysis.column(thresholds).sql}) = 'Z')"
    return f"coalesce({loses}, false)"


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
    in_it = f"{unprofitable(thresholds, facts)} and not image_client"
    return Expression("class_d", f"case when profit_after_serving is not null then {in_it} end")


def with_d(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """The chosen ABC with class D apart, under the name `abcd_class`: A, B, C without those of D, and D."""
    column = abc_analysis.chosen(thresholds, facts)
    rules = ((f"{unprofitable(thresholds, facts)} and not image_client", D), *column.rules)
    return ClassColumn("abcd_class", rules, (*column.members, D))


def mark(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """`profit_mark`: both at once, A, B, C of those who earn (unclassed without one), image and D."""
    condition, abc = unprofitable(thresholds, facts), abc_analysis.chosen(thresholds, facts)
    rules = (("profit_after_serving is null", None), (f"{condition} and image_client", IMAGE), (condition, D))
    earning = tuple((rule, code or UNCLASSED) for rule, code in abc.rules)
    return ClassColumn("profit_mark", (*rules, *earning, ("true", UNCLASSED)), MARKS, ordered=False)


def columns(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn, ...]:
    """What lists of clients are chosen by and exports do not have: they have `class_d` and the classes of ABC."""
    return verdict(thresholds, facts), with_d(thresholds, facts), mark(thresholds, facts)


def known(warehouse: Warehouse, facts: Facts) -> dict:
    """One row no threshold moves, of the clients whose profit is known: the sums of SUMS, winners (profit above zero), losers
    (below), with_cost (of whom the cost to serve is told); and unknown, the clients whose profit is not."""
    row = warehouse.rows(
        f"""select {SUMS}, count(*) filter (profit_after_serving > 0) as winners,
                   count(*) filter (profit_after_serving < 0) as losers, count(cost_to_serve) as with_cost,
                   (select count(*) from {facts.customers}) - count(*) as unknown
            from {facts.customers} where profit_after_serving is not null"""
    )[0]
    return row | _added([row])


def partly_known(warehouse: Warehouse, facts: Facts) -> int:
    """Clients some of whose lines have a profit and some have none: what is known of them is the sum of the lines that have."""
    base, columns = "sales" if facts.dated else "totals", available(warehouse)
    conditions, values = filter_conditions(facts.view, columns, base)
    if facts.dated:
        conditions += " and order_date between $start and $end"
        values |= {"start": facts.view.start, "end": facts.view.end}
    lines = f"from {base} where customer_id is not null {conditions}"
    if not warehouse.value(f"select count(*) - count(profit) {lines}", values):
        return 0
    partly = f"select customer_id {lines} group by customer_id having count(profit) between 1 and count(*) - 1"
    return warehouse.value(f"select count(*) from ({partly}) join {facts.customers} using (customer_id)", values)


def losing(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, by: str = "null::integer") -> list[dict]:
    """The clients who are not worth serving, image clients too, summed up: place (`by`, an expression over the facts), class
    (number in the chosen ABC), image_client and the sums of SUMS. Those who earn are what is left of `known`: few lose, so
    summing them up alone follows the hand."""
    abc = abc_analysis.chosen(thresholds, facts)
    return warehouse.rows(
        f"""select {by} as place, {abc.number} as class, image_client, {SUMS}
            from {facts.customers} where {unprofitable(thresholds, facts)} group by 1, 2, 3"""
    )


def verdicts(facts: Facts, whole: dict, losing: Sequence[dict]) -> list[dict]:
    """`known` and `losing` → a row per verdict, those who earn first, empty ones too: verdict, the sums of SUMS,
    customer_share, revenue_share, profit_share (of the whole profit after serving, None where that is not above zero),
    margin (after serving), eaten (the share of the profit before serving that serving takes)."""
    lost = {code: _added([r for r in losing if r["image_client"] == (code == IMAGE)]) for code in (IMAGE, D)}
    earns = {key: _less(whole[key], lost[IMAGE][key], lost[D][key]) for key in ADDED}
    return [{"verdict": code} | rated(facts, whole, row) for code, row in ((EARNS, earns), *lost.items())]


def rated(facts: Facts, whole: dict, sums: dict) -> dict:
    """The sums of some clients with their shares and rates; shares of clients and revenue are of everybody."""
    share = lambda part, of: float((part or 0) / of) if of and of > 0 else None  # noqa: E731
    rates = {
        "customer_share": sums["customers"] / facts.whole["clients"],
        "revenue_share": share(sums["revenue"], facts.whole["revenue"]),
        "profit_share": share(sums["profit_after_serving"], whole["profit_after_serving"]),
        "margin": share(sums["profit_after_serving"], sums["revenue"]),
        "eaten": None if sums["cost_to_serve"] is None else share(sums["cost_to_serve"], sums["profit"]),
    }
    return sums | rates


def by_mark(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, whole: dict) -> list[dict]:
    """What `rated` tells by `mark`, under `class`; empty ones too, but for image clients and those without a class of ABC."""
    rows = _summed(warehouse, facts, mark(thresholds, facts))
    codes = [code for code in MARKS if code not in (UNCLASSED, IMAGE) or code in rows]
    return [{"class": code} | rated(facts, whole, rows.get(code) or _added([])) for code in codes]


def nested(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> GridColumn:
    """`profit_class`: AA, AB … CC, the chosen ABC and inside each class ABC by profit with the same cut-offs.

    Inside, by shares of the class's positive profit, or of its average where 6·P is chosen (nobody has a class inside one
    without a positive average); volume × frequency has no cut-offs of a sum and takes the shares. One pass over the facts finds
    the last place by profit of each inner class; a client is then judged by its place.
    """
    outer = abc_analysis.chosen(thresholds, facts)
    found = {row["class"]: row for row in warehouse.rows(_last_places(thresholds, facts, outer))}
    cases = "".join(
        f" when {i} then {3 * i} + (profit_rank > {row['a'] or 0})::utinyint + (profit_rank > {row['b'] or 0})::utinyint"
        for i, row in sorted(found.items())
        if i < len(outer.members)
    )
    place = (
        f"case when profit_after_serving is not null then case {outer.number}{cases} end end"
        if cases
        else "null::integer"
    )
    return GridColumn("profit_class", place, NESTED, NESTED)


def nested_sizes(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, whole: dict) -> list[dict]:
    """A row per nested class, empty ones too: profit_class, outer, inner and what `rated` tells; None comes last, when there
    are any whose profit is known."""
    rows = _summed(warehouse, facts, nested(warehouse, facts, thresholds))
    codes = [*NESTED, *([None] if None in rows else [])]
    letters = lambda code: {"profit_class": code, "outer": code and code[0], "inner": code and code[1]}  # noqa: E731
    return [letters(code) | rated(facts, whole, rows.get(code) or _added([])) for code in codes]


def of_clients(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Beside:
    """`profit_class` of every client, to stand beside a list."""
    column = nested(warehouse, facts, thresholds)
    return Beside(
        CLIENT_COLUMNS, f"select customer_id, {column.sql} as profit_class from {facts.customers}", "customer_id"
    )


def of_client(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, client: dict) -> str | None:
    """`profit_class` of one client (a row of the facts with its `abc_class`), from the sums of its class alone."""
    profit, outer = client["profit_after_serving"], abc_analysis.chosen(thresholds, facts)
    if profit is None or client["abc_class"] is None:
        return None
    row = warehouse.rows(
        f"""select coalesce(sum(greatest(profit_after_serving, 0)) filter (profit_rank < $rank), 0) as before,
                   sum(greatest(profit_after_serving, 0)) as positive, sum(profit_after_serving) as total, count(*) as clients
            from {facts.customers} where profit_after_serving is not null and ({outer.sql}) = $class""",
        {"rank": client["profit_rank"], "class": client["abc_class"]},
    )[0]
    facts_inside = {
        "share_before": float(Fraction(row["before"]) / Fraction(row["positive"])) if profit > 0 else 1.0,
        "value_to_average": float(Fraction(profit) * row["clients"] / Fraction(row["total"]))
        if row["total"] > 0
        else None,
    }
    inner = warehouse.value(
        f"select {_inside(thresholds).sql} from (select $share_before as share_before, $value_to_average as value_to_average)",
        facts_inside,
    )
    return inner and client["abc_class"] + inner


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Rows of `nested_sizes`; none where nobody's profit is known."""
    whole = known(warehouse, facts)
    return nested_sizes(warehouse, facts, thresholds, whole) if whole["customers"] else []


def rules(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Class D by either rule: rule and the sums of SUMS; none where nobody's profit is known."""
    whole = known(warehouse, facts)
    judged = {rule: thresholds.having({"profit.d_rule": rule}) for rule in RULES if whole["customers"]}
    found = {rule: verdicts(facts, whole, losing(warehouse, facts, under)) for rule, under in judged.items()}
    return [{"rule": rule} | next(row for row in rows if row["verdict"] == D) for rule, rows in found.items()]


def _summed(warehouse: Warehouse, facts: Facts, column: ClassColumn | GridColumn) -> dict[str | None, dict]:
    """Code → the sums of the clients whose profit is known."""
    found = warehouse.rows(
        f"select {column.number} as class, {SUMS} from {facts.customers} where profit_after_serving is not null group by 1"
    )
    return {column.named(row.pop("class")): row for row in found}


def _inside(thresholds: Thresholds) -> ClassColumn:
    """ABC inside a class: the chosen cut-offs, shares for the method that has none of a sum."""
    if thresholds["abc.method"] == "average":
        return ByAverage(thresholds["abc.average.a"], thresholds["abc.average.c"]).column()
    return ByShare(thresholds["abc.share.a"], thresholds["abc.share.b"]).column()


def _last_places(thresholds: Thresholds, facts: Facts, outer: ClassColumn) -> str:
    told = {"outer": outer.number, "inner": _inside(thresholds).number, "customers": facts.customers}
    if thresholds["abc.method"] == "average":
        return LAST_BY_AVERAGE.format(**told)
    shares = {
        f"share_{name}": f"({sum_} * 10000)::hugeint::double / (positive * 10000)::hugeint::double"
        for name, sum_ in (
            ("through", "through"), ("before_block", "(through - gained)"), ("before_client", "before_client")
        )
    }  # fmt: skip
    cuts = {cut: f"{thresholds[f'abc.share.{cut}']:.17e}" for cut in "ab"}
    return LAST_BY_SHARE.format(block=BLOCK, **told, **shares, **cuts)


def _added(rows: Sequence[dict]) -> dict:
    """Sums of rows of SUMS; what none of them knows stays unknown, and nobody brings and costs nothing."""
    sums = {key: [row[key] for row in rows if row[key] is not None] for key in ADDED}
    nothing = {"customers": 0, "orders": None, "cost_to_serve": None}
    return {key: sum(found) if found else nothing.get(key, Decimal(0)) for key, found in sums.items()}


def _less(whole: Decimal | int | None, *parts: Decimal | int | None) -> Decimal | int | None:
    return None if whole is None else whole - sum(part or 0 for part in parts)
