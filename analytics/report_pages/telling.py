"""What a report is made of: chapters of sentences, pictures and tables, each already in the words of one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analytics import column_words
from analytics.charts.theme import Look
from analytics.classes import sizes
from analytics.drawings import Drawing
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.plain_text import one_line
from analytics.report_pages import drawing as on_paper
from analytics.threshold_words import setting
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import OPEN
from analytics.words import Words

MOST_ROWS = 60
MOST_IN_A_ROW = 5


class Missing(Exception):
    """A chapter this base has nothing for; the message says why, in the language of the report."""


@dataclass(frozen=True)
class Told:
    """A paragraph of Markdown of ours."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A chart as SVG; `alt` says what is on it, `title` stands above it, `caption` (Markdown) below."""

    svg: str
    alt: str
    title: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Table:
    """Cells as they are written, numbers to the right; `more`: how many rows are left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    title: str = ""
    more: int = 0


@dataclass(frozen=True)
class Figures:
    """A few large numbers in a row: (name, value)."""

    told: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> int:
        """How many stand in a row so that no row is left with one."""
        rows = -(-len(self.told) // MOST_IN_A_ROW)
        return -(-len(self.told) // rows) if rows else 1


Part = Told | Picture | Table | Figures


@dataclass(frozen=True)
class Chapter:
    """One page of the product: its question, the answer in a sentence, what is shown of it, and how it is counted.

    `settings`: thresholds in force as (name, now, by the textbook).
    """

    room: str
    title: str
    question: str
    definition: str
    headline: str
    content: tuple[Part, ...]
    how: str
    source: str
    settings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class LeftOut:
    """A chapter that was asked for, and why it is not there."""

    title: str
    why: str


@dataclass(frozen=True)
class Asked:
    """Whose numbers, under which thresholds, in which language; `against`: the earlier window of what compares two."""

    warehouse: Warehouse
    facts: Facts
    thresholds: Thresholds
    words: Words
    against: tuple[dt.date | None, dt.date | None] = OPEN
    known: dict = field(default_factory=dict)

    @property
    def look(self) -> Look:
        """Paper is white."""
        return Look(self.words.language, dark=False, own=self.words.own)

    def once(self, name: str, answer: Callable):
        """What several chapters ask is asked once."""
        if name not in self.known:
            self.known[name] = answer()
        return self.known[name]

    def abc_sizes(self) -> list[dict]:
        column = abc_analysis.chosen(self.thresholds, self.facts)
        return self.once("abc_sizes", lambda: sizes(self.warehouse, self.facts, column))

    def picture(
        self, make: Callable, labels: dict, frames: dict, *options, alt: str, title: str = "", caption: str = ""
    ) -> Picture:
        """A chart of analytics/charts, as `parts.chart` draws it on the screen."""
        return Picture(on_paper.drawn(make(self.look, labels, *options), frames), alt, title, caption)

    def drawn(self, drawing: Drawing, title: str = "", caption: str = "") -> Picture:
        """What analytics/drawings has put together, on paper."""
        made = drawing.make(self.look, drawing.labels, *drawing.options)
        return Picture(on_paper.drawn(made, drawing.frames), drawing.alt, title, caption)

    def table(
        self, rows: Sequence[dict], columns: Sequence[str], title: str = "", heads: dict | None = None,
        as_is: Sequence[str] = (),
    ) -> Table:  # fmt: skip
        """Columns of rows in words, those that nobody has left out; those `as_is` are in words already, or the visitor's."""
        words, have = self.words, [c for c in columns if any(row.get(c) is not None for row in rows)]
        heads = {c: words.name("columns", c) for c in have} | (heads or {})
        shown = rows[:MOST_ROWS]
        written = [
            [words.name("", v) for v in values] if c in as_is else [write(v) for v in values]
            for c, values in ((c, [row.get(c) for row in shown]) for c in have)
            for write in [column_words.writer(words, c, values)]
        ]
        right = tuple(c in column_words.NUMBERS for c in have)
        told = tuple(tuple(map(one_line, row)) for row in zip(*written, strict=True))
        return Table(tuple(heads[c] for c in have), told, right, title, len(rows) - len(shown))

    def chapter(
        self, room: str, headline: str, *content: Part | None,
        names: Sequence[str] = (), also: Sequence[str] = (), **particulars: object,
    ) -> Chapter:  # fmt: skip
        """The words every page has, around its own; `also`: rooms that are parts of the page."""
        words = self.words
        how = [words(f"{room}.how", **particulars), *(words(f"{part}.how") for part in also)]
        source = "\n\n".join(words(f"{told}.source") for told in (room, *also))
        title, question, definition = (words(f"{room}.{key}") for key in ("title", "question", "definition"))
        kept = tuple(part for part in content if part is not None)
        told = (title, question, definition, headline, kept, "\n\n".join(how), source)
        return Chapter(room, *told, self.settings(names))

    def settings(self, names: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        words, textbook = self.words, Thresholds()
        return tuple(
            (words(f"thresholds.{n}"), setting(words, n, self.thresholds[n]), setting(words, n, textbook[n]))
            for n in names
        )

    def measure_heads(self) -> dict[str, str]:
        """Columns of the chosen measure under its own name: revenue, share of revenue."""
        name = f"thresholds.measure.{self.thresholds['measure']}"
        share = self.words("frame.share_of", measure=self.words(f"{name}.genitive"))
        return {"value": self.words(name), "value_share": share}
