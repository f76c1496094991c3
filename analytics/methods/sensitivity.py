"""Sensitivity: how large the classes would be if one threshold stood elsewhere, and where it must stand for A to be in balance.

A client changes class at most once on the way of a threshold, so one pass over the facts finds at which step each does; the
sizes at every step are sums of those. Only the number of RFM scores cuts everybody anew. Source: a Russian sales handbook's
chapter on client segmentation (class A should hold 20–30 % of clients).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from analytics.classes import ClassColumn, GridColumn, sizes
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import abc_analysis, growth_matrix, lifecycle, profitability, rfm, xyz_analysis
from analytics.thresholds import ALL, ORDERED, Thresholds, textbook_values
from analytics.warehouse import Warehouse

MOST_STEPS = 60
ROUND_STEPS = tuple(m * 10**e for e in range(-4, 9) for m in (1, 2, 5))
DIGITS = 9
DAYS = ("lifecycle.at_risk_after", "lifecycle.lost_after")
RHYTHM = ("lifecycle.at_risk_rhythm", "lifecycle.lost_rhythm")
GROWTH = ("growth.activity_cut", "growth.capacity_cut")
# A threshold that is swept → the switch and its option under which it judges anybody; and how far it is swept, in what steps
# a hand moves it. None: as far as the base goes.
SWITCHES = {
    "abc.share.a": ("abc.method", "share"),
    "abc.share.b": ("abc.method", "share"),
    "abc.average.a": ("abc.method", "average"),
    "abc.average.c": ("abc.method", "average"),
    "xyz.regularity.x": ("xyz.measure", "regularity"),
    "xyz.regularity.y": ("xyz.measure", "regularity"),
    "xyz.variation.x": ("xyz.measure", "variation"),
    "xyz.variation.y": ("xyz.measure", "variation"),
    "lifecycle.at_risk_after": ("lifecycle.boundaries", "days"),
    "lifecycle.lost_after": ("lifecycle.boundaries", "days"),
    "lifecycle.at_risk_rhythm": ("lifecycle.boundaries", "rhythm"),
    "lifecycle.lost_rhythm": ("lifecycle.boundaries", "rhythm"),
    "lifecycle.regular_from": None,
    "rfm.bins": ("rfm.method", "quantile"),
    "profit.d_margin": None,
    "growth.activity_cut": None,
    "growth.capacity_cut": None,
}
REACH = {
    "abc.share.a": (0.4, 0.95, 0.01),
    "abc.share.b": (0.6, 0.999, 0.005),
    "abc.average.a": (1, 10, 0.1),
    "abc.average.c": (1, 10, 0.1),
    "xyz.regularity.x": (0.05, 1, 0.01),
    "xyz.regularity.y": (0, 0.95, 0.01),
    "xyz.variation.x": (0, 3, 0.01),
    "xyz.variation.y": (0, 3, 0.01),
    "lifecycle.at_risk_rhythm": (0.5, 10, 0.1),
    "lifecycle.lost_rhythm": (0.5, 10, 0.1),
    "lifecycle.regular_from": (2, 20, 1),
    "rfm.bins": (2, 10, 1),
    "profit.d_margin": (-0.5, 0.9, 0.01),
}
BEYOND_LOST = 2
CUTS_ANEW = ("rfm.bins",)
IN_PERCENT = (
    *("abc.share.a", "abc.share.b", "xyz.regularity.x", "xyz.regularity.y", "xyz.variation.x", "xyz.variation.y"),
    "profit.d_margin",
)
Judge = Callable[[Thresholds], ClassColumn | GridColumn]


@dataclass(frozen=True)
class Dial:
    """One threshold to be swept: from `low` to `high`, a hand moves it by `step`; `now` is its value in force, `textbook` the
    textbook's (None: taken from the data). `facts` are judged by `judge` under `thresholds`, in which every value it depends
    on is written out; `in_force`: whether the switch that makes it judge stands so."""

    name: str
    low: float
    high: float
    step: float
    now: float
    textbook: float | None
    facts: Facts
    judge: Judge
    thresholds: Thresholds
    in_force: bool

    def at(self, value: float) -> ClassColumn | GridColumn:
        """The class as it would be with the threshold at `value`."""
        return self.judge(self.thresholds.having({self.name: value}))

    @property
    def values(self) -> tuple[float, ...]:
        """Where the sizes are told, ascending: even steps, both ends, today's value and the textbook's."""
        step = next(s for s in ROUND_STEPS if s >= self.step - 1e-12 and (self.high - self.low) / s <= MOST_STEPS)
        first = math.ceil(self.low / step - 1e-9)
        even = [round(i * step, DIGITS) for i in range(first, math.floor(self.high / step + 1e-9) + 1)]
        marked = [self.now, *([] if self.textbook is None else [self.textbook])]
        return tuple(sorted({v for v in (self.low, *even, self.high, *marked) if self.low <= v <= self.high}))


def offered(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[str]:
    """The thresholds that judge somebody in this base, in the order of SWITCHES."""
    known = {"abc.share": bool(facts.whole["positive_total"]), "abc.average": bool(facts.whole["average"])}
    known |= {"xyz": facts.enough_buckets, "lifecycle": lifecycle.is_told(warehouse, facts)}
    known |= {"lifecycle.at_risk_rhythm": facts.dated, "lifecycle.lost_rhythm": facts.dated}
    known |= {"rfm": not rfm.lacking(thresholds, facts), "profit": facts.whole["profit"] is not None}
    known["growth"] = _growth(warehouse, facts, thresholds) is not None
    return [name for name in SWITCHES if all(told for start, told in known.items() if name.startswith(start))]


def dial(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, name: str) -> Dial:
    """A threshold of `offered` as it can be swept here; beside the partner of its pair it stops a step short of it."""
    switch = SWITCHES[name]
    in_force = switch is None or _stands(thresholds, facts, *switch)
    growth = _growth(warehouse, facts, thresholds) if name in GROWTH else None
    pinned = _pinned(thresholds, facts, name)
    now = _now(pinned, growth, name)
    low, high, step = _reach(pinned, growth, name, now)
    judged = growth.facts if growth else facts
    textbook = textbook_values()[name]
    return Dial(name, low, high, step, now, textbook, judged, _judge(name, facts, growth), pinned, in_force)


def sweep(warehouse: Warehouse, dial: Dial) -> list[dict]:
    """A row per value of the threshold and class, best class first, empty ones too: at, class (None: no class, only where
    anybody has none), customers, customer_share, value (of the chosen measure), value_share."""
    columns = [dial.at(value) for value in dial.values]
    found = _anew if dial.name in CUTS_ANEW else _at_steps
    codes, counted = found(warehouse, dial.facts, columns)
    return [
        {"at": value, "class": code} | _shared(by_code.get(code, (0, 0)), dial.facts.whole)
        for value, by_code in zip(dial.values, counted, strict=True)
        for code in codes
    ]


def moved(warehouse: Warehouse, dial: Dial, steps: int = 1) -> int:
    """How many clients change class when the threshold goes from today's value so many steps on, no further than it can."""
    there = min(max(round(dial.now + steps * dial.step, DIGITS), dial.low), dial.high)
    before, after = dial.at(dial.now).sql, dial.at(there).sql
    return warehouse.value(f"select count(*) from {dial.facts.customers} where ({before}) is distinct from ({after})")


