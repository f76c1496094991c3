"""Files a visitor brings → typed rows of a base, with what was understood and what was refused."""

from analytics.ingest.loading import load
from analytics.ingest.reading import understand
from analytics.ingest.receipts import Receipt, receipts, refused, refused_table
from analytics.ingest.understanding import Hints, Notice, Understanding

__all__ = [
    "Hints",
    "Notice",
    "Receipt",
    "Understanding",
    "load",
    "receipts",
    "refused",
    "refused_table",
    "understand",
]
