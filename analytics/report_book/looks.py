"""How the workbook looks: fonts, colours by meaning, number formats that every Excel writes by its own language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from analytics import column_words
from analytics.charts.theme import Look

PAPER_LOOK = Look()
FONT = "Arial"
INK, MUTED, GRID, ACCENT = (c[1:] for c in (PAPER_LOOK.ink, PAPER_LOOK.muted, PAPER_LOOK.grid, PAPER_LOOK.accent))
AMBER, BLUE = PAPER_LOOK.class_color("B")[1:], PAPER_LOOK.class_color("new")[1:]
WHITE, PALE, CHANGED = "FFFFFF", "F3F7F8", "FFF1CC"
COUNT, RATE, WHOLE, CENTS, DECIMAL, FINE = "#,##0", "0.0%", "#,##0", "#,##0.00", "0.00", "0.0000"
# the number of a built-in format that each Excel shows as its own country writes dates
DATE = "mm-dd-yy"
READABLE = 40
BUCKETS = {"year": "yyyy", "month": "mmm yyyy"}
RATES = column_words.RATES | set(
    "a_customer_share change_rate rate top1_share top3_share top5_share top10_share".split()
)
COUNTS = column_words.COUNTS | set("customers_for_80 hhi r_score f_score m_score edge step index".split())
DECIMALS = column_words.DECIMALS | set("csi lift mean_score gini revenue_cv".split())
POINTS = set("nps nps_low nps_high".split())
PROBABILITIES = {"p_value"}


@dataclass(frozen=True)
class CellLook:
    """The look of a cell; colours are six hexadecimal digits, `line` draws one above (`top`) or below (`bottom`)."""

    bold: bool = False
    size: int = 10
    ink: str = INK
    fill: str | None = None
    format: str = "General"
    align: str | None = None
    wrap: bool = False
    line: str | None = None
    underline: bool = False
    indent: int = 0

    def wear(self, cell) -> None:
        cell.font = Font(FONT, self.size, self.bold, color=self.ink, underline="single" if self.underline else None)
        upright = "top" if self.wrap and not self.fill else "center"
        cell.alignment = Alignment(self.align, upright, wrap_text=self.wrap, indent=self.indent)
        if self.fill:
            cell.fill = PatternFill("solid", self.fill)
        if self.line:
            strong = Side("medium" if self.line == "top" else "thin", ACCENT if self.line == "top" else GRID)
            cell.border = Border(**{self.line: strong})
        cell.number_format = self.format


TITLE = CellLook(bold=True, size=16, ink=ACCENT)
SUBTITLE = CellLook(bold=True, size=12)
TEXT = CellLook(wrap=True)
QUIET = CellLook(ink=MUTED, wrap=True)
SMALL = CellLook(ink=MUTED, size=9)
LINK = CellLook(ink=ACCENT, underline=True)


def body(format: str = "General", text: bool = False, fill: str | None = None, bold: bool = False) -> CellLook:
    """A cell of a table; a text stands a little off the numbers at its left."""
    align = "left" if text else "right"
    return CellLook(format=format, fill=fill, bold=bold, line="bottom", align=align, indent=int(text))


def first(look: CellLook) -> CellLook:
    """The same in the first column, which begins at the edge."""
    return replace(look, align="left", indent=0)


def head(text: bool, is_first: bool) -> CellLook:
    look = CellLook(bold=True, ink=WHITE, fill=ACCENT, wrap=True, align="left" if text else "right", indent=int(text))
    return first(look) if is_first else look


def total(format: str = "General", text: bool = False) -> CellLook:
    return CellLook(bold=True, format=format, fill=PALE, line="top", align="left" if text else "right")


def colour(code: str) -> str:
    """The colour of a class, a stage or a segment by its meaning."""
    return PAPER_LOOK.class_color(code)[1:]


def tint(hexadecimal: str, strength: float = 0.22) -> str:
    """The colour laid thinly over white paper."""
    parts = (int(hexadecimal[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 - strength * (255 - part)):02X}" for part in parts)


def number_format(column: str, values: Sequence[object]) -> str:
    """How a column of these values is written: by its meaning, and money by its size."""
    known = {**dict.fromkeys(RATES, RATE), **dict.fromkeys(COUNTS, COUNT), **dict.fromkeys(DECIMALS, DECIMAL)}
    known |= dict.fromkeys(POINTS, "0.0") | dict.fromkeys(PROBABILITIES, FINE)
    told = [value for value in values if value is not None]
    if any(isinstance(value, dt.date) for value in told):
        return DATE
    if column in known:
        return known[column]
    return number_of_size(told) if all(isinstance(value, int | float | Decimal) for value in told) else "General"


def number_of_size(values: Sequence[float | int | Decimal]) -> str:
    """Whole units where the largest has four digits or more or all are whole, else with cents."""
    large = max((abs(value) for value in values), default=0) >= 1000
    return WHOLE if large or all(value == int(value) for value in values) else CENTS


def bucket_format(bucket: str) -> str:
    """How the first day of a calendar bucket is written."""
    return BUCKETS.get(bucket, DATE)