def span(rows: Sequence[dict], code: str | None) -> tuple[dict, dict]:
    """Rows of `sweep` → those where the class is smallest and where it is largest, the first of equals."""
    mine = [row for row in rows if row["class"] == code]
    return min(mine, key=lambda row: row["customers"]), max(mine, key=lambda row: row["customers"])


@dataclass(frozen=True)
class Fit:
    """Thresholds with which A of one ABC method holds at least the share of clients asked for, and as few more as can be.

    `changes` puts them in force; A then holds `customers`, `customer_share` (0..1). `why` it is not within the bounds: few
    (no whole number of clients lies between them), ties (equal clients stand on the boundary and go together), even
    (even everybody above the average is too few), nobody (too few brought anything); then of the last two A can hold no more
    than `customer_share`, and `changes` is empty.
    """

    method: str
    changes: dict[str, float]
    customers: int
    customer_share: float
    why: str | None


def fit(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, method: str, low: float, high: float) -> Fit:
    """The strictest `a` of share or average with which A holds at least `low` of all clients; `high` bounds what is called
    fitting. Only where that is passed there is no better `a`: the next stricter one holds fewer than `low`."""
    changes, why = (_share if method == "share" else _average)(warehouse, facts, thresholds, low, high)
    if why:
        most = {"share": ALL["abc.share.a"].high, "average": ALL["abc.average.a"].low}[method]
        held = _held(warehouse, facts, method, most)
        return Fit(method, {}, held, held / facts.whole["clients"], why)
    held = _held(warehouse, facts, method, changes[f"abc.{method}.a"])
    share = held / facts.whole["clients"]
    few = math.floor(Fraction(str(high)) * facts.whole["clients"]) < _least(facts, low)
    reason = None if share <= high else "few" if few else "ties"
    return Fit(method, changes | {"abc.method": method}, held, share, reason)


