"""Stress test: what is left when chosen clients are gone, a manager's book, a class, the largest, or all of these together.

The rest is ranked and judged as a base that never had them. It says what would be missing, not what will happen: nobody else
buys more or less than before. Source: a Russian sales handbook's chapter on client segmentation (dependence on class A).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import facts as heavy
from analytics import traits
from analytics.classes import sizes
from analytics.customers import dividing
from analytics.facts import Facts
from analytics.methods import abc_analysis, dependence
from analytics.methods.dependence import TOPS
from analytics.methods.migration import MOVES, move_between
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

SUMS = ("customers", "revenue", "profit", "orders")
SHARES = ("customer_share", "revenue_share", "profit_share", "order_share")
MOST_VALUES = 500
COMPARED = (*SUMS, "revenue_per_customer", "a_customer_share", "hhi", "gini", "customers_for_80")
COMPARED += tuple(f"top{k}_share" for k in TOPS)

JUDGED = """
with judged_then as (select customer_id, {then_number} as then_class from {then}),
judged_now as (select customer_id, name, revenue, profit, orders, rank, {now_number} as now_class from {now}),
judged as (select * from judged_now join judged_then using (customer_id))
"""


@dataclass(frozen=True)
class Loss:
    """Who is gone: the `top` largest by the chosen measure, a class as (name of one of `dividing`, code), clients of these
    `values` of a column (a manager's book, a region), and clients by their customer_id; together where several are chosen."""

    top: int = 0
    of_class: tuple[str, str] | None = None
    column: str = ""
    values: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """A base before or after: its facts, what it adds up to, its ABC classes (rows of `sizes`) and how much hangs on how few."""

    facts: Facts
    classes: list[dict]
    told: dict


def condition(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, loss: Loss) -> tuple[str, dict]:
    """Whether a client is gone, over a row of facts, and the values that are asked with it; the empty text: nobody is."""
    found = [f"rank <= {int(loss.top)}"] if loss.top else []
    column = next((c for c in dividing(thresholds, facts) if c.name == (loss.of_class or ("",))[0]), None)
    if column and loss.of_class[1] in column.members:
        found.append(f"coalesce(({column.sql}) = '{loss.of_class[1]}', false)")
    if loss.values and loss.column in traits.describing(warehouse):
        own = traits.own_values(warehouse, facts, loss.column)
        found.append(f"customer_id in (select customer_id from {own} where value in (select unnest($values)))")
    if loss.clients:
        found.append("customer_id in (select unnest($clients))")
    values = {"values": list(loss.values), "clients": list(loss.clients)}
    return " or ".join(found), {name: told for name, told in values.items() if f"${name}" in " or ".join(found)}


def lost(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, loss: Loss) -> dict:
    """What those who are gone brought: SUMS, and SHARES, what part of the whole each is (None of nothing)."""
    gone, values = condition(warehouse, facts, thresholds, loss)
    sums = "count(*) as customers, sum(revenue) as revenue, sum(profit) as profit, sum(orders)::bigint as orders"
    asked = f"select {sums} from {facts.customers} where {gone or 'false'}"
    row = warehouse.rows(asked, values)[0]
    wholes = {"customers": facts.whole["clients"]} | {name: facts.whole[name] for name in SUMS[1:]}
    # a sum over nobody is nothing, unless nobody at all has it
    row = {name: 0 if row[name] is None and wholes[name] is not None else row[name] for name in SUMS}
    return row | {share: _share(row[name], wholes[name]) for name, share in zip(SUMS, SHARES, strict=True)}


def members(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, loss: Loss) -> str | None:
    """Name of the table of those who are gone (customer_id); None when nobody is."""
    gone, values = condition(warehouse, facts, thresholds, loss)
    if not gone:
        return None
    return heavy.set_apart(warehouse, f"select customer_id from {facts.customers} where {gone}", values)


def without(warehouse: Warehouse, facts: Facts, table: str) -> Facts:
    """Facts of those who stay when the clients of this table are gone. Raises Unusable when nobody stays."""
    return heavy.remaining(warehouse, facts, told_by(table))


def state(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> State:
    """What a base adds up to: SUMS, revenue_per_customer, and the row of `dependence.balance`."""
    classes = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    told = {"customers": facts.whole["clients"]} | {name: facts.whole[name] for name in SUMS[1:]}
    told |= {"revenue_per_customer": facts.whole["revenue"] / facts.whole["clients"]}
    told |= dependence.of_a(classes, thresholds) | dependence.concentration(warehouse, facts)
    return State(facts, classes, told)


def compared(before: State, after: State) -> list[dict]:
    """A row per number of COMPARED that either side knows: what, before, after, change (after − before, None where a side is)."""
    rows = [{"what": what} | _change(before.told[what], after.told[what]) for what in COMPARED]
    return [row for row in rows if (row["before"], row["after"]) != (None, None)]


def compared_classes(before: State, after: State) -> list[dict]:
    """A row per class of ABC: class, and customers, customer_share, value, value_share, least_value of it before and after."""
    now, then = ({row["class"]: row for row in side.classes} for side in (after, before))
    told = ("customers", "customer_share", "value", "value_share", "least_value")
    return [
        {"class": code}
        | {f"{name}_before": then[code][name] for name in told}
        | {f"{name}_after": now[code][name] if code in now else None for name in told}
        for code in then
    ]


def moves(warehouse: Warehouse, before: State, after: State, thresholds: Thresholds) -> list[dict]:
    """Who of those that stay is judged otherwise: a row per from_class, to_class that happened, with move, customers, revenue;
    the largest sums of each move first, who is judged as before left out."""
    then, now = (abc_analysis.chosen(thresholds, side.facts) for side in (before, after))
    asked = f"{_judged(before, after, thresholds)} select then_class, now_class, count(*) as customers, sum(revenue) as revenue"
    found = warehouse.rows(f"{asked} from judged where then_class <> now_class group by all")
    rows = [_move(row, then.named(row["then_class"]), now.named(row["now_class"]), then) for row in found]
    return sorted(rows, key=lambda row: (MOVES.index(row["move"]), -row["revenue"]))


def moved(
    warehouse: Warehouse,
    before: State,
    after: State,
    thresholds: Thresholds,
    limit: int | None = None,
    offset: int = 0,
) -> list[dict]:
    """The clients of `moves`, the largest first: customer_id, name, from_class, to_class, revenue, profit, orders."""
    then, now = (abc_analysis.chosen(thresholds, side.facts) for side in (before, after))
    page = "" if limit is None else f" limit {int(limit)} offset {int(offset)}"
    told = "customer_id, name, then_class, now_class, revenue, profit, orders"
    asked = f"{_judged(before, after, thresholds)} select {told} from judged where then_class <> now_class order by rank{page}"
    return [
        {"customer_id": row["customer_id"], "name": row["name"]}
        | {"from_class": then.named(row["then_class"]), "to_class": now.named(row["now_class"])}
        | {name: row[name] for name in ("revenue", "profit", "orders")}
        for row in warehouse.rows(asked)
    ]


def losses_of_the_largest(warehouse: Warehouse, facts: Facts, most: int) -> list[dict]:
    """What is left without the 0, 1 … `most` largest by the chosen measure: top, customers, revenue and profit, and the shares
    of the whole that are left; `name` is the last of those who are gone."""
    asked = f"""select rank as top, name, sum(revenue) over so_far as revenue, sum(profit) over so_far as profit
        from {facts.customers} where rank <= $most window so_far as (order by rank) order by rank"""
    whole, nobody = facts.whole, {"top": 0, "name": None, "revenue": 0, "profit": 0}
    return [_left(row, whole) for row in (nobody, *warehouse.rows(asked, {"most": most}))]


def values_of(warehouse: Warehouse, facts: Facts, column: str) -> list[str]:
    """The commonest MOST_VALUES values of a column among the clients of these facts, the commonest first."""
    own = traits.own_values(warehouse, facts, column)
    rows = warehouse.rows(f"select distinct place, value from {own} order by place limit {MOST_VALUES}")
    return [row["value"] for row in rows]


def candidates(
    warehouse: Warehouse, facts: Facts, search: str, chosen: Sequence[str], largest: int, found: int
) -> dict[str, str]:
    """customer_id → name of those to choose among, by falling value: the `largest` so many, the `chosen` ones, and up to `found`
    whose name or customer_id has the piece of text in it. Names that several bear tell the customer_id too."""
    asked = f"""
        with searched as (
            select customer_id from {facts.customers}
            where $search <> '' and (contains(lower(name), lower($search)) or contains(lower(customer_id), lower($search)))
            order by rank limit {int(found)}
        ),
        offered as (
            select customer_id, name, rank from {facts.customers}
            where rank <= $largest or customer_id in (select unnest($chosen)) or customer_id in (from searched)
        )
        select customer_id, name, count(*) over (partition by name) > 1 as shared from offered order by rank"""
    rows = warehouse.rows(asked, {"search": search.strip(), "chosen": list(chosen) or [""], "largest": largest})
    return {
        row["customer_id"]: f"{row['name']} ({row['customer_id']})" if row["shared"] else row["name"] for row in rows
    }


def told_by(table: str) -> str:
    """The query that tells the clients of a table of `members`."""
    return f"select customer_id from {table}"


def _judged(before: State, after: State, thresholds: Thresholds) -> str:
    then, now = (abc_analysis.chosen(thresholds, side.facts) for side in (before, after))
    tables = {"then": before.facts.customers, "now": after.facts.customers}
    return JUDGED.format(then_number=then.number, now_number=now.number, **tables)


def _move(row: dict, before: str | None, after: str | None, column) -> dict:
    told = {"from_class": before, "to_class": after, "move": move_between(before, after, column)}
    return told | {"customers": row["customers"], "revenue": row["revenue"]}


def _left(row: dict, whole: dict) -> dict:
    left = {name: None if whole[name] is None else whole[name] - (row[name] or 0) for name in ("revenue", "profit")}
    shares = {f"{name}_share": _share(left[name], whole[name]) for name in left}
    return {"top": row["top"], "name": row["name"], "customers": whole["clients"] - row["top"]} | left | shares


def _change(before, after) -> dict:
    known = before is not None and after is not None
    return {"before": before, "after": after, "change": after - before if known else None}


def _share(part, whole) -> float | None:
    return float(part / whole) if whole and part is not None else None


def chosen_at_all(loss: Loss) -> bool:
    """Whether anything is chosen."""
    return loss != Loss() and bool(loss.top or loss.of_class or loss.values or loss.clients)


def together(rows: Sequence[dict]) -> tuple[int, object]:
    """Rows of `moves` → how many clients they are and their revenue."""
    return sum(row["customers"] for row in rows), sum(row["revenue"] or 0 for row in rows)
