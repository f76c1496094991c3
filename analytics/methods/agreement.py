"""Agreement: on which clients several ways of judging give the same class, and whom they disagree on.

Two ways are compared by the share of clients they class alike and by kappa, which takes away what would agree by chance alone.
Sources: J. Cohen (1960), A coefficient of agreement for nominal scales; the words for kappa are those of J. Landis and G. Koch
(1977); the ways of ABC are of a Russian sales handbook's chapter on client segmentation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations as pairs_of

import pyarrow as pa

from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.methods import abc_analysis, xyz_analysis
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

SHARE, AVERAGE, PROFIT, VOLUME = (f"abc_{way}_class" for way in ("share", "average", "profit", "volume_frequency"))
# kappa up to this much is called so; below 0 it is worse than chance
CALLED = ((0.0, "none"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "perfect"))


@dataclass(frozen=True)
class Panel:
    """Several ways to judge the same clients by the same `members`: `rows` is a query of customer_id, name, rank, value,
    revenue and a column for each of `ways`, the place of its class among the members (their count: no class)."""

    rows: str
    ways: tuple[str, ...]
    members: tuple[str, ...]

    def codes(self, row: Mapping) -> tuple[str | None, ...]:
        return tuple(self.members[row[way]] if row[way] < len(self.members) else None for way in self.ways)


def of_abc(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, with_volume: bool = False) -> Panel:
    """6·P, shares and profit (where the base knows it); with volume × frequency where it is asked for and orders are known."""
    judges = [abc_analysis.method(thresholds, facts, way).column() for way in ("average", "share")]
    judges += [judge] if (judge := by_profit(warehouse, facts, thresholds)) else []
    by_volume = abc_analysis.method(thresholds, facts, "volume_frequency").column()
    judges += [by_volume] if with_volume and by_volume.rules else []
    told = ", ".join(f"{judge.number} as {judge.name}" for judge in judges)
    rows = f"select customer_id, name, rank, value, revenue, {told} from {facts.customers}"
    return Panel(rows, tuple(judge.name for judge in judges), abc_analysis.MEMBERS)


def by_profit(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> ClassColumn | None:
    """ABC by cumulative share of profit (less what serving costs, where that is known) with the cut-offs of shares; None where
    nobody's profit is known. Profit of nothing or less is C, an unknown one has no class."""
    if facts.whole["profit"] is None:
        return None
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        shares = derived.made("profit_shares", facts.customers, customers=facts.customers)
    a, b = (f"max(profit_rank) filter (share_before < {thresholds[f'abc.share.{x}']:.17e})" for x in "ab")
    last = warehouse.rows(f"select coalesce({a}, 0) as a, coalesce({b}, 0) as b from {shares}")[0]
    rules = (
        ("profit_after_serving is null", None),
        (f"profit_rank <= {last['a']}", "A"),
        (f"profit_rank <= {last['b']}", "B"),
        ("true", "C"),
    )
    return ClassColumn(PROFIT, rules, abc_analysis.MEMBERS)


