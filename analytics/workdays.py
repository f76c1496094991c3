"""Working days of a country: how many of them passed from one day to another.

A working day is Monday to Friday (or the working week of a country that rests on other days) that is no public holiday of
the whole country; a day off moved from elsewhere by the government (Monday 29 April 2024 in Russia) is no working day, and a
Saturday worked instead (27 April 2024) is one, in the years whose decrees the calendar knows.
Source of the calendars: the package `holidays`, offline.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

from babel import Locale

from analytics.errors import Unusable
from analytics.statements import Derived
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES

DAY = dt.timedelta(days=1)


@cache
def countries() -> dict[str, dict[str, str]]:
    """ISO code of each country with a calendar → language → the country's name; in the order of the codes."""
    from holidays import list_supported_countries

    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    codes = sorted(list_supported_countries(include_aliases=False))
    return {code: {language: names[language].get(code, code) for language in LANGUAGES} for code in codes}


def table(warehouse: Warehouse, country: str, start: dt.date, end: dt.date) -> str:
    """Name of the derived table of all days from `start` to `end`, both inclusive: day (date), number (bigint).

    `number` counts the working days up to and including the day, so `paid.number − sent.number` is the working days after
    sending until payment: the day of sending itself does not count, a day of rest adds nothing. 0: paid the same day or
    before the next working day. Raises Unusable: country_unknown.
    """
    code = known(country)
    days = {"start": start, "end": end, "working": working_days(code, start, end)}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("working_days", code, start, end, _edition(), values=days)


def known(country: str) -> str:
    """The code of a country as the calendars know it, given in any case; raises Unusable country_unknown."""
    code = country.strip().upper()
    if code not in countries():
        raise Unusable("country_unknown", value=country)
    return code


@lru_cache(maxsize=16)
def working_days(code: str, start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
    """The working days of a country (a code of `countries`) from `start` to `end`, both inclusive."""
    from holidays import country_holidays

    # the years beside: 1 January that falls on Saturday is kept on 31 December in some countries
    calendar = country_holidays(code, years=range(start.year - 1, end.year + 2))
    days = (start + DAY * n for n in range((end - start).days + 1))
    return tuple(day for day in days if calendar.is_working_day(day))


def _edition() -> str:
    """A kept base outlives an edition of the calendars."""
    from holidays import __version__

    return __version__
