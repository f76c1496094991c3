"""The renew index: which leads that refused are worth another call, and when to call them.

Source: A. Terekhov, client-base segmentation in digital agencies: grades of 1 to 5 (brand of the company, how attractive its
order is, how the refusal was put) add up to 3..15; the call is 7 to 14 days before the lead's deadline, or two months after it
launched what it bought elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from analytics import own_grades, side_bases
from analytics.bases import available
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.outcomes import OPEN, WON, state
from analytics.own_grades import GRADED
from analytics.renew_index import ONE_TO_FIVE, UNGRADED, YES_NO, Graded, Index, weights_of
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

BANDS = ("high", "middle", "low")
DUE = ("overdue", "in_7_days", "in_30_days", "later")
NO_DATE = "no_date"
SOON = ("in_7_days", "in_30_days")
GROUPINGS = ("due", "band", "reason", "channel", "manager")
STATES = ("refused", "open", "client", "won")
TOLD = (
    "lead_id name renew_index band missing call_from call_to call_rule due deadline launch_date date outcome "
    "reason channel manager"
).split()


@dataclass(frozen=True)
class Renewal:
    """The leads of a view: `table` has a row per lead (sql/enquiries.sql), `source` the same with the grades given on screen."""

    warehouse: Warehouse
    table: str
    as_of: dt.date

    @property
    def source(self) -> str:
        return own_grades.laid_over(self.warehouse, self.table)


@dataclass(frozen=True)
class Which:
    """Which refusals: of a group (`by`: one of GROUPINGS, and its key), of a bar of the picture; both None: all of them."""

    by: str | None = None
    key: str | None = None
    place: int | None = None

    def condition(self) -> tuple[str, dict]:
        told = [f"{self.by} is not distinct from $key"] if self.by else []
        told += [f"place = {int(self.place)}"] if self.place is not None else []
        return (" and ".join(told) or "true"), ({"key": self.key} if self.by else {})


ALL = Which()


def is_told(warehouse: Warehouse) -> bool:
    """Whether there is a base of leads with a lead in it."""
    return warehouse.has("leads") and side_bases.reach(warehouse, "leads") is not None


def leads(warehouse: Warehouse, facts: Facts) -> Renewal:
    """Leads by their last enquiry up to the day of asking, the window's last day; without dated sales all there are.

    A lead has refused when its outcome says neither that it became a client nor that it is in hand (analytics/outcomes.toml;
    so does one without an outcome) and no client of its name has bought since. Filters of sales leave the leads whole.
    """
    as_of = facts.view.as_of or side_bases.reach(warehouse, "leads")[1]
    outcomes = [
        row["outcome"] for row in warehouse.rows("select distinct outcome from leads where outcome is not null")
    ]
    values = {name: [text for text in outcomes if state(text) == name] for name in (WON, OPEN)} | {"as_of": as_of}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        table = derived.made("enquiries", as_of, facts.customers, values=values, customers=facts.customers)
    return Renewal(warehouse, table, as_of)


def alive(found: Renewal) -> bool:
    """Whether the table is still there."""
    return found.warehouse.holds(found.table)


def states(found: Renewal) -> dict[str, int]:
    """How many leads refused, are open, bought after a refusal (`client`), won."""
    rows = found.warehouse.rows(f"select state, count(*) as leads from {found.table} group by 1")
    return dict.fromkeys(STATES, 0) | {row["state"]: row["leads"] for row in rows}


def offered(warehouse: Warehouse, thresholds: Thresholds) -> list[str]:
    """Graded columns that can be chosen: those the file or a person has filled, and those that are chosen."""
    told = set(available(warehouse).get("leads", ()))
    if warehouse.has(own_grades.TABLE):
        told |= {row["column"] for row in warehouse.rows(f'select distinct "column" from {own_grades.TABLE}')}
    return [name for name in GRADED if name in told or name in thresholds["renew.columns"]]


def groupings(warehouse: Warehouse) -> list[str]:
    """Those of GROUPINGS that the base of leads can be split by."""
    told = available(warehouse).get("leads", set()) | {"due", "band"}
    return [name for name in GROUPINGS if name in told]


def index(found: Renewal, thresholds: Thresholds) -> Index:
    """The index by the chosen columns; a weight that is not given is 1. Raises Unusable for a column that is no grade.

    A column with a 0 and nothing above 1 is a yes or a no (0..1), any other is graded 1..5; grades off the scale are none.
    """
    names = list(dict.fromkeys(thresholds["renew.columns"]))
    unknown = next((name for name in names if name not in GRADED), None)
    if unknown:
        raise Unusable("threshold_choice", name="renew.columns", value=unknown, options=", ".join(GRADED))
    weights = weights_of(thresholds)
    told = [_graded(name, weights[name], row) for name, row in _spreads(found, names).items()]
    graded = tuple(column for column in told if column.graded)
    idle = tuple(column.name for column in told if not column.graded)
    return Index(graded, idle, thresholds["renew.index"] == "mean")


def _spreads(found: Renewal, names: Sequence[str]) -> dict[str, dict]:
    """Column → count, least, most and whether all are whole, over the refusals."""
    asked = ", ".join(
        f"""min({n}) as least_{n}, max({n}) as most_{n}, bool_and({n} = floor({n})) as whole_{n},
        count(*) filter ({n} between 1 and 5) as fives_{n}, count(*) filter ({n} between 0 and 1) as flags_{n}"""
        for n in names
    )
    row = found.warehouse.rows(f"select {asked} from {found.source} where state = 'refused'")[0]
    facts = ("least", "most", "whole", "fives", "flags")
    return {name: {fact: row[f"{fact}_{name}"] for fact in facts} for name in names}


def _graded(name: str, weight: float, row: dict) -> Graded:
    yes_no = row["least"] == 0 and row["most"] <= 1
    scale, count = (YES_NO, row["flags"]) if yes_no else (ONE_TO_FIVE, row["fives"])
    return Graded(name, scale, weight, count, bool(row["whole"] is None or row["whole"]))


def refusals(found: Renewal, by: Index, which: Which = ALL, limit: int | None = None, offset: int = 0) -> list[dict]:
    """A row per lead that refused, the highest index first, then by lead: TOLD, and the grades of all graded columns.

    `renew_index` is None when a grade is lacking (`missing` names the columns). `call_from`..`call_to` are the days to call,
    both inclusive; by the `deadline` (14 to 7 days before it; also when the launch is known) or by the `launch` (two months
    after it, one day); None when the lead has neither. `due`: overdue, in_7_days (from the day of asking), in_30_days, later.
    """
    condition, values = which.condition()
    page = f"limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    order = "renew_index desc nulls last, lead_id"
    few = f"(from judged where {condition} order by {order} {page})"
    sql = f"{_judged(found, by)} select {_told(by)} from {few} order by {order}"
    return [
        row | dict(zip(GRADED, map(_float, (row[g] for g in GRADED)), strict=True)) for row in _rows(found, sql, values)
    ]


def count(found: Renewal, by: Index, which: Which = ALL) -> int:
    condition, values = which.condition()
    return found.warehouse.value(f"{_judged(found, by)} select count(*) from judged where {condition}", values)


def to_call(found: Renewal, by: Index, limit: int, which: Which = ALL) -> list[dict]:
    """Refusals whose days to call are not over yet, the most promising first: those that belong into a calendar."""
    condition, values = _not_over(found, which)
    order = "renew_index desc nulls last, call_from, lead_id"
    few = f"(from judged where {condition} order by {order} limit {int(limit)})"
    sql = f"{_judged(found, by)} select {_told(by)} from {few} order by {order}"
    return _rows(found, sql, values)


def calls(found: Renewal, by: Index, which: Which = ALL) -> int:
    """How many they are."""
    condition, values = _not_over(found, which)
    return _rows(found, f"{_judged(found, by)} select count(*) as n from judged where {condition}", values)[0]["n"]


def listed(found: Renewal, by: Index, which: Which, columns: Sequence[str]) -> pa.Table:
    """All rows of `refusals` with these columns of it, as a table to take away; undefined stays empty."""
    condition, values = which.condition()
    sql = f"""{_judged(found, by)} select {", ".join(columns)} from judged where {condition}
        order by renew_index desc nulls last, lead_id"""
    return found.warehouse.table(sql, values)


def grade(found: Renewal, by: Index, lead_id: str, day: dt.date, grades: Mapping[str, float | None]) -> None:
    """Keep the grades a person gives to a lead's enquiry of that day. Raises Unusable for one off its column's scale."""
    for column, given in grades.items():
        low, high = by.scale(column)
        if given is not None and not low <= given <= high:
            raise Unusable("grade_off_scale", column=column, value=given, low=low, high=high)
    own_grades.give(found.warehouse, lead_id, day, grades)


def _not_over(found: Renewal, which: Which) -> tuple[str, dict]:
    condition, values = which.condition()
    return f"{condition} and call_to >= $as_of", values | {"as_of": found.as_of}


def summed_up(found: Renewal, by: Index) -> dict:
    """All refusals together: leads; high, middle, low, ungraded; overdue, in_7_days, in_30_days, later, no_date; high_soon (in
    the upper third, to be called within 30 days); and `places`: a row per bar of the picture of indices that has leads, place,
    leads and the band its least index lies in."""
    sql = f"""{_judged(found, by)} select place, band, coalesce(due, '{NO_DATE}') as due, min(renew_index) as least,
        count(*) as leads from judged group by 1, 2, 3 order by least nulls last"""
    rows = _rows(found, sql)
    sums = dict.fromkeys(("leads", *BANDS, UNGRADED, *DUE, NO_DATE, "high_soon"), 0)
    for row in rows:
        soon = ["high_soon"] if row["band"] == BANDS[0] and row["due"] in SOON else []
        for name in ("leads", row["band"], row["due"], *soon):
            sums[name] += row["leads"]
    return sums | {"places": _places(rows)}


def _places(rows: Sequence[dict]) -> list[dict]:
    places: dict[int, dict] = {}
    for row in rows:
        if row["place"] is not None:
            bar = places.setdefault(row["place"], {"place": row["place"], "band": row["band"], "leads": 0})
            bar["leads"] += row["leads"]
    return [places[place] for place in sorted(places)]


def groups(found: Renewal, by: Index, grouping: str, limit: int | None = None) -> list[dict]:
    """A row per group of refusals by one of GROUPINGS (key; None: not given): leads, the counts of `summed_up` by band and by
    time, mean_index (of the graded ones). Bands and times to call in their order, the others by how many are in the upper
    third, then by size."""
    if grouping not in GROUPINGS:
        raise KeyError(grouping)
    page = f"limit {int(limit)}" if limit is not None else ""
    sql = f"""{_judged(found, by)} select {grouping} as key, avg(renew_index) as mean_index, {_counts()}
        from judged group by 1 order by high desc, leads desc, key nulls last {page}"""
    rows = _rows(found, sql)
    fixed = {"band": (*BANDS, UNGRADED), "due": (*DUE, None)}.get(grouping)
    return sorted(rows, key=lambda row: fixed.index(row["key"])) if fixed else rows


def _judged(found: Renewal, by: Index) -> str:
    return f"""with indexed as (select *, {by.sql} as renew_index from {found.source} where state = 'refused'),
        judged as (select *, {by.band} as band, {by.place} as place from indexed)"""


def _told(by: Index) -> str:
    """Columns of a few rows: which grades are lacking takes longer to say than all the rest, and is not asked of everybody."""
    return ", ".join(f"{by.missing} as missing" if name == "missing" else name for name in (*TOLD, *GRADED))


def _counts() -> str:
    of_band = [f"count(*) filter (band = '{code}') as {code}" for code in (*BANDS, UNGRADED)]
    of_due = [f"count(*) filter (due = '{code}') as {code}" for code in DUE]
    return ", ".join(["count(*) as leads", *of_band, *of_due, f"count(*) filter (due is null) as {NO_DATE}"])


def _rows(found: Renewal, sql: str, values: dict | None = None) -> list[dict]:
    return found.warehouse.rows(sql, values)


def _float(grade) -> float | None:
    return None if grade is None else float(grade)


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Rows of the contract: lead, index, call_from, call_to; empty without a base of leads."""
    if not is_told(warehouse):
        return []
    found = leads(warehouse, facts)
    rows = refusals(found, index(found, thresholds))
    return [
        {"lead": row["lead_id"], "index": row["renew_index"]} | {k: row[k] for k in ("call_from", "call_to")}
        for row in rows
    ]
