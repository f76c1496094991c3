"""Five types of loyalty: a client pays directly or helps indirectly, now or later; each scored 0..100 by what the base tells.

financial (directly, now), referral (indirectly, later), procedural (indirectly, now), contact (directly, later), evaluative
(indirectly, later). A measure that is a share scores its hundredfold; a count or a sum scores 0 for nothing, else 100 × the
share of clients with as much or less. A type is the mean of its measures, undefined when a client has none of them.
Source: S. Nezhintseva, five types of loyalty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import loyalty_tables
from analytics.classes import Beside, ClassColumn
from analytics.facts import Facts
from analytics.methods.loyalty_measures import MEASURES, TYPES, Measure, reasons
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

COLUMNS = tuple(f"loyalty_{type}" for type in TYPES)


@dataclass(frozen=True)
class Scores:
    """The scores of one view. `table`: sql/loyalty.sql, a row per client of the window; `told`: the measures that are in it;
    `missing`: measure → why it is not (loyalty_measures.reasons; nobody: nobody in the window has anything to be judged by);
    `clients`: how many there are; `measures` and `types`: name → (clients with a score, mean score or None)."""

    table: str
    told: tuple[Measure, ...]
    missing: dict[str, str]
    clients: int
    measures: dict[str, tuple[int, float | None]]
    types: dict[str, tuple[int, float | None]]

    def reason(self, type: str) -> str | None:
        """Why nobody has a score of the type: the reason of all its measures or, when they differ, several; None: it is told."""
        if self.types[type][0]:
            return None
        found = {self.missing[m.name] for m in MEASURES if m.type == type}
        return found.pop() if len(found) == 1 else "several"


@dataclass(frozen=True)
class Quarters:
    """The scores within each quarter. `periods`: sql/loyalty_periods.sql; `table`: sql/loyalty.sql, without those who did
    nothing in the quarter; `told`: the measures that are in it."""

    periods: str
    table: str
    told: tuple[Measure, ...]

    def everyone(self, type: str, recorded: bool) -> bool:
        """Whether all have a score of the type: doing nothing of what is counted is 0, and a share of nothing is none."""
        return any(m.type == type and not m.out_of and (recorded or not m.kinds) for m in self.told)


def scores(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Scores:
    """The scores of every client of the view; built only when not there yet. Raises Unusable: country_unknown.

    Of the thresholds `loyalty.working_days` and `loyalty.country` change them, `loyalty.shows_from` does not.
    """
    lacking = reasons(warehouse, facts)
    made = _told(lacking)
    table = loyalty_tables.of_window(warehouse, facts, thresholds, made)
    names = [*(measure.name for measure in made), *TYPES]
    found = warehouse.rows(f"select {', '.join(f'count({n}) as n_{n}, avg({n}) as {n}' for n in names)} from {table}")[
        0
    ]
    known = {name: (found[f"n_{name}"], found[name]) for name in names}
    told = tuple(measure for measure in made if known[measure.name][0])
    missing = {name: why for name, why in lacking.items() if why}
    missing |= {measure.name: "nobody" for measure in made if measure not in told}
    of_measures = {measure.name: known[measure.name] for measure in told}
    return Scores(table, told, missing, facts.whole["clients"], of_measures, {type: known[type] for type in TYPES})


def quarters(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Quarters | None:
    """The scores within each quarter the window touches; None without dates.

    In a quarter those take part who were clients by its end.
    """
    if not facts.dated:
        return None
    told = _told(reasons(warehouse, facts))
    return Quarters(*loyalty_tables.of_quarters(warehouse, facts, thresholds, told), told)


def _told(lacking: dict[str, str | None]) -> tuple[Measure, ...]:
    return tuple(measure for measure in MEASURES if lacking[measure.name] is None)


def showing(warehouse: Warehouse, held: Scores, thresholds: Thresholds) -> list[dict]:
    """Who shows what: a row per combination of types that any client shows, the commonest first: `shows` (types in the order
    of TYPES, empty for none), customers. They sum up to all clients."""
    sql = f"select {_shown(thresholds)} as shown, count(*) as customers from {held.table} group by 1 order by 2 desc, 1"
    return [{"shows": _types_of(row["shown"]), "customers": row["customers"]} for row in warehouse.rows(sql)]


def types(held: Scores, combinations: Sequence[dict]) -> list[dict]:
    """Rows of `showing` → a row per type: type, customers_with_data, customers_showing (None when nobody has data),
    mean_score (of those with data, None), reason (`Scores.reason`)."""
    rows = []
    for type, (known, mean) in held.types.items():
        shown = sum(row["customers"] for row in combinations if type in row["shows"])
        told = {"customers_with_data": known, "customers_showing": shown if known else None, "mean_score": mean}
        rows.append({"type": type} | told | {"reason": held.reason(type)})
    return rows


def by_class(warehouse: Warehouse, facts: Facts, held: Scores, column: ClassColumn) -> list[dict]:
    """A row per class that has clients, best first: class, customers and the mean score of each type (None: no data)."""
    means = ", ".join(f"avg({type}) as {type}" for type in TYPES)
    sql = f"""select {column.number} as class, count(*) as customers, {means}
        from {facts.customers} join {held.table} on client_id = customer_id group by 1 order by 1"""
    return [row | {"class": column.named(row["class"])} for row in warehouse.rows(sql)]


def of_client(warehouse: Warehouse, held: Scores, customer_id: str) -> dict[str, float | None] | None:
    """Type → the client's score (None: no data); None when it is not a client of the window."""
    rows = warehouse.rows(f"select {', '.join(TYPES)} from {held.table} where client_id = $id", {"id": customer_id})
    return rows[0] if rows else None


