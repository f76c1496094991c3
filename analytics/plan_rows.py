"""The clients of the action plan as rows: who, why, how far to the next class, what is at stake, whose work it is, by when."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics import plan_notes, traits, workdays
from analytics.bases import available, main_base
from analytics.methods import abc_analysis, lifecycle
from analytics.plan import Plan
from analytics.plan_lists import LISTS
from analytics.warehouse import Warehouse

REACHED_BY = ("email", "phone")
CONTACTS = (*REACHED_BY, "manager")
# The longest rest of a calendar: a due date lies within this many days of so many working days.
REACH = 90
LAST_YEAR_TO_COUNT = 9000
FACTS = """name recency_days orders_ever usual_gap_days last_gap_days average_order share first_ever_date
    profit_after_serving margin_after_serving""".split()
ROWS = """
with listed as materialized (
    select *, {column} as list_number, {stake} as at_stake from {table} where {which} order by {order} {page}
),
placed as (select customer_id, list_number, last_order_date, [{codes}][list_number + 1] as list from listed)
select l.*, [{codes}][list_number + 1] as list, {facts}, {contacts},
       t.status, t.owner, t.due, t.note, t.before_list, t.before_status
from listed l join (select rank, {facts} from {customers} where rank in (select rank from listed)) c using (rank)
{contacts_of} left join ({noted}) t using (customer_id)
order by {order}
"""
BY_STAKE = "at_stake desc nulls last, rank"


@dataclass(frozen=True)
class Which:
    """Which clients: of one list (None: of all, list by list); `open_only`: without those who are done or given up."""

    list: str | None = None
    open_only: bool = False


EVERYONE = Which()


def rows(
    warehouse: Warehouse, plan: Plan, which: Which, limit: int | None = None, offset: int = 0, country: str = "RU"
) -> list[dict]:
    """A row per client, list by list, the most at stake first: list, aim, customer_id, name, reason (a code) and `told` (its
    numbers), at_stake, distance_to_better_class, better_class, days_left, next_stage, revenue, profit, orders, last_order_date,
    recency_days, abc_class, lifecycle_stage, email, phone, manager, owner, due, status, note, before_list, before_status.

    `owner` is the client's manager and `due` the day of its list until somebody notes others.
    """
    found = warehouse.rows(_sql(warehouse, plan, which, limit, offset))
    judge, due = lifecycle.judge(plan.thresholds, plan.facts), due_dates(plan.facts.view.as_of, country)
    return [_row(row, plan, judge, due) for row in found]


def count(warehouse: Warehouse, plan: Plan, which: Which) -> int:
    return warehouse.value(f"select count(*) from {plan.table} where {_condition(warehouse, plan, which)}")


def contacts(warehouse: Warehouse, plan: Plan, which: Which) -> dict[str, int]:
    """How many of these clients have an email and a phone in the list of clients."""
    told = [name for name in REACHED_BY if name in available(warehouse).get("customers", ())]
    if not told:
        return dict.fromkeys(REACHED_BY, 0)
    counts = ", ".join(f"count(distinct customer_id) filter ({name} <> '') as {name}" for name in told)
    of = f"select customer_id from {plan.table} where {_condition(warehouse, plan, which)}"
    found = warehouse.rows(f"select {counts} from customers where customer_id in ({of})")[0]
    return dict.fromkeys(REACHED_BY, 0) | found


def _sql(warehouse: Warehouse, plan: Plan, which: Which, limit: int | None, offset: int) -> str:
    columns, contacts_of = _contacts(warehouse, plan)
    return ROWS.format(
        column=plan.column.number,
        stake=plan.stakes[LISTS[which.list].stake] if which.list else plan.stake,
        table=plan.table,
        which=_condition(warehouse, plan, which),
        order=BY_STAKE if which.list else f"list_number, {BY_STAKE}",
        page=f"limit {int(limit)} offset {int(offset)}" if limit is not None else "",
        codes=", ".join(f"'{code}'" for code in LISTS),
        facts=", ".join(FACTS),
        customers=plan.facts.customers,
        contacts=", ".join(columns),
        contacts_of=contacts_of,
        noted=plan_notes.beside(warehouse, "placed"),
    )


def _condition(warehouse: Warehouse, plan: Plan, which: Which) -> str:
    if not which.open_only or not warehouse.has(plan_notes.TABLE):
        return plan.on(which.list)
    done = plan_notes.beside(warehouse, f"({placed(plan)})")
    over = f"select customer_id from ({done}) where status in ('done', 'given_up')"
    return f"{plan.on(which.list)} and customer_id not in ({over})"


def placed(plan: Plan, of: str = "true") -> str:
    """A query for the clients of the plan: customer_id, list, last_order_date; only those `of` is true of."""
    return (
        f"select customer_id, {plan.column.sql} as list, last_order_date from {plan.table} where {plan.on()} and {of}"
    )


def progress(warehouse: Warehouse, plan: Plan) -> dict[str, dict[str, int]]:
    """List → how many of its clients are in work, done and given up; only lists that have any."""
    if not warehouse.has(plan_notes.TABLE):
        return {}
    noted = f"customer_id in (select customer_id from {plan_notes.TABLE})"
    sql = f"""with placed as ({placed(plan, noted)}), noted as ({plan_notes.beside(warehouse, "placed")})
        select list, status, count(*) as n from placed join noted using (customer_id) where status is not null group by 1, 2"""
    found: dict[str, dict[str, int]] = {}
    for row in warehouse.rows(sql):
        found.setdefault(row["list"], dict.fromkeys(plan_notes.STATUSES, 0))[row["status"]] = row["n"]
    return found


def note(warehouse: Warehouse, plan: Plan, clients: Sequence[str], changes: Mapping[str, object]) -> None:
    """Note the same of these clients (see plan_notes.put)."""
    of = "customer_id in (select unnest($clients))"
    plan_notes.put(warehouse, placed(plan, of), {"clients": list(clients)}, changes)


def note_all(warehouse: Warehouse, plan: Plan, code: str, changes: Mapping[str, object]) -> None:
    """Note the same of everybody on a list."""
    plan_notes.put(warehouse, placed(plan, plan.on(code)), {}, changes)


def due_dates(as_of: dt.date | None, country: str) -> dict[str, dt.date | None]:
    """List → the day it is due: so many working days of the country after the base's last day; nothing without any day."""
    if as_of is None or as_of.year > LAST_YEAR_TO_COUNT:
        return dict.fromkeys(LISTS)
    start = as_of + workdays.DAY
    days = workdays.working_days(workdays.known(country), start, start + REACH * workdays.DAY)
    return {code: days[list_.due_in - 1] if len(days) >= list_.due_in else None for code, list_ in LISTS.items()}


