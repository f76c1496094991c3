"""What the sheets of a workbook are told of, and the words they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics import column_words
from analytics.facts import Facts
from analytics.report_book import looks
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.words import Words

Rows = Sequence[Mapping]


@dataclass(frozen=True)
class Material:
    """One base and view under thresholds, in the words of one language; `tables` are those of analytics/summary.py."""

    warehouse: Warehouse
    facts: Facts
    thresholds: Thresholds
    words: Words
    tables: Mapping[str, Rows]

    @property
    def bucket(self) -> str:
        """The head of a column of calendar buckets; where only its first day can be written it says so."""
        name = self.words(f"thresholds.bucket.{self.facts.view.bucket}")
        known = self.facts.view.bucket in looks.BUCKETS
        return name if known else self.words("report.book_first_day", bucket=name)

    @property
    def bucket_format(self) -> str:
        return looks.bucket_format(self.facts.view.bucket)

    @property
    def measure(self) -> str:
        return self.words(f"thresholds.measure.{self.thresholds['measure']}")

    @property
    def measure_heads(self) -> dict[str, str]:
        """Columns of the chosen measure under its own name: revenue, share of revenue."""
        genitive = self.words(f"thresholds.measure.{self.thresholds['measure']}.genitive")
        return {"value": self.measure, "value_share": self.words("frame.share_of", measure=genitive)}

    def code(self, column: str, code: str | None) -> str:
        """A class in words; no class where there is none."""
        if code is None:
            return self.words("report.book_no_class")
        return column_words.of_code(self.words, column, code)

    def named(self, column: str, codes: Iterable[str | None]) -> dict[str | None, str]:
        """Codes of a column in words, each once, in their order."""
        return {code: self.code(column, code) for code in dict.fromkeys(codes)}

    def in_words(self, rows: Rows, *columns: str) -> list[dict]:
        """Rows whose codes of these columns are words."""
        return [{**row, **{c: self.code(c, row[c]) for c in columns}} for row in rows]

    def state(self, unfinished: bool) -> str:
        return self.words(f"frame.timeline_{'unfinished' if unfinished else 'finished'}")


def unfinished(rows: Rows) -> list[int]:
    """The places of the rows whose bucket is not over."""
    return [i for i, row in enumerate(rows) if row["unfinished"]]


def only(rows: Rows, **values: object) -> list[Mapping]:
    return [row for row in rows if all(row[column] == value for column, value in values.items())]


def is_told(rows: Rows, column: str) -> bool:
    return any(row[column] is not None for row in rows)


def days(start: dt.date | None, end: dt.date | None, words: Words) -> str:
    return f"{words.date(start)} – {words.date(end)}"
