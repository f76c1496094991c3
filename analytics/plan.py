"""The action plan: every client on one list, what the list is for, why the client is on it, and what is at stake.

A client is on the first of these lists whose rule holds, so that no two lists can want different things of it:

1.  release: class D (profitability), but never an image client
2.  save_big: A or B at risk, or "cannot lose" by RFM and not lost yet
3.  win_back: A or B lost, or "cannot lose" and lost
4.  wake_up: any other who is lost; by mass mailings only
5.  call_overdue: silent for more than `plan.call_after` of its own usual gaps, and not at risk yet
6.  retain_others: any other at risk
7.  to_a: class B that lacks no more than `plan.near_a` of what it brings to class A
8.  second_purchase: new
9.  next_order: developing, or returned after a long silence
10. reward: regular

Where orders and days since the last one are not known there is no stage, and after 1 and 7 the class decides: keep_a,
raise_b, automate_c. Whoever has neither stage nor class is on no list.
Source: the four rules of work with the client asset, the overdue list of client-centred management, group D.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics import facts as facts_of
from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.methods import abc_analysis, lifecycle, profitability, rfm
from analytics.plan_lists import LISTS, PLAN, STAKES, TO_A
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

OF_MONEY = ("revenue", "profit")
CANNOT_LOSE = "cannot_lose"
SUMS = """count(*) as customers, sum(revenue) as revenue, sum(profit) as profit, sum(last_year) as last_year, sum(loss) as loss,
    sum(an_order) as an_order, sum({to_a}) as to_a, count(*) filter (image_client and loses) as image_clients"""
NOBODY = {"customers": 0, "revenue": 0, "profit": None, "image_clients": 0} | dict.fromkeys(STAKES)


@dataclass(frozen=True)
class Plan:
    """The plan of one view. `table`: sql/plan.sql, which thresholds of other pages move; `column`: the class `plan_list` over
    it, which those of the plan move; `stakes`: kind of stake → the money over it; `better`: class → the one above it."""

    facts: Facts
    thresholds: Thresholds
    table: str
    column: ClassColumn
    stakes: dict[str, str]
    better: dict[str, str]

    @property
    def stake(self) -> str:
        """What is at stake with a client, by its list; nothing where it is not known."""
        told = " ".join(f"when {number} then {self.stakes[list_.stake]}" for number, list_ in enumerate(PLAN))
        return f"case {self.column.number} {told} end"

    def on(self, code: str | None = None) -> str:
        """Condition over the table: a client is on this list; None: on any."""
        number, none = self.column.number, len(self.column.members)
        return f"{number} < {none}" if code is None else f"{number} = {self.column.members.index(code)}"


def build(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, of_chosen: Sequence[dict]) -> Plan:
    """The plan; its table is built only when not there yet. `of_chosen` are the `sizes` of the chosen ABC class, which tell
    where A begins."""
    brought = facts_of.last_years(warehouse, facts) if facts.dated else ""
    asked = _asked(thresholds, facts) | {"distance": abc_analysis.distance(thresholds, facts, of_chosen)}
    asked |= {"last_year": "l.at_stake" if brought else "c.revenue"}
    joined = f"left join {brought} l using (customer_id)" if brought else ""
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        table = derived.made("plan", facts.customers, brought, customers=facts.customers, brought=joined, **asked)
        derived.drop_the_oldest()
    return Plan(facts, thresholds, table, _column(thresholds), _stakes(thresholds), _better(thresholds, of_chosen))


def moved(plan: Plan, thresholds: Thresholds) -> Plan:
    """The same under other thresholds of the plan: its table stays as it is."""
    return replace(plan, thresholds=thresholds, column=_column(thresholds))


def _column(thresholds: Thresholds) -> ClassColumn:
    return ClassColumn("plan_list", _rules(thresholds), tuple(LISTS))


def made_of(thresholds: Thresholds) -> list:
    """The thresholds that change the table of a plan: all but its own."""
    return [value for name, value in thresholds.items() if not name.startswith("plan.")]


def alive(plan: Plan, warehouse: Warehouse) -> bool:
    """Whether its table is still there."""
    return warehouse.holds(plan.table)


def _asked(thresholds: Thresholds, facts: Facts) -> dict[str, str]:
    """What the rules ask of a client: stage and class, whether it cannot be lost, whether it costs more than it brings."""
    judged = rfm.method(thresholds, facts)
    places = [str(place) for place, code in enumerate(judged.cells) if code == CANNOT_LOSE]
    return {
        "stage": lifecycle.column(thresholds, facts).number,
        "abc": abc_analysis.chosen(thresholds, facts).number,
        "precious": f"coalesce({judged.place} in ({', '.join(places)}), false)" if places else "false",
        "loses": f"coalesce({profitability.unprofitable(thresholds, facts)}, false)",
    }


def _rules(thresholds: Thresholds) -> tuple[tuple[str, str], ...]:
    lost, at_risk = _is_at("lost"), _is_at("at_risk")
    return (
        ("loses and not image_client", "release"),
        (f"{at_risk} and ({_is('A', 'B')} or precious) or precious and not {lost}", "save_big"),
        (f"{lost} and ({_is('A', 'B')} or precious)", "win_back"),
        (lost, "wake_up"),
        (f"not {at_risk} and silent_gaps > {thresholds['plan.call_after']:.17e}", "call_overdue"),
        (at_risk, "retain_others"),
        (f"{_is('B')} and lacking_share <= {thresholds['plan.near_a']:.17e}", "to_a"),
        (_is_at("new"), "second_purchase"),
        (_is_at("developing", "returned"), "next_order"),
        (_is_at("regular"), "reward"),
        (_is("A"), "keep_a"),
        (_is("B"), "raise_b"),
        (_is("C"), "automate_c"),
    )


def _is(*classes: str) -> str:
    return f"abc_number in ({', '.join(str(abc_analysis.MEMBERS.index(code)) for code in classes)})"


def _is_at(*stages: str) -> str:
    return f"stage_number in ({', '.join(str(lifecycle.MEMBERS.index(code)) for code in stages)})"


def _stakes(thresholds: Thresholds) -> dict[str, str]:
    """A measure that is no money has no distance in money: there it is one order."""
    to_a = "distance_to_better_class" if thresholds["measure"] in OF_MONEY else "an_order"
    return {kind: kind for kind in STAKES} | {TO_A: to_a}


def _better(thresholds: Thresholds, of_chosen: Sequence[dict]) -> dict[str, str]:
    """Class → the one above it. By shares B may be empty: then A follows C."""
    has_b = any(row["class"] == "B" and row["customers"] for row in of_chosen)
    return {"B": "A", "C": "B" if has_b or thresholds["abc.method"] != "share" else "A"}


def sizes(warehouse: Warehouse, plan: Plan) -> list[dict]:
    """A row per list in the order of PLAN, empty ones too: list, aim, customers, customer_share, revenue, revenue_share, profit,
    at_stake (see PLAN; None: nothing known), image_clients (unprofitable ones that are kept off `release`). Clients on no list
    come last under None, when there are any."""
    sums = SUMS.format(to_a=plan.stakes[TO_A])
    found = warehouse.rows(f"select {plan.column.number} as list, {sums} from {plan.table} group by 1")
    rows = {plan.column.named(row.pop("list")): row for row in found}
    codes = [*LISTS, *([None] if None in rows else [])]
    return [_sized(code, rows.get(code, dict(NOBODY)), plan.facts.whole) for code in codes]


def _sized(code: str | None, row: dict, whole: dict) -> dict:
    share = float((row["revenue"] or 0) / whole["revenue"]) if whole["revenue"] else None
    list_, stakes = LISTS.get(code), {kind: row.pop(kind) for kind in STAKES}
    told = {"list": code, "aim": list_ and list_.aim, "at_stake": list_ and stakes[list_.stake]}
    return told | row | {"customer_share": row["customers"] / whole["clients"], "revenue_share": share}


def leaving(rows: Sequence[dict]) -> dict:
    """`sizes` → those who are leaving or have left together: customers and at_stake."""
    mine = [row for row in rows if row["list"] and LISTS[row["list"]].of_silence]
    return {key: sum(row[key] or 0 for row in mine) for key in ("customers", "at_stake")}