def _contacts(warehouse: Warehouse, plan: Plan) -> tuple[list[str], str]:
    """Columns of CONTACTS as SQL, and what to join for them: of the list of clients; the manager also of the main base."""
    columns, base = available(warehouse), main_base(warehouse)
    told = [name for name in CONTACTS if name in columns.get("customers", ())]
    known, joined = {name: f"k.{name}" for name in told}, ""
    if told:
        least = ", ".join(f"min({name}) as {name}" for name in told)
        joined += f""" left join (select customer_id, {least} from customers
            where customer_id in (select customer_id from listed) group by 1) k using (customer_id)"""
    if "manager" not in told and "manager" in columns.get(base, ()):
        table = traits.own_values(warehouse, plan.facts, "manager")
        joined += f""" left join (select customer_id, value from {table}
            where customer_id in (select customer_id from listed)) m using (customer_id)"""
        known["manager"] = "m.value"
    return [f"{known.get(name, 'null::varchar')} as {name}" for name in CONTACTS], joined


def _row(row: dict, plan: Plan, judge: lifecycle.Judge, due: Mapping[str, dt.date | None]) -> dict:
    """A row of ROWS is filled in in its place: a list may be long."""
    code, lacking = row["list"], row["distance_to_better_class"]
    row["aim"] = LISTS[code].aim
    row["lifecycle_stage"] = _member(lifecycle.MEMBERS, row["stage_number"])
    row["abc_class"] = _member(abc_analysis.MEMBERS, row["abc_number"])
    row["next_stage"], row["days_left"] = lifecycle.next_down(judge, row)
    row["better_class"] = plan.better.get(row["abc_class"]) if lacking and lacking > 0 else None
    row["owner"] = row["owner"] or row["manager"]
    row["due"] = row["due"] or due[code]
    row["status"] = row["status"] or plan_notes.TODO
    row["reason"], row["told"] = _why(row, judge)
    return row


def _member(members: Sequence[str], number: int) -> str | None:
    return members[number] if number < len(members) else None


def _why(client: dict, judge: lifecycle.Judge) -> tuple[str, dict]:
    """The code of the reason and the numbers in it; `n` is what is counted."""
    days, code = client["recency_days"], client["list"]
    at_risk, lost = judge.of(client)
    if code in ("win_back", "wake_up"):
        return "lost", {"n": days - math.floor(lost), "days": days}
    if code in ("save_big", "retain_others") and client["lifecycle_stage"] == "at_risk":
        return "at_risk", {"n": days - math.floor(at_risk), "days": days}
    if code == "save_big":
        return "cannot_lose", {"n": days}
    if code == "call_overdue":
        usual = client["usual_gap_days"]
        past = math.ceil(days - usual)
        return code, {"n": past if past > 0 else days, "usual": usual, "past": past > 0}
    if code == "next_order":
        told = {"n": client["orders_ever"], "more": judge.regular_from, "days": days}
        return code, told | {"gap": client["last_gap_days"]}
    if code == "reward":
        return code, {"n": client["orders_ever"], "days": days}
    if code == "second_purchase":
        return code, {"n": days, "size": client["average_order"]}
    return code, _of_money(client)


def _of_money(client: dict) -> dict:
    """What the reasons of the lists by class and profit name."""
    if client["list"] == "release":
        told = {"profit": client["profit_after_serving"], "rate": client["margin_after_serving"]}
        return told | {"revenue": client["revenue"]}
    if client["list"] == "to_a":
        return {"lacking": client["distance_to_better_class"], "part": client["lacking_share"]}
    return {"revenue": client["revenue"], "share": client["share"]}
