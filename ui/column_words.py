"""How a column of a table is written for the visitor (analytics/column_words.py)."""

from __future__ import annotations

import pyarrow as pa

from analytics import column_words
from analytics.column_words import NUMBERS  # noqa: F401
from ui import session


def written(rows: dict[str, list]) -> pa.Table:
    return column_words.written(session.t(), rows)


def of_code(column: str, code: str | None) -> str:
    return column_words.of_code(session.t(), column, code)