def _share(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, low: float, high: float
) -> tuple[dict[str, float], str | None]:
    """Written as shortly as it can be without A holding more than `high`."""
    place = {"place": _least(facts, low)}
    before = warehouse.value(f"select share_before from {facts.customers} where rank = $place", place)
    if before is None or before >= ALL["abc.share.a"].high:
        return {}, "nobody"
    for digits in (2, 3, 4, 6, DIGITS):
        a = max(_just_above(before, digits), ALL["abc.share.a"].low)
        if _held(warehouse, facts, "share", a) <= high * facts.whole["clients"]:
            break
    b = thresholds["abc.share.b"] if thresholds["abc.share.b"] > a else _just_above((a + 1) / 2, 3)
    most = ALL["abc.share.b"].high
    return ({}, "nobody") if a >= most else ({"abc.share.a": a, "abc.share.b": min(b, most)}, None)


def _average(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, low: float, high: float
) -> tuple[dict[str, float], str | None]:
    try:
        return {"abc.average.a": abc_analysis.fit_average(warehouse, facts, low)}, None
    except Unusable:
        return {}, "even"


def _least(facts: Facts, share: float) -> int:
    """How many clients are at least this share of all."""
    return max(1, math.ceil(Fraction(str(share)) * facts.whole["clients"]))


def _just_above(number: float, digits: int) -> float:
    return round((math.floor(Fraction(str(number)) * 10**digits) + 1) / 10**digits, digits)


def _held(warehouse: Warehouse, facts: Facts, method: str, a: float) -> int:
    fact = f"share_before < {a:.17e}" if method == "share" else f"value_to_average >= {a:.17e}"
    return warehouse.value(f"select count(*) from {facts.customers} where {fact}")


