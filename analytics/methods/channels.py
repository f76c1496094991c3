"""Channels: which sources bring clients who stay, and what a client of theirs costs and brings.

Source: a guide to customer retention (CRR and payback); the handbook's own choice of measures. The interval of a share is
E. Wilson's (1927).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from analytics import traits
from analytics.bases import available, main_base
from analytics.facts import Facts
from analytics.methods import abc_analysis, cohorts, retention
from analytics.methods.cohorts import OTHERS, Cohorts
from analytics.methods.payback import Payback, has_profit, payback
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

COLUMNS = ("source", "channel")
NOT_GIVEN = 0
OTHER_CHANNELS = "others"
FEW = 30
SURE = 0.95
SHARES = ("repeat", "a", "kept", "referral")
NO_DATES, NO_ORDERS, NO_PAIR, NOBODY_AT_START = "no_dates", "no_orders", "no_pair", "nobody_at_start"
NO_PROFIT, NO_COSTS, NO_REFERRERS, NO_CLASS, NOT_YET = "no_profit", "no_costs", "no_referrers", "no_class", "not_yet"

SUMS = """
select place, count(*) as customers, sum(revenue) as revenue, sum(profit) as profit, count(profit) as with_profit,
       sum(cost) as cost, count(cost) as with_cost, count(*) filter (orders_ever >= 2) as repeat,
       count(orders_ever) as of_repeat, count(*) filter (referred) as referral, count(referred) as of_referral