def of_buckets(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Panel:
    """XYZ of the same clients on weeks, months and quarters."""
    ways = tuple(f"xyz_{bucket}" for bucket in xyz_analysis.SENSITIVITY)
    return Panel(xyz_analysis.by_buckets(warehouse, facts, thresholds), ways, xyz_analysis.MEMBERS)


def combinations(warehouse: Warehouse, panel: Panel) -> list[dict]:
    """A row per combination of classes that clients have, the commonest first: codes (by way, None: no class), customers,
    value and revenue (money)."""
    told = ", ".join(panel.ways)
    found = warehouse.rows(
        f"""select {told}, count(*) as customers, coalesce(sum(value), 0) as value, coalesce(sum(revenue), 0) as revenue
            from ({panel.rows}) group by {told} order by customers desc, {told}"""
    )
    return [{"codes": panel.codes(row)} | {k: row[k] for k in ("customers", "value", "revenue")} for row in found]


@dataclass(frozen=True)
class Together:
    """What all ways say together: of `clients` judged by all of them `agreed` have one class everywhere; the `disputed` others
    bring `revenue` (money), `revenue_share` of all (0..1, None where nothing was earned). `unjudged` lack a class somewhere."""

    clients: int
    agreed: int
    revenue: Decimal
    revenue_share: float | None
    unjudged: int

    @property
    def disputed(self) -> int:
        return self.clients - self.agreed

    @property
    def share(self) -> float | None:
        return self.agreed / self.clients if self.clients else None


def together(rows: Sequence[dict]) -> Together:
    """Rows of `combinations` → their sums."""
    judged = [row for row in rows if None not in row["codes"]]
    clients = sum(row["customers"] for row in judged)
    agreed = sum(row["customers"] for row in judged if len(set(row["codes"])) == 1)
    disputed = sum((row["revenue"] for row in judged if len(set(row["codes"])) > 1), Decimal(0))
    revenue = sum((row["revenue"] for row in judged), Decimal(0))
    share = float(disputed / revenue) if revenue > 0 else None
    return Together(clients, agreed, disputed, share, sum(row["customers"] for row in rows) - clients)


def pairs(rows: Sequence[dict], panel: Panel) -> list[dict]:
    """A row per pair of ways: first, second, customers (judged by both), agreed, agreed_share (0..1), kappa (−1..1; None where
    both put everybody into one class), called (a word of CALLED for it)."""
    return [_pair(rows, panel, i, j) for i, j in pairs_of(range(len(panel.ways)), 2)]


def kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """{(class by one way, class by the other): clients} → (agreed − agreed by chance) / (1 − agreed by chance).

    1 is full agreement, 0 no more than chance would bring, below 0 less than that. None where nobody is judged or chance alone
    would make everybody agree: both ways know but one class, the same.
    """
    clients = sum(table.values())
    codes = {code for pair in table for code in pair}
    one, other = ({code: _sum(table, side, code) for code in codes} for side in (0, 1))
    by_chance = sum(one[code] * other[code] for code in codes)
    agreed = sum(count for (a, b), count in table.items() if a == b)
    if not clients or by_chance == clients**2:
        return None
    return (agreed * clients - by_chance) / (clients**2 - by_chance)


def called(value: float | None) -> str | None:
    """The word for a kappa; None for none."""
    return None if value is None else next(word for most, word in CALLED if value <= most)


def in_class(rows: Sequence[dict], panel: Panel, code: str) -> list[dict]:
    """Who is in one class, by which ways: a row per combination, the commonest first, with shows (the ways that say so) and
    customers. Those in it by none are left out."""
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        shows = tuple(way for way, said in zip(panel.ways, row["codes"], strict=True) if said == code)
        found[shows] = found.get(shows, 0) + row["customers"]
    told = [{"shows": shows, "customers": customers} for shows, customers in found.items() if shows]
    return sorted(told, key=lambda row: (-row["customers"], row["shows"]))


def disputed(panel: Panel) -> str:
    """Condition over a row of the panel: it is judged by all ways and not alike."""
    alike = " and ".join(f"{way} = {panel.ways[0]}" for way in panel.ways)
    return f"{_known(panel)} and not ({alike})"


def shown_by(panel: Panel, code: str, shows: Sequence[str]) -> str:
    """Condition over a row of the panel: it is in this class by just these ways."""
    place = panel.members.index(code)
    return " and ".join(f"{way} {'=' if way in shows else '<>'} {place}" for way in panel.ways)


def clients(warehouse: Warehouse, panel: Panel, where: str, limit: int | None = None, offset: int = 0) -> pa.Table:
    """Clients of whom `where` (one of the conditions above) holds, the largest first: customer_id, name, revenue, value and
    a column for each way, its class."""
    codes = ", ".join(f"'{code}'" for code in panel.members)
    told = ", ".join(f"([{codes}])[{way} + 1] as {way}" for way in panel.ways)
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    return warehouse.table(
        f"select customer_id, name, revenue, value, {told} from ({panel.rows}) where {where} order by rank{page}"
    )


def _known(panel: Panel) -> str:
    return " and ".join(f"{way} < {len(panel.members)}" for way in panel.ways)


def _pair(rows: Sequence[dict], panel: Panel, i: int, j: int) -> dict:
    table: dict[tuple[str, str], int] = {}
    for row in rows:
        cell = row["codes"][i], row["codes"][j]
        if None not in cell:
            table[cell] = table.get(cell, 0) + row["customers"]
    clients, agreed = sum(table.values()), sum(n for (a, b), n in table.items() if a == b)
    found = kappa(table)
    told = {"first": panel.ways[i], "second": panel.ways[j], "customers": clients, "agreed": agreed}
    return told | {"agreed_share": agreed / clients if clients else None, "kappa": found, "called": called(found)}


def _sum(table: Mapping[tuple[str, str], int], side: int, code: str) -> int:
    return sum(count for pair, count in table.items() if pair[side] == code)