def _growth(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> growth_matrix.Growth | None:
    growth = growth_matrix.of(warehouse, facts, thresholds)
    return growth if growth and growth.known else None


def _judge(name: str, facts: Facts, growth: growth_matrix.Growth | None) -> Judge:
    judges = {
        "abc.share": lambda at: abc_analysis.method(at, facts, "share").column(),
        "abc.average": lambda at: abc_analysis.method(at, facts, "average").column(),
        "xyz": xyz_analysis.column,
        "lifecycle": lambda at: lifecycle.column(at, facts),
        "rfm": lambda at: rfm.method(at, facts).segment(),
        "profit": lambda at: profitability.verdict(at, facts),
        "growth": lambda at: growth_matrix.quadrant(at, growth),
    }
    return next(judge for start, judge in judges.items() if name.startswith(start))


def _stands(thresholds: Thresholds, facts: Facts, switch: str, option: str) -> bool:
    """Boundaries of stages in days are in force too when they are taken from the data."""
    return thresholds[switch] == option or (option == "days" and thresholds[switch] == "data")


def _pinned(thresholds: Thresholds, facts: Facts, name: str) -> Thresholds:
    """The same thresholds with the switch turned so that `name` judges, and days of stages written out."""
    changes = dict([SWITCHES[name]] if SWITCHES[name] and SWITCHES[name][0] != "abc.method" else [])
    if name in DAYS:
        found = lifecycle.boundaries(thresholds, facts)
        changes |= dict(zip(DAYS, (found.at_risk_after, found.lost_after), strict=True))
    return thresholds.having(changes)


def _now(pinned: Thresholds, growth: growth_matrix.Growth | None, name: str) -> float:
    return growth_matrix.cuts(pinned, growth)[GROWTH.index(name)] if growth else pinned[name]


def _reach(
    pinned: Thresholds, growth: growth_matrix.Growth | None, name: str, now: float
) -> tuple[float, float, float]:
    """Lowest and highest value and the step of a hand; never across the partner, always as far as today's value."""
    low, high, step = _of_side(growth, name) if growth else REACH.get(name) or _of_days(pinned, name)
    for lower, upper in ORDERED:
        if name == lower:
            high = min(high, round(pinned[upper] - step, DIGITS))
        if name == upper:
            low = max(low, round(pinned[lower] + step, DIGITS))
    return min(low, now), max(high, now), step


def _of_days(pinned: Thresholds, name: str) -> tuple[float, float, float]:
    return 1, BEYOND_LOST * pinned[DAYS[1]], 1


def _of_side(growth: growth_matrix.Growth, name: str) -> tuple[float, float, float]:
    """From the lowest value of the matrix to the highest, or where there are many to the one that 98 of 100 do not pass."""
    side = growth.side(name.removeprefix("growth.").removesuffix("_cut"))
    few = side.step and (side.most - side.least) / side.step <= MOST_STEPS
    most = side.most if few or side.usual_most <= side.least else side.usual_most
    wide = max((most - side.least) / MOST_STEPS, side.step) or 1
    step = next(s for s in ROUND_STEPS if s >= wide)
    return max(0, round(side.least, DIGITS)), round(max(most, side.least + step), DIGITS), step


def _at_steps(
    warehouse: Warehouse, facts: Facts, columns: Sequence[ClassColumn | GridColumn]
) -> tuple[list, list[dict]]:
    """Classes present, and their (customers, value) at each step: before the step of a client it has the class of the first
    column, from then on that of the last."""
    first, last = columns[0], columns[-1]
    judged = (
        f"(select value, {first.number} as before, {last.number} as after, * exclude (value) from {facts.customers})"
    )
    place = f"case when before = after then {len(columns)} else {_step(columns, 1, len(columns) - 1)} end"
    found = warehouse.rows(
        f"""select before, after, {place}::integer as step, count(*) as customers, coalesce(sum(value), 0) as value
            from {judged} group by all"""
    )
    counted: list[dict] = [{} for _ in columns]
    for row in found:
        for i, by_code in enumerate(counted):
            code = first.named(row["before"] if i < row["step"] else row["after"])
            customers, value = by_code.get(code, (0, 0))
            by_code[code] = (customers + row["customers"], value + row["value"])
    return _codes(first.members, counted), counted


def _step(columns: Sequence[ClassColumn | GridColumn], low: int, high: int) -> str:
    """Expression: the first step at which the class is not the first one, by halves: a client is judged some six times."""
    if low >= high:
        return str(high)
    middle = (low + high) // 2
    here = f"({columns[middle].number}) <> before"
    return f"case when {here} then {_step(columns, low, middle)} else {_step(columns, middle + 1, high)} end"


def _anew(warehouse: Warehouse, facts: Facts, columns: Sequence[ClassColumn | GridColumn]) -> tuple[list, list[dict]]:
    """The same where a step may put anybody anywhere: everybody is judged at each."""
    counted = [
        {row["class"]: (row["customers"], row["value"] or 0) for row in sizes(warehouse, facts, column)}
        for column in columns
    ]
    return _codes(columns[0].members, counted), counted


def _codes(members: Sequence[str], counted: Sequence[dict]) -> list[str | None]:
    return [*members, *([None] if any(None in by_code for by_code in counted) else [])]


def _shared(of_class: tuple, whole: dict) -> dict:
    customers, value = of_class
    share = float(value / whole["total"]) if whole["total"] else None
    return {
        "customers": customers,
        "customer_share": customers / whole["clients"],
        "value": value,
        "value_share": share,
    }