from {clients} group by place
"""
IN_A = """
select place, count(*) filter ({abc} = 0) as a, count(*) filter ({abc} < {unclassed}) as of_a from {clients} group by place
"""
LISTED = """
left join (
    select customer_id, max({cost}) as cost, bool_or({referred}) as referred from customers group by customer_id
) using (customer_id)"""
NOT_LISTED = "cross join (select null::decimal(18, 4) as cost, null::boolean as referred)"
REFERRED = "referrer_id is not null and referrer_id <> customer_id"
COSTS = """
select place, avg(cost)::double as cost
from {members} join (select customer_id, max(acquisition_cost) as cost from customers group by all) using (customer_id)
group by place having count(cost) > 0
"""


@dataclass(frozen=True)
class Channels:
    """Clients by the channel that brought them. `column`: source (of the list of clients) or channel (of the sales);
    `members`: rows customer_id, place; `clients`: a row per client of the window (sql/channel_clients.sql); `names`: place →
    what the file calls it (None: not given), OTHERS being all after the first cohorts.MOST_GROUPS together."""

    column: str
    members: str
    clients: str
    names: dict[int, str | None]
    cohorts: Cohorts | None

    def members_of(self, place: int) -> str:
        """A query: customer_id of the clients of the window that one channel brought."""
        return f"select customer_id from {self.clients} where place = {int(place)}"


@dataclass(frozen=True)
class Stayed:
    """Of the last bucket whose CRR says something: place → clients at its start, and of them those retained."""

    bucket: dt.date
    by_place: dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Settled:
    """What the boundaries of classes do not move: `sums` of each channel, the largest first, who stayed (None: no bucket to
    judge by), place → payback; and why a measure of this base would be undefined, by key."""

    sums: tuple[dict, ...]
    stayed: Stayed | None
    paybacks: dict[int, Payback]
    reasons: dict[str, str]


def offered(warehouse: Warehouse) -> tuple[str, ...]:
    """The columns of this base that say where a client came from: source, channel."""
    columns = available(warehouse)
    of_list = ["source"] if "source" in columns.get("customers", set()) else []
    of_base = ["channel"] if "channel" in columns.get(main_base(warehouse) or "", set()) else []
    return (*of_list, *of_base)


def build(warehouse: Warehouse, facts: Facts, column: str) -> Channels:
    """Facts → their clients by channel. A client belongs to the source its card names; by the channel of sales to the one of
    its first order ever (the day's largest), as its cohort does. In totals, to the one it spent most on."""
    found = cohorts.build(warehouse, facts, "month", column) if facts.dated else None
    members, names = _of_first_order(found) if found else _of_totals(warehouse, facts, column)
    with warehouse.transaction(interruptible=True) as cursor:
        made_from = {"customers": facts.customers, "members": members, "listed": _listed(warehouse)}
        derived = Derived(cursor, warehouse.recently_used)
        clients = derived.made("channel_clients", facts.customers, members, not_given=NOT_GIVEN, **made_from)
    return Channels(column, members, clients, {NOT_GIVEN: None} | names, found)


def settle(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, channels: Channels) -> Settled:
    """Clients, money, costs, who stayed and what has paid back, by channel; the last two are unknown without dates."""
    sums = sorted(warehouse.rows(SUMS.format(clients=channels.clients)), key=lambda row: _order(row, channels))
    reasons = _reasons(warehouse, facts)
    if channels.cohorts is None:
        return Settled(tuple(sums), None, {}, reasons)
    paybacks = _paybacks(warehouse, channels, thresholds["include_unfinished"])
    return Settled(tuple(sums), _stayed(warehouse, facts, thresholds, channels), paybacks, reasons)


def rows(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, channels: Channels, settled: Settled
) -> list[dict]:
    """A row per channel, the largest first, then `others` (all the small ones) and None (not given): channel, place, customers,
    customer_share, revenue, revenue_share, revenue_per_customer, profit, profit_per_customer, cost (of winning its clients),
    cost_per_customer (of those it is known of), repeat_share (two orders ever and more), a_share (class A by the chosen method),
    crr (last finished bucket against the one before), referral_share (brought by another client), payback_month.

    Shares 0..1; `<name>` and `of_<name>` of SHARES are what each was divided from. What is undefined is None and `reasons`
    says why, by key. Money is of the window; a repeat, the CRR and the payback look at what came before it too.
    """
    judged = abc_analysis.chosen(thresholds, facts)
    asked = {"abc": f"({judged.number})", "unclassed": len(judged.members), "clients": channels.clients}
    in_a = {row["place"]: row for row in warehouse.rows(IN_A.format(**asked))}
    named = [row | in_a[row["place"]] | {"channel": _name(channels, row["place"])} for row in settled.sums]
    return [_told(row, settled, facts.whole) for row in named]


def together(found: Sequence[dict]) -> dict:
    """The shares of all channels as one: `<name>`, `of_<name>`, and each share; customers, cost_per_customer."""
    summed = {key: sum(row[key] for row in found) for name in SHARES for key in (name, f"of_{name}")}
    known = [row for row in found if row["cost"] is not None]
    winning = sum(row["cost"] for row in known) / sum(row["with_cost"] for row in known) if known else None
    return (
        summed | _shares(summed) | {"customers": sum(row["customers"] for row in found), "cost_per_customer": winning}
    )


def interval(row: dict, name: str, sure: float = SURE) -> tuple[float, float] | None:
    """Where a share of SHARES lies, `sure` being how certain (Wilson); None where there is nothing to divide by."""
    n = row[f"of_{name}"]
    if not n:
        return None
    share, z = row[name] / n, NormalDist().inv_cdf((1 + sure) / 2)
    middle, wide = share + z**2 / (2 * n), z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    return max(0.0, (middle - wide) / (1 + z**2 / n)), min(1.0, (middle + wide) / (1 + z**2 / n))


def share_key(name: str) -> str:
    """The key under which a row holds a share of SHARES."""
    return "crr" if name == "kept" else f"{name}_share"


def firm(found: Sequence[dict], least: int = FEW) -> list[dict]:
    """The channels one may judge: those the base names, with at least so many clients."""
    named = [row for row in found if row["channel"] is not None and row["place"] != OTHERS]
    return [row for row in named if row["customers"] >= least]


def loyal(found: Sequence[dict], least: int = FEW) -> dict | None:
    """The channel whose clients come back most, when that is more than chance: its interval lies above the share of all,
    although the best of several is looked at (the 5 % of error are shared out among them, after C. Bonferroni)."""
    judged = [row for row in firm(found, least) if row["repeat_share"] is not None]
    best = max(judged, key=lambda row: row["repeat_share"], default=None)
    if best is None:
        return None
    surely = interval(best, "repeat", 1 - (1 - SURE) / len(judged))
    return best if surely[0] > together(found)["repeat_share"] else None


def dearest(found: Sequence[dict], least: int = FEW) -> dict | None:
    """The channel that pays most for a client; None when the cost is not known of two channels at least."""
    judged = [row for row in firm(found, least) if row["cost_per_customer"] is not None]
    return max(judged, key=lambda row: row["cost_per_customer"]) if len(judged) > 1 else None


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, column: str | None = None) -> list[dict]:
    """The rows of a base by `column`, the first offered by default; empty where no column tells a channel."""
    columns = offered(warehouse)
    if not columns:
        return []
    found = build(warehouse, facts, column or columns[0])
    return rows(warehouse, facts, thresholds, found, settle(warehouse, facts, thresholds, found))


def _of_first_order(found: Cohorts) -> tuple[str, dict[int, str | None]]:
    return found.members, {group.place: group.value for group in found.groups}


def _of_totals(warehouse: Warehouse, facts: Facts, column: str) -> tuple[str, dict[int, str | None]]:
    table = traits.trait(warehouse, facts, column).table
    named = f"select distinct place, value from {table} where place < {OTHERS}"
    members = f"(select customer_id, least(place, {OTHERS}) as place from {table})"
    return members, {row["place"]: row["value"] for row in warehouse.rows(named)}


