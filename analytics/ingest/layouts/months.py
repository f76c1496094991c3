"""Months side by side become dated rows; of years side by side one is taken, as totals of its period."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from analytics.ingest import lexicon
from analytics.ingest.layouts import periods, vocabulary
from analytics.ingest.layouts.report import Cells, Line, Report, blank_or_zero
from analytics.ingest.progress import watched

FEWEST = 2
Month = tuple[int, int]


@dataclass(frozen=True)
class Spread:
    """Which column holds which measure of which month; `sums` hold a measure of all the months, `plain` none."""

    months: dict[Month, dict[str, int]]
    sums: dict[str, int]
    plain: tuple[int, ...]

    @cached_property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(name for places in self.months.values() for name in places))

    @cached_property
    def days(self) -> list[tuple[str, list[int | None]]]:
        """The first day of each month as it is written, and where each measure of it stands."""
        return [
            (dt.date(year, month, 1).isoformat(), [places.get(name) for name in self.measures])
            for (year, month), places in self.months.items()
        ]


def parted(parts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """`Revenue 2023 | Revenue 2024` → `Revenue` over `2023`, `Revenue` over `2024`; one such heading alone stays whole."""
    found = [tuple(periods.measure_and_time(name) for name in names) for names in parts]
    measures = Counter(name for names in found for name, time in names if time)
    return tuple(
        tuple(p for (name, time), whole in zip(two, names, strict=True) for p in _apart(name, time, whole, measures))
        for two, names in zip(found, parts, strict=True)
    )


def headed(report: Report) -> Report:
    """The report with the months or years of its headings as parts of their own."""
    parts = parted(report.parts)
    return report if parts == report.parts else replace(report, parts=parts)


def _apart(name: str, time: str, whole: str, measures: Counter) -> tuple[str, ...]:
    return (name, time) if time and measures[name] >= FEWEST else (whole,)


def has_months(parts: Sequence[tuple[str, ...]]) -> bool:
    return len({month for names in parts if (month := _month(names))}) >= FEWEST


def has_years(parts: Sequence[tuple[str, ...]]) -> bool:
    return not has_months(parts) and len(_years(parts)) >= FEWEST


def unpivoted(report: Report, year: int | None) -> Report:
    """A row for each month of each line that has anything in it, dated by the first day of the month."""
    if not has_months(report.parts):
        return report
    spread = _spread(report, year or _stated_year(report))
    if spread is None:
        return replace(report.noting("months_without_year"), asks_year=True)
    names = [name or vocabulary.own_name("columns", "sum", report.header) for name in spread.measures]
    day = vocabulary.own_name("columns", "month", report.header)
    lines = [line for each in watched(report.lines) for line in _dated(each, spread)]
    kept = {line.row for line in lines}
    report = report.without((line, "empty_months") for line in report.lines if line.row not in kept)
    told = _checked(report, spread).telling("months_side_by_side", n=len(spread.months), column=day).step("months")
    parts = (*(report.parts[p] for p in spread.plain), (day,), *((name,) for name in names))
    return replace(told, lines=tuple(lines), parts=parts, totals=_grand(report, spread), asks_year=_is_yearless(report))


def _month(names: Sequence[str]) -> Month | None:
    """The month of a column, its year where a heading tells it, else 0."""
    year = next((found for name in names if (found := periods.year_of(name))), 0)
    month = next((found for name in names if (found := periods.month_of(name))), None)
    return (month[0] or year, month[1]) if month else None


def _measure(names: Sequence[str]) -> str:
    return " / ".join(n for n in names if not periods.month_of(n) and not periods.year_of(n) and not _is_sum(n))


def _is_sum(name: str) -> bool:
    return lexicon.normal(name) in vocabulary.words("totals", "grand")


def _is_yearless(report: Report) -> bool:
    return any(month and not month[0] for month in map(_month, report.parts))


def _stated_year(report: Report) -> int | None:
    stated = periods.stated(line.cells[p] for line in report.titles for p in line.filled)
    return stated[0][0].year if stated else None


def _spread(report: Report, year: int | None) -> Spread | None:
    """None when some month has no year and nothing tells it."""
    found: dict[int, Month] = {}
    last = 0
    for place, names in enumerate(report.parts):
        month = _month(names)
        if month is None:
            continue
        if not month[0]:
            if year is None:
                return None
            # October, November, December, January: the next year has begun.
            year += month[1] < last
            last, month = month[1], (year, month[1])
        found[place] = month
    measures = {_measure(report.parts[place]) for place in found}
    sums = {p for p, names in enumerate(report.parts) if p not in found and any(map(_is_sum, names))}
    sums = {_measure(report.parts[p]): p for p in sums if _measure(report.parts[p]) in measures}
    months: dict[Month, dict[str, int]] = {}
    for place, month in found.items():
        months.setdefault(month, {}).setdefault(_measure(report.parts[place]), place)
    plain = tuple(p for p in range(report.width) if p not in found and p not in sums.values())
    return Spread(months, sums, plain)


def _dated(line: Line, spread: Spread) -> list[Line]:
    plain = tuple(line.cells[p] for p in spread.plain)
    found = []
    for day, places in spread.days:
        cells = [None if place is None else line.cells[place] for place in places]
        # A nought in such a table says that nothing was bought, not that something was given away.
        if not all(map(blank_or_zero, cells)):
            found.append(Line(line.row, (*plain, day, *cells), line.level))
    return found


def _checked(report: Report, spread: Spread) -> Report:
    """The columns of sums against the months beside them."""
    if not spread.sums:
        return report
    wrong = [line.row for line in report.lines if not _agrees(report, line, spread)]
    if wrong:
        return report.noting("months_sum_differs", n=len(wrong), row=wrong[0])
    return report.telling("months_sum_agrees", columns=", ".join(report.header[p] for p in spread.sums.values()))


def _agrees(report: Report, line: Line, spread: Spread) -> bool:
    for name, place in spread.sums.items():
        said = report.number(line, place)
        if said is not None and said != _sum(report, line, spread, name):
            return False
    return True


def _sum(report: Report, line: Line, spread: Spread, measure: str) -> Decimal:
    found = (report.number(line, places[measure]) for places in spread.months.values() if measure in places)
    return sum((value for value in found if value is not None), Decimal())


def _grand(report: Report, spread: Spread) -> Cells | None:
    """The grand total of each measure: as the report says it, else over its months."""
    if report.totals is None:
        return None
    line = Line(0, report.totals)
    said = [report.totals[spread.sums[name]] if name in spread.sums else None for name in spread.measures]
    summed = (str(_sum(report, line, spread, name)).replace(".", report.decimal) for name in spread.measures)
    sums = (text or added for text, added in zip(said, summed, strict=True))
    return (*(report.totals[p] for p in spread.plain), None, *sums)


def _years(parts: Sequence[tuple[str, ...]]) -> list[int]:
    return sorted({year for names in parts for name in names if (year := periods.year_of(name))})


def place_of_year(years: Sequence[int], wanted: int | None) -> int:
    """The place of the year to be taken: the last, unless another place is wanted."""
    return len(years) - 1 if wanted is None else min(wanted, len(years) - 1)


def of_one_year(report: Report, wanted: int | None) -> Report:
    """The columns of one year (see `place_of_year`) beside those of none."""
    years = _years(report.parts)
    year = years[place_of_year(years, wanted)]
    found = [next((y for n in names if (y := periods.year_of(n))), None) for names in report.parts]
    places = [p for p, y in enumerate(found) if y in (None, year) and not any(map(_is_sum, report.parts[p]))]
    name = vocabulary.own_name("columns", "sum", report.header)
    parts = tuple((_measure(report.parts[p]) or name,) if found[p] else report.parts[p] for p in places)
    total = None if report.totals is None else tuple(report.totals[p] for p in places)
    narrowed = report.each(lambda line: tuple(line.cells[p] for p in places))
    chosen = replace(narrowed, parts=parts, totals=total, years=tuple(years))
    return chosen.telling("years_side_by_side", year=str(year)).step("months")
