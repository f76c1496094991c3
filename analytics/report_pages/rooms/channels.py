"""Which sources bring loyal clients, what do they cost, and who is worth paying for?"""

from __future__ import annotations

from analytics.charts import interval_rows, paired_bars
from analytics.headlines import channels as headline
from analytics.methods import channels
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture, Told

ROOM, SHARE = headline.ROOM, channels.SHARES[0]
NAMES = ("abc.method", "retention.membership", "bucket", "include_unfinished")
COLUMNS = ("channel customers revenue profit repeat_share a_share crr referral_share cost_per_customer").split()


def tell(asked: Asked) -> Chapter:
    words, warehouse, facts = asked.words, asked.warehouse, asked.facts
    offered = channels.offered(warehouse)
    if not offered:
        raise Missing(words(f"{ROOM}.needs_channel"))
    built = channels.build(warehouse, facts, offered[0])
    settled = channels.settle(warehouse, facts, asked.thresholds, built)
    rows = headline.named(words, channels.rows(warehouse, facts, asked.thresholds, built, settled))
    bucket = settled.stayed and words.bucket(asked.thresholds["bucket"], settled.stayed.bucket)
    heads = {"crr": words(f"{ROOM}.crr_of", bucket=bucket or "")}
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows, channels.FEW),
        shares(asked, rows),
        weights(asked, rows),
        asked.table([row | {"channel": row["name"]} for row in rows], COLUMNS, heads=heads, as_is=("channel",)),
        names=NAMES,
        n=channels.FEW,
    )


def shares(asked: Asked, rows: list[dict]) -> Picture | Told:
    """The share that bought again beside that of all clients, each within its interval."""
    words, whole, key = asked.words, channels.together(rows), channels.share_key(SHARE)
    if whole[key] is None:
        return Told(words(f"{ROOM}.why_{next(row['reasons'][key] for row in rows if key in row['reasons'])}"))
    line = {"value": whole[key], "label": words(f"{ROOM}.all_together", share=whole[key])}
    frames = interval_rows.frames([within(asked, row) for row in rows], line, words.percent, asked.look)
    labels = {"value": words(f"{ROOM}.share_{SHARE}"), "within": words(f"{ROOM}.within"), "count": words(f"{ROOM}.of")}
    shown, title = (
        tuple(row["name"] for row in rows[: interval_rows.MOST_ROWS]),
        words(f"{ROOM}.chart_{SHARE}", bucket=""),
    )
    hint = words(f"{ROOM}.shares_hint")
    return asked.picture(interval_rows.chart, labels, frames, shown, True, alt=title, title=title, caption=hint)


def within(asked: Asked, row: dict) -> dict:
    n = row[f"of_{SHARE}"]
    told = {"name": row["name"], "count": n}
    if n < channels.FEW:
        return told | {"value": None, "low": None, "high": None, "why": asked.words(f"{ROOM}.too_few", n=n)}
    low, high = channels.interval(row, SHARE)
    return told | {"value": row[channels.share_key(SHARE)], "low": low, "high": high, "why": ""}


def weights(asked: Asked, rows: list[dict]) -> Picture:
    words = asked.words
    heads = (words("columns.customers"), words("columns.revenue"))
    frames = paired_bars.frames(rows, heads, asked.look)
    names, title = tuple(row["name"] for row in rows), words(f"{ROOM}.weights")
    labels = {"share": words("columns.share")}
    return asked.picture(paired_bars.chart, labels, frames, names, (), alt=title, title=title)
