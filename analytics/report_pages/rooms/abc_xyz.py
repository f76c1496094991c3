"""Who is both big and steady? The matrix of ABC by XYZ and the treatment each cell calls for."""

from __future__ import annotations

from analytics.drawings import abc_xyz as drawings
from analytics.headlines import abc_xyz as headline
from analytics.methods import abc_xyz
from analytics.report_pages.telling import Asked, Chapter, Missing, Table

ROOM = headline.ROOM
NAMES = {
    "regularity": ("xyz.regularity.x", "xyz.regularity.y"),
    "variation": ("xyz.variation.x", "xyz.variation.y", "xyz.deviation"),
}
COLUMNS = "cell customers customer_share revenue revenue_share profit treatment".split()


def tell(asked: Asked) -> Chapter:
    words, thresholds, facts = asked.words, asked.thresholds, asked.facts
    if not facts.dated:
        raise Missing(words("frame.needs_dates"))
    if not facts.enough_buckets:
        bucket = words(f"thresholds.bucket.{thresholds['bucket']}").lower()
        raise Missing(words(f"{ROOM}.few_buckets", n=facts.whole["counted_buckets"], bucket=bucket))
    rows = abc_xyz.matrix(asked.warehouse, facts, thresholds)
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows),
        asked.drawn(drawings.matrix(asked.look, rows)),
        table(asked, rows),
        names=("xyz.measure", "xyz.count_from", *NAMES[thresholds["xyz.measure"]], "bucket", "include_unfinished"),
        buckets=facts.whole["counted_buckets"],
    )


def table(asked: Asked, rows: list[dict]) -> Table:
    words = asked.words
    letter = lambda code: words.name("common", code)  # noqa: E731
    told = [row | {"cell": f"{letter(row['abc_class'])}{letter(row['xyz_class'])}"} for row in rows]
    told = [row | {"treatment": words.name("treatments", row["treatment"])} for row in told]
    return asked.table(
        told,
        COLUMNS,
        heads={"cell": words("columns.abc_xyz"), "treatment": words("columns.next_step")},
        as_is=("cell", "treatment"),
    )
