"""Tables for a terminal: columns aligned, numbers to the right, words of the visitor's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from analytics.doctor import telling, unlocks
from analytics.doctor.finding import Finding
from analytics.doctor.unlocks import Lacking
from analytics.ingest import Receipt
from analytics.plain_text import one_line
from analytics.words import UNDEFINED, Words

WIDEST = 32
OWN_TEXT = ("name", "customer_id", "order_id")
CODES = {
    "next_step": "treatments",
    "cut": "columns",
    "method": "thresholds.abc.method",
    "rule": "thresholds.profit.d_rule",
}
CODES |= dict.fromkeys(("bridge", "factor", "client_change"), "development")
RATES = ("share", "margin", "crr", "churn", "rate")
TOLD = [
    "name",
    "kind",
    "container",
    "encoding",
    "delimiter",
    "sheet",
    "header_row",
    "decimal",
    "date_order",
    "rows_read",
    "rows_used",
    "rows_without_client",
    "amount_without_client",
    "duplicate_rows",
    "clients",
    "amount_read",
    "amount",
    "first_date",
    "last_date",
    "period",
    "report_total",
]


def table_text(rows: Sequence[dict], words: Words) -> str:
    """Rows of equal keys → lines of text with a head; the undefined is —."""
    keys = list(rows[0])
    cells = [[words.name("columns", key) for key in keys]] + [
        [_cell(key, row[key], words) for key in keys] for row in rows
    ]
    widths = [max(len(line[i]) for line in cells) for i in range(len(keys))]
    right = [all(isinstance(row[key], int | float | Decimal | None) for row in rows) for key in keys]
    lines = [
        "  ".join(_aligned(c, w, r) for c, w, r in zip(line, widths, right, strict=True)).rstrip() for line in cells
    ]
    return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:]])


def receipt_table(receipt: Receipt, words: Words) -> str:
    """What was understood of one file: a line a fact, then the mapping, what was left out and the warnings."""
    facts = [(words(f"receipt.{key}"), _fact(key, getattr(receipt, key), words)) for key in TOLD]
    facts += [(words("receipt.mapping"), f"{words.name('columns', c)} ← {s}") for c, s in receipt.mapping.items()]
    facts += [
        (words("receipt.left_out"), f"{words(f'ingest.{r}')}: {words.number(n)}")
        for r, n in receipt.rows_left_out.items()
    ]
    facts += [(words("receipt.warning"), words(f"ingest.{w.code}", **w.particulars)) for w in receipt.warnings]
    width = max(len(name) for name, _ in facts)
    return "\n".join(f"{name:<{width}}  {one_line(value)}" for name, value in facts if value != UNDEFINED)


def doctor_text(found: Sequence[Finding], lacks: Sequence[Lacking], words: Words) -> str:
    """Findings of the doctor a line each, the gravest first; then what the base lacks and what it would answer."""
    lines = [f"{words(f'doctor.{f.severity}')}: {one_line(telling.sentence(f, words))}" for f in found]
    lines = [words("doctor.section"), *(lines or [words("doctor.healthy")])]
    if lacks:
        lines += ["", words("unlocks.title")]
        lines += [f"{unlocks.name(each, words)}: {words(f'unlocks.{each.code}')}" for each in lacks]
    return "\n".join(lines)


def _fact(key: str, value: object, words: Words) -> str:
    if key == "kind":
        return words(f"bases.{value}")
    if key == "delimiter" and value == "\t":
        return "\\t"
    if isinstance(value, tuple):
        return "..".join(map(str, value))
    return str(value) if key == "header_row" else _cell(key, value, words)


def _cell(key: str, value: object, words: Words) -> str:
    if isinstance(value, bool) or value is None:
        return UNDEFINED if value is None else str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        is_rate = key == "change_rate" or (key.endswith(RATES) and abs(value) <= 1)
        return words.percent(value) if is_rate else words.exact(round(value, 2))
    text = one_line(str(value) if key in OWN_TEXT else words.name(CODES.get(key, "common"), value))
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _aligned(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)
