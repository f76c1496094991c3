"""Two windows of one base beside each other: which two, and the stored table in which a client has the facts of both."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.bases import Period, chosen_period
from analytics.classes import ClassColumn
from analytics.errors import Unusable
from analytics.facts import Facts, build
from analytics.statements import Derived
from analytics.views import View
from analytics.warehouse import Warehouse

Window = tuple[dt.date, dt.date]
OPEN = (None, None)
# A shop that is shut at the turn of the year has no sale on 1 January or 31 December, and yet its year is whole.
HOLIDAYS = dt.timedelta(days=10)
DAY = dt.timedelta(days=1)
NOT_FACTS = ("customer_id", "name")


@dataclass(frozen=True)
class Pair:
    """Two settled views of one base: the earlier window `then` and the later one `now`, each seen from its own end.

    `reason` tells how they were found: years | halves | year_earlier | before | own, or periods of totals.
    """

    then: View
    now: View
    reason: str

    @property
    def windows(self) -> tuple[Window, Window]:
        return (self.then.start, self.then.end), (self.now.start, self.now.end)

    @property
    def overlap(self) -> bool:
        """Whether some days belong to both windows; their sales are then counted in both."""
        return self.then.end >= self.now.start


@dataclass(frozen=True)
class Paired:
    """Facts of both windows, and `table`: a row per client of either (sql/paired.sql) with then_<fact> and now_<fact>.

    A class of both windows is two projections over that one table (`judged`) and never a join.
    """

    pair: Pair
    then: Facts
    now: Facts
    table: str
    facts: tuple[str, ...]

    def judged(self, then: ClassColumn, now: ClassColumn) -> str:
        """A query: the paired row with then_class and now_class, places among the members of the class (their count: no
        class; NULL: not a client of that window). Each window is judged by its own column, so by its own cut points."""
        plain = ", ".join(self.facts)
        before = f"(select *, {self._as('then')} from {self.table})"
        once = f"(select * exclude ({plain}), case when then_rank is not null then {then.number} end as then_class from {before})"
        after = f"(select *, {self._as('now')} from {once})"
        return f"(select * exclude ({plain}), case when now_rank is not null then {now.number} end as now_class from {after})"

    def _as(self, side: str) -> str:
        return ", ".join(f"{side}_{fact} as {fact}" for fact in self.facts)


def pair(
    days: Window | None,
    view: View,
    against: tuple[dt.date | None, dt.date | None] = OPEN,
    periods: Sequence[Period] = (),
) -> Pair:
    """First and last day of the base and the visitor's view → the two windows to compare, with the same filters, measure
    and bucket, each seen from its end (or as many days later as the view is).

    A window the visitor chose is `now`. A view of the whole base takes the last full calendar year and the one before it
    when the base holds both, else the two halves of the base. `against` (inclusive days, either end may be open) is
    `then`; without it a chosen window meets the same days a year earlier, or the stretch of its own length right before.

    Of totals the two windows are two of their `periods`: the last one or the one chosen, and the one asked for by `against`,
    else the same days a year earlier, else the one that ends last before it.

    Raises Unusable: period_unknown, pair_needs_dates, pair_too_short (one day has no halves), against_order (it must begin
    earlier), against_nothing (no days of the base lie before).
    """
    if periods:
        return _pair_of_periods(periods, view, against)
    if days is None:
        raise Unusable("pair_needs_dates")
    now = (view.start or days[0], view.end or days[1])
    seen_later = view.as_of - now[1] if view.as_of else dt.timedelta()
    if now == days:
        then, now, reason = default_windows(*days)
    elif against == OPEN:
        then, reason = earlier(now, days)
    if against != OPEN:
        then, reason = (against[0] or days[0], against[1] or days[1]), "own"
    _check_order(then, now)
    return Pair(_moved(view, then, seen_later), _moved(view, now, seen_later), reason)


def _pair_of_periods(periods: Sequence[Period], view: View, against: tuple[dt.date | None, dt.date | None]) -> Pair:
    now = chosen_period(periods, view.start, view.end)
    then = _period_before(now, periods) if against == OPEN else chosen_period(periods, *against)
    _check_order(then, now)
    seen_later = view.as_of - now[1] if view.as_of else dt.timedelta()
    reason = "periods" if against == OPEN else "own"
    return Pair(_moved(view, then, seen_later), _moved(view, now, seen_later), reason)


def _period_before(now: Period, periods: Sequence[Period]) -> Period:
    earlier = [period for period in periods if period[0] < now[0]]
    apart = [period for period in earlier if period[1] < now[0]]
    if not earlier:
        raise Unusable("against_nothing", start=now[0])
    return _year_earlier(now) if _year_earlier(now) in earlier else (apart or earlier)[-1]


def _year_earlier(window: Window) -> Window:
    return _months_before(window[0], 12), _month_end(window[1], 12) or _months_before(window[1], 12)


def default_windows(first: dt.date, last: dt.date) -> tuple[Window, Window, str]:
    """First and last day of a base → (then, now, why): the last two full calendar years, else the halves of the base.

    A year is full when the base has it up to the holidays at its ends (10 days). Of an odd number of days the second half
    has one more.
    """
    year = last.year if last >= dt.date(last.year, 12, 31) - HOLIDAYS else last.year - 1
    if first <= dt.date(year - 1, 1, 1) + HOLIDAYS:
        return _year(year - 1), _year(year), "years"
    days = (last - first).days + 1
    if days < 2:
        raise Unusable("pair_too_short", start=first, end=last)
    middle = first + DAY * (days // 2)
    return (first, middle - DAY), (middle, last), "halves"


def earlier(now: Window, base: Window) -> tuple[Window, str]:
    """A window and the first and last day of its base → (the window to compare it with, why).

    The same days a year earlier when the window is no longer than a year and the base holds them, else the stretch of the
    same length right before it, whole months before whole months. What lies outside the base is cut off.
    """
    start, end = now[0], min(now[1], base[1])
    if start > end:
        raise Unusable("window_empty", start=now[0], end=now[1])
    if start <= base[0]:
        raise Unusable("against_nothing", start=start)
    year_earlier = _year_earlier((start, end))
    if year_earlier[1] < start and base[0] <= year_earlier[0] + HOLIDAYS:
        return year_earlier, "year_earlier"
    return (max(base[0], as_long((start, end), start - DAY)), start - DAY), "before"


def both(warehouse: Warehouse, windows: Pair) -> Paired:
    """Two windows → the facts of each and the table that holds them side by side; built only when not there yet.

    Raises Unusable as `facts.build` does: nobody bought in one of the windows.
    """
    then, now = build(warehouse, windows.then), build(warehouse, windows.now)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        facts = _names_of_facts(cursor, then)
        table = derived.made(
            "paired",
            then.customers,
            now.customers,
            earlier=then.customers,
            later=now.customers,
            then_facts=", ".join(f"earlier.{fact} as then_{fact}" for fact in facts),
            now_facts=", ".join(f"later.{fact} as now_{fact}" for fact in facts),
        )
        derived.drop_the_oldest()
    return Paired(windows, then, now, table, facts)


def _names_of_facts(cursor, facts: Facts) -> tuple[str, ...]:
    cursor.execute(f"select * from {facts.customers} limit 0")
    return tuple(column[0] for column in cursor.description if column[0] not in NOT_FACTS)


def _check_order(then: Window, now: Window) -> None:
    for start, end in (then, now):
        if start > end:
            raise Unusable("window_order", start=start, end=end)
    if then[0] >= now[0]:
        raise Unusable("against_order", start=then[0], now=now[0])


def _moved(view: View, window: Window, seen_later: dt.timedelta) -> View:
    return replace(view, start=window[0], end=window[1], as_of=window[1] + seen_later)


def _year(year: int) -> Window:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def as_long(window: Window, end: dt.date) -> dt.date:
    """First day of the stretch that ends on `end` and is as long as the window: in months when the window is whole ones."""
    months = whole_months(window)
    return _months_before(end + DAY, months) if months else end - (window[1] - window[0])


def whole_months(window: Window) -> int:
    """How many months a window is; 0 when it is not whole ones."""
    first, last = window
    is_whole = first.day == 1 and _month_end(last, 0)
    return (last.year - first.year) * 12 + last.month - first.month + 1 if is_whole else 0


def _months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _month_end(day: dt.date, months: int) -> dt.date | None:
    """The last day of the month so many months earlier, when this one is the last of its own; else None."""
    if (day + DAY).day != 1:
        return None
    return _months_before(day + DAY, months) - DAY
