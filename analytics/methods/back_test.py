"""Back-test: what clients really did in the period after they were classed, against what all of them did.

Each client is judged by the facts of the earlier window alone; the later one tells who bought again and for how much. It shows
what goes together with a class and not what the class brings about. Sources: the interval of a share is E. Wilson's (1927),
that of a mean the normal one; the gains curve is the usual one of direct marketing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist

from analytics.classes import ClassColumn, GridColumn
from analytics.customers import crossable
from analytics.facts import Facts
from analytics.methods import abc_xyz, channels, migration
from analytics.methods.channels import FEW, SURE
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import Pair, Paired

MATRIX = "abc_xyz"
RANKED_PARTS = 50


@dataclass(frozen=True)
class BackTest:
    """One class of the earlier window beside what the later one brought.

    `rows`: a row per class, best first, then None for those without one, where there are any: class, customers, returned
    (with an order in the later window), of_returned (= customers), return_rate with return_low and return_high, return_lift
    (times the rate of all), revenue (in the later window), revenue_share (of that of these clients; 0..1),
    revenue_per_customer with revenue_low and revenue_high, revenue_lift (times the mean of all), few (fewer than FEW clients).
    `whole`: the same of all of them. `newcomers` are the clients of the later window alone, with their `newcomers_revenue`.
    What is undefined is None; intervals are of 95 %, and there is none of the mean of a single client.
    """

    column: ClassColumn | GridColumn
    rows: tuple[dict, ...]
    whole: dict
    newcomers: int
    newcomers_revenue: Decimal


def offered(thresholds: Thresholds, facts: Facts) -> list[str]:
    """The classes that can be tested in this base: every class that can be followed, and the chosen ABC × XYZ."""
    followed = migration.followed(thresholds, facts)
    return [*followed, *([MATRIX] if "xyz_class" in followed else [])]


def column(thresholds: Thresholds, facts: Facts, name: str) -> ClassColumn | GridColumn:
    """The class of this name, judged by the facts of one window."""
    if name == MATRIX:
        return abc_xyz.cell(thresholds, facts)
    return next(c for c in crossable(thresholds, facts) if c.name == name)


def of_class(warehouse: Warehouse, paired: Paired, thresholds: Thresholds, name: str) -> BackTest:
    """Classes of the earlier window by its own facts → how many of their clients bought in the later one, and for how much.

    Whoever only returned goods in the later window did not buy in it. Clients are counted once, in the earlier window's class.
    """
    judged = column(thresholds, paired.then, name)
    found = warehouse.rows(_sums(paired, judged))
    came_later = [row for row in found if row["class"] is None]
    known = {judged.named(row["class"]): row for row in found if row["class"] is not None}
    whole = _told(_together(list(known.values())), None)
    codes = [*judged.members, *([None] if None in known else [])]
    rows = tuple(_told(known.get(code, NOBODY), whole) | {"class": code} for code in codes)
    revenue = sum((row["revenue"] for row in came_later), Decimal(0))
    return BackTest(judged, rows, whole, sum(row["customers"] for row in came_later), revenue)


def gains(tested: BackTest) -> list[dict]:
    """Calling clients class by class, the best first: what part of all of them were called (clients, 0..1) and what part of the
    revenue of the later window (revenue) and of those who bought again (returned) that reached; from 0 to 1, a row per
    class, with its code. Inside a class the order is chance, so the curve is straight there.

    Classes without an order of their own go by the mean value of their clients in the earlier window; no class comes last. What
    a client gave back counts as nothing. None for a share of nothing.
    """
    rows = [row for row in tested.rows if row["customers"]]
    if not tested.column.ordered:
        rows.sort(key=lambda row: (row["class"] is None, -(row["mean_value"] or 0)))
    return _running([{"class": row["class"]} | {key: row[key] for key in GAINED} for row in rows])


def gains_by_value(warehouse: Warehouse, paired: Paired) -> list[dict]:
    """The same curve without classes: clients called by their value in the earlier window, in RANKED_PARTS equal parts."""
    clients = paired.then.whole["clients"]
    parts = warehouse.rows(
        f"""select (then_rank - 1) * {RANKED_PARTS} // {clients} as class, {GAINED_SQL}
            from {paired.table} where then_rank is not null group by 1 order by 1"""
    )
    return _running(parts)


def reached(curve: Sequence[dict], clients: float, what: str = "revenue") -> float | None:
    """What calling this share of clients reaches on a curve of `gains`; None where there was nothing to reach."""
    for before, after in zip(curve, curve[1:], strict=False):
        if clients <= after["clients"]:
            if after[what] is None:
                return None
            way = (clients - before["clients"]) / (after["clients"] - before["clients"])
            return before[what] + way * (after[what] - before[what])
    return curve[-1][what]


def lengths(pair: Pair) -> tuple[int, int]:
    """Days of the earlier window and of the later one."""
    return tuple((end - start).days + 1 for start, end in pair.windows)


NOBODY = {
    "customers": 0, "returned": 0, "revenue": Decimal(0), "reached": Decimal(0), "deviation": None, "mean_value": None,
}  # fmt: skip
GAINED = ("customers", "returned", "reached")
GAINED_SQL = """count(*) as customers, count(now_rank) as returned,
    coalesce(sum(greatest(now_revenue, 0)), 0) as reached"""


def _sums(paired: Paired, column: ClassColumn | GridColumn) -> str:
    return f"""select class, {GAINED_SQL}, coalesce(sum(now_revenue), 0) as revenue,
            stddev_samp(coalesce(now_revenue, 0)::double) as deviation, avg(then_value::double) as mean_value
        from {_judged(paired, column)} group by class"""


def _judged(paired: Paired, column: ClassColumn | GridColumn) -> str:
    """The paired rows with `class`, the place of the class of the earlier window; NULL for those it does not know."""
    plain = ", ".join(f"then_{fact} as {fact}" for fact in paired.facts)
    kept = "customer_id, then_rank, then_value, now_rank, now_revenue"
    number = f"case when then_rank is not null then {column.number} end"
    return f"(select {kept}, {number} as class from (select {kept}, {plain} from {paired.table}))"


def _together(rows: Sequence[dict]) -> dict:
    """Classes → all their clients as one, the deviation by the sums of squares within and between the classes."""
    if not rows:
        return NOBODY
    summed = {key: sum(row[key] for row in rows) for key in ("customers", "returned", "revenue", "reached")}
    n, mean = summed["customers"], float(summed["revenue"]) / summed["customers"]
    within = sum((row["deviation"] or 0) ** 2 * (row["customers"] - 1) for row in rows)
    between = sum(row["customers"] * (float(row["revenue"]) / row["customers"] - mean) ** 2 for row in rows)
    values = sum((row["mean_value"] or 0) * row["customers"] for row in rows)
    deviation = sqrt((within + between) / (n - 1)) if n > 1 else None
    return summed | {"deviation": deviation, "mean_value": values / n}


def _told(row: dict, whole: dict | None) -> dict:
    n = row["customers"]
    rate, mean = (row["returned"] / n, float(row["revenue"]) / n) if n else (None, None)
    told = row | {"of_returned": n, "return_rate": rate, "revenue_per_customer": mean, "few": n < FEW}
    told |= dict(zip(("return_low", "return_high"), channels.interval(told, "returned") or (None, None), strict=True))
    told |= _around(mean, row["deviation"], n)
    all_revenue = whole["revenue"] if whole else row["revenue"]
    share = float(row["revenue"] / all_revenue) if all_revenue else None
    return told | {"revenue_share": share} | _lifts(told, whole or told)


def _around(mean: float | None, deviation: float | None, n: int) -> dict:
    """The normal interval of a mean: ± 1.96 standard errors at 95 %."""
    if deviation is None or n < 2:
        return {"revenue_low": None, "revenue_high": None}
    wide = NormalDist().inv_cdf((1 + SURE) / 2) * deviation / sqrt(n)
    return {"revenue_low": mean - wide, "revenue_high": mean + wide}


def _lifts(told: dict, whole: dict) -> dict:
    keys = {"return_lift": "return_rate", "revenue_lift": "revenue_per_customer"}
    return {
        lift: told[key] / whole[key] if whole[key] and told[key] is not None and whole[key] > 0 else None
        for lift, key in keys.items()
    }


def _running(parts: Sequence[dict]) -> list[dict]:
    """Parts (class, customers, returned, reached) in the order of calling → the points of the curve, the first at nothing."""
    all_of = {key: sum(part[key] for part in parts) for key in GAINED}
    seen: dict = dict.fromkeys(GAINED, 0)
    points = [{"class": None} | _point(seen, all_of)]
    for part in parts:
        seen = {key: seen[key] + part[key] for key in GAINED}
        points.append({"class": part["class"]} | _point(seen, all_of))
    return points


def _point(seen: dict, all_of: dict) -> dict:
    shares = {key: float(seen[key]) / float(all_of[key]) if all_of[key] else None for key in GAINED}
    shares |= {key: 1.0 for key in GAINED if all_of[key] and seen[key] == all_of[key]}
    return {"clients": shares["customers"], "revenue": shares["reached"], "returned": shares["returned"]}