def by_quarter(warehouse: Warehouse, held: Quarters | None, thresholds: Thresholds) -> list[dict]:
    """A row per quarter and type: quarter (its first day), finished, type, customers_with_data, customers_showing (None when
    nobody has data). A threshold judges each quarter by itself: as much or less than others did in the same quarter."""
    if held is None:
        return []
    sums = ", ".join(f"count({t}) as known_{t}, count(*) filter ({t} >= $shows_from) as {t}" for t in TYPES)
    sql = f"""with judged as (select period, {sums} from {held.table} group by period)
        select * from {held.periods} left join judged using (period) order by period"""
    found = warehouse.rows(sql, {"shows_from": thresholds["loyalty.shows_from"]})
    return [_of_quarter(row, type, held) for row in found for type in TYPES]


def _of_quarter(row: dict, type: str, held: Quarters) -> dict:
    known = row["clients"] if held.everyone(type, row["recorded"]) else row[f"known_{type}"] or 0
    told = {"quarter": row["period"], "finished": row["finished"], "type": type, "customers_with_data": known}
    return told | {"customers_showing": (row[type] or 0) if known else None}


def members(held: Scores, thresholds: Thresholds, shows: Sequence[str], alone: bool = False) -> str:
    """A query: customer_id of those who show all these types, or `alone` these and no other."""
    wanted = sum(1 << TYPES.index(type) for type in shows)
    shown = _shown(thresholds)
    condition = f"{shown} = {wanted}" if alone else f"{shown} & {wanted} = {wanted}"
    return f"select client_id as customer_id from {held.table} where {condition}"


def of_clients(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Beside:
    """Scores of clients as columns of a list: loyalty_financial … loyalty_evaluative, 0..100 or nothing."""
    table = loyalty_tables.of_window(warehouse, facts, thresholds, _told(reasons(warehouse, facts)))
    scores = ", ".join(f"{type} as {name}" for name, type in zip(COLUMNS, TYPES, strict=True))
    return Beside(COLUMNS, f"select client_id as customer_id, {scores} from {table}", "customer_id")


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """The contract's rows: type, customers_with_data, customers_showing, mean_score."""
    held = scores(warehouse, facts, thresholds)
    return types(held, showing(warehouse, held, thresholds))


def _shown(thresholds: Thresholds) -> str:
    """The types a client shows, as a number: a bit for each, in their order."""
    least = float(thresholds["loyalty.shows_from"])
    bits = (f"case when {type} >= {least} then {1 << i} else 0 end::utinyint" for i, type in enumerate(TYPES))
    return f"({' + '.join(bits)})"


def _types_of(shown: int) -> tuple[str, ...]:
    return tuple(type for i, type in enumerate(TYPES) if shown >> i & 1)
