"""Grades of leads given on screen instead of the file's own: kept beside the base, taken back at once, never written over it.

`own_grades` has a row per grade given: of the enquiry of `lead_id` on `date` from `company`, in this graded `column`; a null
grade says that the grade is not known. They hold as long as the very same enquiry is in the base, whichever file it comes in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import duckdb

from analytics.errors import Unusable
from analytics.schema import BASES
from analytics.warehouse import Warehouse, has_table

TABLE = "own_grades"
COLUMNS = {"lead_id": "VARCHAR", "date": "DATE", "company": "VARCHAR", "column": "VARCHAR", "grade": "DECIMAL(4,2)"}
GRADED = tuple(c.name for c in BASES["leads"].columns if c.holds == "grade")
LOWEST, HIGHEST = 0, 5
SAME = "o.lead_id = l.lead_id and o.date = l.date and o.company is not distinct from l.company"


def give(warehouse: Warehouse, lead_id: str, day: dt.date, grades: Mapping[str, float | None]) -> None:
    """Graded column → the grade a person gives to a lead's enquiry of that day; one equal to the file's is none of its own.

    Raises Unusable for a column that is no grade or a grade outside 0..5.
    """
    for column, grade in grades.items():
        if column not in GRADED or not (grade is None or LOWEST <= grade <= HIGHEST):
            raise Unusable("grade_off_scale", column=column, value=grade, low=LOWEST, high=HIGHEST)
    with warehouse.transaction() as cursor:
        _make(cursor)
        for column, grade in grades.items():
            told = {"lead_id": lead_id, "day": day, "column": column}
            _give(cursor, told, None if grade is None else Decimal(str(grade)))


def take_back(warehouse: Warehouse) -> None:
    """Every grade is the file's again."""
    with warehouse.transaction() as cursor:
        cursor.execute(f"drop table if exists {TABLE}")


def count(warehouse: Warehouse) -> int:
    """How many grades are not the file's."""
    return warehouse.value(f"select count(*) from {TABLE}") if warehouse.has(TABLE) else 0


def laid_over(warehouse: Warehouse, leads: str) -> str:
    """A table of leads → the same as a source of a query, with the grades given on screen in the place of the file's."""
    if not warehouse.has(TABLE):
        return leads
    found = ", ".join(
        f"""max(grade) filter ("column" = '{c}') as own_{c}, bool_or("column" = '{c}') as has_{c}""" for c in GRADED
    )
    own = f"(select lead_id, date, company, {found} from {TABLE} group by lead_id, date, company)"
    replaced = ", ".join(f"case when o.has_{c} then o.own_{c} else l.{c} end as {c}" for c in GRADED)
    return f"(select l.* replace ({replaced}) from {leads} l left join {own} o on {SAME})"


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """New rows have come: grades of enquiries that are no longer in the base are forgotten, and any that are none."""
    if not has_table(cursor, TABLE):
        return
    listed = ", ".join(f"'{c}'" for c in GRADED)
    usable = f'o."column" in ({listed}) and (o.grade is null or o.grade between {LOWEST} and {HIGHEST})'
    if has_table(cursor, "leads"):
        usable += f" and exists (select 1 from leads l where {SAME})"
        cursor.execute(f"delete from {TABLE} o where not coalesce({usable}, false)")
    else:
        cursor.execute(f"drop table {TABLE}")


def _make(cursor: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(f'"{name}" {sql_type}' for name, sql_type in COLUMNS.items())
    cursor.execute(f"create table if not exists {TABLE} ({columns})")


def _give(cursor: duckdb.DuckDBPyConnection, told: dict, grade: Decimal | None) -> None:
    """Of several rows of a lead on one day the last one is its enquiry."""
    last = f"""(select lead_id, date, company, {told["column"]} as grade from leads
        where lead_id = $lead_id and date = $day order by rowid desc limit 1)"""
    cursor.execute(f'delete from {TABLE} o using {last} l where {SAME} and o."column" = $column', told)
    cursor.execute(
        f"""insert into {TABLE} select lead_id, date, company, $column, $grade::decimal(4, 2) from {last}
            where grade is distinct from $grade::decimal(4, 2)""",
        told | {"grade": grade},
    )
