"""Between the rows of a file and what they mean: a report made for reading becomes the plain table that is in it."""

from analytics.ingest.layouts.arranging import STEPS, Arranged, arranged
from analytics.ingest.layouts.headings import header_row
from analytics.ingest.layouts.telling import differing, told

__all__ = ["STEPS", "Arranged", "arranged", "differing", "header_row", "told"]
