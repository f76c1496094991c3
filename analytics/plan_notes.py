"""What people noted of clients of the action plan: owner, due date, status and a note; kept beside the base, by client.

`plan_notes` has a row per client anything was noted of: the `list` it was on at that time, its status there (nothing: to do),
owner (nothing: the client's manager), due date (nothing: the list's own), note, and `since`, the day of its last order then.
Owner and note are the client's. Status and due date are those of that list: on another one the client begins anew, and what it
was is told as before; so it does on a list of silence once it has ordered since. They stay with the client whichever file it
comes in, and go when no file of the main base has it any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import duckdb

from analytics.errors import Unusable
from analytics.plain_text import one_line
from analytics.plan_lists import LISTS, STATUSES
from analytics.warehouse import Warehouse, has_table

TABLE = "plan_notes"
COLUMNS = {
    "customer_id": "VARCHAR",
    "list": "VARCHAR",
    "status": "VARCHAR",
    "owner": "VARCHAR",
    "due": "DATE",
    "note": "VARCHAR",
    "since": "DATE",
}
TODO, DONE = STATUSES[0], STATUSES[2]
NOTED = ("status", "owner", "due", "note")
LONGEST = {"owner": 80, "note": 500}
OF_SILENCE = ", ".join(f"'{code}'" for code, list_ in LISTS.items() if list_.of_silence)
# Over a note `n` and a client `c` with the list it is on now: whether status and due date still hold.
HOLDS = f"coalesce(n.list = c.list and not (n.list in ({OF_SILENCE}) and coalesce(c.last_order_date > n.since, false)), false)"
PUT = f"""
merge into {TABLE} n using ({{chosen}}) c on n.customer_id = c.customer_id
when matched then update set
    list = c.list, since = case when {HOLDS} then greatest(n.since, c.last_order_date) else c.last_order_date end, {{changed}}
when not matched then insert (customer_id, list, since, {{names}}) values (c.customer_id, c.list, c.last_order_date, {{values}})
"""


def put(warehouse: Warehouse, chosen: str, told: Mapping, changes: Mapping[str, object]) -> None:
    """Note the same of all clients a query tells (customer_id, list, last_order_date; `told` are its values): `changes` are any
    of NOTED; nothing in one brings the default back.

    Raises Unusable: plan_note_long, plan_status.
    """
    usable = {name: _usable(name, value) for name, value in changes.items()}
    kept = [f"{name} = case when {HOLDS} then n.{name} end" for name in ("status", "due") if name not in usable]
    changed = ", ".join([*(f"{name} = $put_{name}" for name in usable), *kept])
    written = {"names": ", ".join(usable), "values": ", ".join(f"$put_{name}" for name in usable)}
    values = {**told, **{f"put_{name}": value for name, value in usable.items()}}
    with warehouse.transaction() as cursor:
        columns = ", ".join(f"{name} {sql_type}" for name, sql_type in COLUMNS.items())
        cursor.execute(f"create table if not exists {TABLE} ({columns})")
        cursor.execute(PUT.format(chosen=chosen, changed=changed, **written), values)


def _usable(name: str, value: object) -> object:
    if name in LONGEST:
        text = " ".join(one_line(str(value or "")).split())
        if len(text) > LONGEST[name]:
            raise Unusable("plan_note_long", column=name, limit=LONGEST[name])
        return text or None
    if name == "status" and value not in (None, *STATUSES):
        raise Unusable("plan_status", value=str(value), options=", ".join(STATUSES))
    if name == "due" and not isinstance(value, dt.date | None):
        raise Unusable("plan_due", value=str(value))
    return None if value == TODO else value


def take_back(warehouse: Warehouse) -> None:
    """Nothing is noted of anybody."""
    with warehouse.transaction() as cursor:
        cursor.execute(f"drop table if exists {TABLE}")


def count(warehouse: Warehouse) -> int:
    """Of how many clients anything is noted."""
    return warehouse.value(f"select count(*) from {TABLE}") if warehouse.has(TABLE) else 0


def beside(warehouse: Warehouse, clients: str) -> str:
    """A table of clients (customer_id, list, last_order_date) → a query for what is noted of them now: customer_id, status
    (nothing: to do), owner, due, note, and before_list and before_status where status was of another list or occasion."""
    if not warehouse.has(TABLE):
        nothing = ", ".join(
            f"null::{COLUMNS[name]} as {told}"
            for name, told in [*zip(NOTED, NOTED, strict=True), ("list", "before_list"), ("status", "before_status")]
        )
        return f"select customer_id, {nothing} from {clients} where false"
    before = f"not {HOLDS} and n.status is not null"
    return f"""select n.customer_id, case when {HOLDS} then n.status end as status, n.owner,
        case when {HOLDS} then n.due end as due, n.note,
        case when {before} then n.list end as before_list, case when {before} then n.status end as before_status
        from {TABLE} n join {clients} c on n.customer_id = c.customer_id"""


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """New rows have come: what was noted of clients who are no longer in the main base is forgotten, and whatever is no note."""
    if not has_table(cursor, TABLE):
        return
    main = next((kind for kind in ("sales", "totals") if has_table(cursor, kind)), None)
    if main is None:
        cursor.execute(f"drop table {TABLE}")
        return
    lists, statuses = (", ".join(f"'{code}'" for code in codes) for codes in (LISTS, STATUSES))
    short = " and ".join(f"length(coalesce({name}, '')) <= {limit}" for name, limit in LONGEST.items())
    usable = f"list in ({lists}) and (status is null or status in ({statuses})) and {short}"
    last = f"rowid in (select max(rowid) from {TABLE} group by customer_id)"
    there = f"customer_id in (select customer_id from {main} where customer_id is not null)"
    cursor.execute(f"delete from {TABLE} where not coalesce({usable} and {last} and {there}, false)")
