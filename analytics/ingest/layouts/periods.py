"""The period a report says it is for: `Period: 01.01.2024 - 31.03.2024`, `for January 2024`, `1 quarter 2024`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from analytics.ingest import lexicon
from analytics.ingest.layouts import vocabulary

Period = tuple[dt.date, dt.date]
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Stretch:
    """Days one written point covers; a month without a year has year 0 and takes the next one's."""

    first: tuple[int, int, int]
    months: int
    days: bool
    place: tuple[int, int]

    def of_year(self, year: int) -> Stretch:
        return self if self.first[0] else Stretch((year, *self.first[1:]), self.months, self.days, self.place)

    @property
    def start(self) -> dt.date:
        return dt.date(*self.first)

    @property
    def end(self) -> dt.date:
        if self.days:
            return self.start
        last = self.first[1] + self.months - 1
        return dt.date(self.first[0], last, calendar.monthrange(self.first[0], last)[1])


@cache
def _points() -> re.Pattern[str]:
    """Every way a point of time is written in a title; the first alternative that fits wins."""
    names = "|".join(sorted(map(re.escape, lexicon.months()), key=len, reverse=True))
    quarter, half, several = (
        "|".join(sorted(vocabulary.words("periods", use), key=len, reverse=True))
        for use in ("quarter", "half", "months")
    )
    return re.compile(
        r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})(?!\d)"
        r"|(?<!\d)(?P<iy>(?:19|20)\d{2})-(?P<im>\d{1,2})-(?P<id>\d{1,2})(?!\d)"
        rf"|(?<!\d)(?P<q>[1-4]|iv|i{{1,3}})(?:[-\s]?[^\W\d_]{{1,2}})?\s*(?:{quarter})\b\.?[\s,]*(?P<qy>(?:19|20)\d{{2}})?"
        rf"|\bq(?P<eq>[1-4])[\s,]*(?P<eqy>(?:19|20)\d{{2}})"
        rf"|(?<!\d)(?P<h>[12]|i{{1,2}})(?:[-\s]?[^\W\d_]{{1,2}})?[-\s]*(?:{half})\b[\s,]*(?P<hy>(?:19|20)\d{{2}})?"
        rf"|(?<!\d)(?P<n>[1-9]|1[0-2])\s+(?:{several})\b[\s,]*(?P<ynn>(?:19|20)\d{{2}})"
        rf"|(?<!\d)(?P<wd>\d{{1,2}})\s+(?P<wm>{names})\b\.?,?(?:\s+(?P<wy>(?:19|20)\d{{2}}))?"
        rf"|\b(?P<em>{names})\s+(?P<ed>\d{{1,2}})(?!\d)(?:,?\s+(?P<ey>(?:19|20)\d{{2}}))?"
        rf"|\b(?P<nm>{names})\b\.?[\s,'\u2019-]*(?P<ny>(?:19|20)\d{{2}}|(?<=[.'\u2019-])\d{{2}}(?!\d))?"
        r"|(?<![\d.])(?P<mm>0?[1-9]|1[0-2])[./](?P<my>(?:19|20)\d{2})(?![\d.])"
        r"|(?<![\d.])(?P<ym>(?:19|20)\d{2})[-./](?P<yn>0?[1-9]|1[0-2])(?![\d.])"
        r"|(?<![\d.,])(?P<year>(?:19|20)\d{2})(?![\d.,]\d|\d)",
        re.IGNORECASE,
    )


def points(text: str) -> list[Stretch]:
    """The points of time written in a text, from the left."""
    plain = text.casefold().replace("\u0451", "\u0435")
    found = [_stretch(match) for match in _points().finditer(plain)]
    known = [point for point in found if point and _is_real(point)]
    years = [point.first[0] for point in known if point.first[0]]
    return [point.of_year(years[0]) for point in known] if years else known


def _is_real(point: Stretch) -> bool:
    try:
        return bool(point.of_year(2000).start)
    except ValueError:
        return False


def _stretch(match: re.Match[str]) -> Stretch | None:
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    place = match.span()
    if "d" in said:
        return _day(said["y"], said["m"], said["d"], place)
    for year, month, day in (("iy", "im", "id"), ("wy", "wm", "wd"), ("ey", "em", "ed")):
        if day in said:
            return _day(said.get(year, "0"), said[month], said[day], place)
    if "q" in said or "eq" in said:
        quarter = said.get("q") or said["eq"]
        first = (ROMAN.get(quarter) or int(quarter)) * 3 - 2
        return Stretch((int(said.get("qy") or said.get("eqy") or 0), first, 1), 3, False, place)
    if "h" in said:
        return Stretch((int(said.get("hy", 0)), (ROMAN.get(said["h"]) or int(said["h"])) * 6 - 5, 1), 6, False, place)
    if "n" in said:
        return Stretch((int(said["ynn"]), 1, 1), int(said["n"]), False, place)
    if "year" in said:
        return Stretch((int(said["year"]), 1, 1), 12, False, place)
    month = said.get("nm") or said.get("mm") or said["yn"]
    year = said.get("ny") or said.get("my") or said.get("ym") or "0"
    return Stretch((_year(year), _month(month), 1), 1, False, place)


