"""How a class changes over time: its sizes at the end of each calendar bucket, and when each client last changed class.

Each point judges a rolling window: as long as the later window of the pair, up to the end of the bucket. So the point at the
end of a window has the very classes of that window, no bucket is unfinished, and seasons are the same at every point.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from analytics.classes import ClassColumn
from analytics.errors import Unusable
from analytics.facts import Facts, build
from analytics.statements import Derived
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.windows import DAY, HOLIDAYS, Pair, Window, as_long

POINTS = 13
JUDGED = "facts.class_at_"
NOBODY = ("window_empty", "filter_empty")
BUCKET_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class History:
    """`sizes`: a row per end and class, best first: until, class (None: no class), customers, value. `changes`: name of a
    table with a row per client that changed class between two points (sql/class_changes.sql)."""

    sizes: list[dict]
    changes: str


def points(days: Window, pair: Pair) -> list[View]:
    """First and last day of the base and the pair → the rolling windows to judge, earliest first, at most POINTS.

    They end with the later window itself and, before it, with each bucket's end as long as the base reaches back far enough:
    a thirtieth of the first window may be missing, and no more than ten days of holidays.
    """
    now, views = pair.now, []
    end, missing_at_most = now.end, min(HOLIDAYS, (now.end - now.start) // 30)
    while len(views) < POINTS:
        start = as_long((now.start, now.end), end)
        if start < days[0] - missing_at_most:
            break
        views.append(replace(now, start=max(start, days[0]), end=end, as_of=end + (now.as_of - now.end)))
        end = _bucket_start(end, now.bucket) - DAY
    return views[::-1]


def histories(
    warehouse: Warehouse, views: Sequence[View], judge: Callable[[Facts], Sequence[ClassColumn]]
) -> dict[str, History]:
    """The rolling windows → name of a class → its history; `judge` gives the classes of a window's own facts.

    The facts of each window are built, judged and dropped again: only the answer is kept. A window in which nobody bought
    has no sizes, and whoever bought before it left by its end. Raises Unusable when nobody bought in any of them.
    """
    judged = [_judged(warehouse, view, judge) for view in views]
    tables = [table for table, _ in judged if table]
    if not tables:
        raise Unusable("window_empty", start=views[0].start, end=views[-1].end)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        seen = _together(views, [table for table, _ in judged])
        ends = ", ".join(f"({i}, date '{view.end}')" for i, view in enumerate(views))
        columns = next(columns for _, columns in judged if columns)
        found = {column.name: _history(derived, seen, ends, tables, column) for column in columns}
        derived.drop_the_oldest()
    _forget(warehouse, tables)
    return found


def _history(derived: Derived, seen: str, ends: str, tables: Sequence[str], column: ClassColumn) -> History:
    codes, place = ", ".join(f"'{code}'" for code in column.members), column.name
    blanks = {"seen": seen, "place": place, "codes": codes, "ends": ends}
    changes = derived.made("class_changes", tuple(tables), ends, place, **blanks)
    sizes = f"select until, {place} as class, count(*) as customers, sum(value) as value from {seen} group by all"
    rows = derived.cursor.sql(f"{sizes} order by until, class").to_arrow_table().to_pylist()
    return History([row | {"class": column.named(row["class"])} for row in rows], changes)


def _judged(
    warehouse: Warehouse, view: View, judge: Callable[[Facts], Sequence[ClassColumn]]
) -> tuple[str | None, Sequence[ClassColumn]]:
    """Name of the table of the window's clients with the places of their classes, and these classes; nothing of nobody."""
    try:
        return _of_window(warehouse, view, judge)
    except Unusable as fault:
        if fault.code not in NOBODY:
            raise
        return None, ()


def _of_window(
    warehouse: Warehouse, view: View, judge: Callable[[Facts], Sequence[ClassColumn]]
) -> tuple[str, Sequence[ClassColumn]]:
    with _passing(warehouse, view) as facts, warehouse.transaction(interruptible=True) as cursor:
        columns = judge(facts)
        derived = Derived(cursor, warehouse.recently_used)
        places = ", ".join(f"{column.number} as {column.name}" for column in columns)
        table = derived.made("class_at", facts.customers, columns, customers=facts.customers, places=places)
    return table, columns


@contextmanager
def _passing(warehouse: Warehouse, view: View) -> Iterator[Facts]:
    """Facts for the moment: of the tables that were not there before only the judged one stays."""
    with warehouse.building:
        before = set(warehouse.recently_used)
        try:
            yield build(warehouse, view)
        finally:
            new = set(warehouse.recently_used) - before
            _forget(warehouse, [table for table in new if not table.startswith(JUDGED)])


def _forget(warehouse: Warehouse, tables) -> None:
    with warehouse.transaction() as cursor:
        for table in tables:
            cursor.execute(f"drop table if exists {table}")
            warehouse.recently_used.pop(table, None)


def _together(views: Sequence[View], tables: Sequence[str | None]) -> str:
    points = enumerate(zip(views, tables, strict=True))
    parts = [f"select *, date '{view.end}' as until, {i} as point from {table}" for i, (view, table) in points if table]
    return f"({' union all '.join(parts)})"


def _bucket_start(day: dt.date, bucket: str) -> dt.date:
    """First day of the calendar bucket the day is in."""
    if bucket == "week":
        return day - DAY * day.weekday()
    months = BUCKET_MONTHS[bucket]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)
