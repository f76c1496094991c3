"""How is the base? Revenue over time."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import timeline
from analytics.charts.theme import Look
from analytics.drawings.drawing import Drawing


def over_time(look: Look, rows: Sequence[dict], bucket: str, alt: str) -> Drawing:
    """Bars of revenue by bucket, named as the language names months, quarters and weeks."""
    words = look.words
    labels = {key: words(f"frame.timeline_{key}") for key in ("finished", "unfinished")}
    labels |= {"bucket": words(f"thresholds.bucket.{bucket}"), "value": words("columns.revenue")}
    labels |= {"orders": words("columns.orders")}
    frames = timeline.frames(rows, labels, lambda day: words.bucket(bucket, day), look)
    return Drawing(timeline.chart, labels, frames, alt=alt)