def _listed(warehouse: Warehouse) -> str:
    columns = available(warehouse).get("customers")
    if columns is None:
        return NOT_LISTED
    cost = "acquisition_cost" if "acquisition_cost" in columns else "null::decimal(18, 4)"
    return LISTED.format(cost=cost, referred=REFERRED if "referrer_id" in columns else "null::boolean")


def _stayed(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, channels: Channels) -> Stayed | None:
    judged = retention.counted(retention.table(warehouse, facts, thresholds))
    if not judged:
        return None
    retained, lost = (
        retention.members(warehouse, facts, thresholds, judged[-1], flow) for flow in ("retained", "lost")
    )
    sql = f"""select place, count(*) as at_start, count(*) filter (stayed) as stayed
        from (select customer_id, true as stayed from ({retained}) union all select customer_id, false from ({lost}))
        join {channels.members} using (customer_id) group by place"""
    by_place = {row["place"]: (row["at_start"], row["stayed"]) for row in warehouse.rows(sql)}
    return Stayed(judged[-1]["bucket"], by_place)


def _paybacks(warehouse: Warehouse, channels: Channels, include_unfinished: bool) -> dict[int, Payback]:
    if "acquisition_cost" not in available(warehouse).get("customers", set()) or not has_profit(warehouse):
        return {}
    costs = warehouse.rows(COSTS.format(members=channels.members))
    by_month = cohorts.by_group(warehouse, channels.cohorts, include_unfinished)
    return {
        row["place"]: payback([month for month in by_month if month["cohort"] == row["place"]], row["cost"])
        for row in costs
    }


def _reasons(warehouse: Warehouse, facts: Facts) -> dict[str, str]:
    """Why a measure would be undefined in this base, by key."""
    columns = available(warehouse)
    listed, base = columns.get("customers", set()), columns[main_base(warehouse)]
    costs = NO_COSTS if "acquisition_cost" not in listed else None
    profit = NO_PROFIT if "profit" not in base else None
    told = dict.fromkeys(("profit", "profit_per_customer"), NO_PROFIT) | dict.fromkeys(
        ("cost", "cost_per_customer"), NO_COSTS
    )
    told |= {"repeat_share": NO_ORDERS, "a_share": NO_CLASS, "referral_share": NO_REFERRERS}
    told["crr"] = NO_PAIR if facts.dated else NO_DATES
    return told | {"payback_month": NOT_YET if facts.dated and not (costs or profit) else costs or profit or NO_DATES}


def _order(row: dict, channels: Channels) -> tuple:
    return channels.names.get(row["place"]) is None, row["place"] != OTHERS, -row["customers"], row["place"]


def _name(channels: Channels, place: int) -> str | None:
    return OTHER_CHANNELS if place == OTHERS else channels.names[place]


def _told(row: dict, settled: Settled, whole: dict) -> dict:
    told = row | _per_client(row) | _part_of(row, whole) | _later(row["place"], settled)
    told |= _shares(told)
    reasons = settled.reasons
    if settled.stayed:
        reasons = reasons | {"crr": NOBODY_AT_START}
    if row["place"] not in settled.paybacks and reasons["payback_month"] == NOT_YET:
        reasons = reasons | {"payback_month": NO_COSTS}
    return told | {"reasons": {key: code for key, code in reasons.items() if told[key] is None}}


def _later(place: int, settled: Settled) -> dict:
    """What became of the clients of a channel: those kept, and the month in which what they cost was paid back."""
    at_start, kept = settled.stayed.by_place.get(place, (0, 0)) if settled.stayed else (0, 0)
    found = settled.paybacks.get(place)
    months = found.points[-1]["month"] if found and found.points else None
    return {"of_kept": at_start, "kept": kept, "payback_month": found and found.month, "payback_months": months}


def _per_client(row: dict) -> dict:
    profit = row["profit"] / row["with_profit"] if row["with_profit"] else None
    cost = row["cost"] / row["with_cost"] if row["with_cost"] else None
    average = row["revenue"] / row["customers"]
    return {"revenue_per_customer": average, "profit_per_customer": profit, "cost_per_customer": cost}


def _part_of(row: dict, whole: dict) -> dict:
    revenue = float(row["revenue"] / whole["revenue"]) if whole["revenue"] else None
    return {"customer_share": row["customers"] / whole["clients"], "revenue_share": revenue}


def _shares(row: dict) -> dict:
    return {share_key(name): row[name] / row[f"of_{name}"] if row[f"of_{name}"] else None for name in SHARES}