def _day(year: str, month: str, day: str, place: tuple[int, int]) -> Stretch:
    """Day first unless it could not be a month behind it."""
    numbers = _month(month), int(day)
    if numbers[0] > 12:
        numbers = numbers[1], numbers[0]
    return Stretch((_year(year), *numbers), 0, True, place)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else lexicon.months()[text]


def _year(text: str) -> int:
    return 2000 + int(text) if len(text) == 2 else int(text)


def stated(titles: Iterable[str]) -> tuple[Period, str] | None:
    """The period of a report and the title line that states it; None when no line does."""
    found = [(said, text) for text in titles if (said := _of_line(text))]
    return max(found, key=lambda item: _surety(item[1]), default=None)


def named(name: str) -> Period | None:
    """The period in the name of a file or a sheet; a lone day in it is when it was written, not what it is of."""
    known = [point for point in points(name.replace("_", " ")) if point.first[0]]
    if sum(point.days for point in known) == 1:
        known = [point for point in known if not point.days]
    return (known[0].start, known[-1].end) if known and known[0].start <= known[-1].end else None


def _of_line(text: str) -> Period | None:
    known = [point for point in points(text) if point.first[0]]
    if not known or (_is_of_another_thing(text) and not _says_period(text)):
        return None
    if len(known) == 1 and known[0].days and not _says_period(text):
        return None
    if len(known) == 1 and not _says_period(text) and not _is_all(text, known[0]):
        return None
    start, end = known[0].start, known[-1].end
    return (start, end) if start <= end else None


def _says_period(text: str) -> bool:
    return bool(set(lexicon.normal(text).split()) & vocabulary.words("periods", "stated"))


def _is_of_another_thing(text: str) -> bool:
    plain = lexicon.normal(text)
    return any(word in plain for word in vocabulary.words("periods", "other"))


def _is_all(text: str, point: Stretch) -> bool:
    """Is nothing else written in the line but the point and words for a year?"""
    rest = lexicon.normal(text[: point.place[0]] + " " + text[point.place[1] :]).split()
    return len(rest) <= 3 and all(not any(c.isdigit() for c in word) for word in rest)


def _surety(text: str) -> int:
    return 2 * _says_period(text) + (len(points(text)) > 1)


@lru_cache(maxsize=20_000)
def month_of(heading: str) -> tuple[int, int] | None:
    """(year, month) of a heading that is a month and nothing else, year 0 where it is not told; None otherwise."""
    text = re.sub(r"[T ]00:00(:00)?$", "", heading.strip())
    found = points(text)
    if len(found) != 1:
        return None
    point, rest = found[0], lexicon.normal(text[: found[0].place[0]] + " " + text[found[0].place[1] :])
    if rest and not set(rest.split()) <= vocabulary.words("periods", "year"):
        return None
    first_day = point.days and point.first[2] == 1 and point.first[0]
    return point.first[:2] if first_day or (not point.days and point.months == 1) else None


@lru_cache(maxsize=20_000)
def year_of(heading: str) -> int | None:
    """The year of a heading that is a year and nothing else."""
    words = lexicon.normal(heading).split()
    years = [word for word in words if re.fullmatch(r"(19|20)\d{2}", word)]
    rest = set(words) - set(years)
    return int(years[0]) if len(years) == 1 and rest <= vocabulary.words("periods", "year") else None


@lru_cache(maxsize=20_000)
def measure_and_time(heading: str) -> tuple[str, str]:
    """What a heading measures and the month or the year it is of; the second is empty for any other heading."""
    found = points(heading)
    if len(found) != 1 or found[0].days or found[0].months not in (1, 12):
        return heading, ""
    start, end = found[0].place
    words = f"{heading[:start]} {heading[end:]}".split()
    measure = " ".join(word for word in words if lexicon.normal(word) not in vocabulary.words("periods", "beside"))
    return (measure.strip(" ,;:-()"), heading[start:end]) if lexicon.is_known(measure) else (heading, "")
