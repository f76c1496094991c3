"""Do they stay? CRR and churn by calendar bucket, cohorts, and reasons for leaving."""

from __future__ import annotations

from itertools import groupby

from analytics.charts import cohort_map, movements, rate_line, reason_bars
from analytics.headlines import retention as headline
from analytics.methods import cohorts, departures, retention
from analytics.report_pages.telling import Asked, Chapter, Missing, Part, Picture

ROOM = headline.ROOM
NAMES = ("retention.membership", "retention.active_days", "bucket", "include_unfinished")
COLUMNS = "period start_customers retained new returned lost end_customers crr churn".split()
REASONS = "reason customers share cumulative_share published_share".split()
MOST_BUCKETS = 24


def tell(asked: Asked) -> Chapter:
    words, thresholds, facts = asked.words, asked.thresholds, asked.facts
    if not facts.dated:
        raise Missing(words("frame.needs_dates"))
    rows = retention.table(asked.warehouse, facts, thresholds)
    if not retention.counted(rows):
        early = any(row["early"] and row["crr"] is not None for row in rows)
        bucket = words(f"thresholds.bucket.{thresholds['bucket']}").lower()
        raise Missing(words(f"{ROOM}.few_days") if early else words(f"{ROOM}.few_buckets", bucket=bucket))
    name = lambda day: words.bucket(facts.view.bucket, day)  # noqa: E731
    states = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    shown = [row | {"period": name(row["bucket"])} for row in rows[-MOST_BUCKETS:]]
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows, facts, thresholds),
        flows(asked, rows, states, name),
        rates(asked, rows, states, name),
        asked.table(shown, COLUMNS, heads={"period": words(f"{ROOM}.period")}, as_is=("period",)),
        *came(asked),
        *left(asked),
        names=NAMES,
        also=("cohorts",),
    )


def flows(asked: Asked, rows: list[dict], states: dict[str, str], name) -> Picture:
    words = asked.words
    labels = {flow: words(f"{ROOM}.{flow}") for flow in retention.FLOWS}
    labels |= {"customers": words(f"{ROOM}.customers"), "bucket": words(f"{ROOM}.period")}
    frames = movements.frames(rows, labels | states, name, asked.look)
    title = words(f"{ROOM}.flows_title")
    return asked.picture(movements.chart, labels, frames, alt=title, title=title)


def rates(asked: Asked, rows: list[dict], states: dict[str, str], name) -> Picture:
    words = asked.words
    labels = {"rate": words("columns.crr"), "bucket": words(f"{ROOM}.period"), "count": words(f"{ROOM}.retained")}
    levels = [(level, words(f"{ROOM}.level_{code}")) for code, level in retention.REFERENCES.items()]
    frames = rate_line.frames(rows, levels, states, name, asked.look)
    title, hint = words(f"{ROOM}.rates_title"), words(f"{ROOM}.levels_hint")
    return asked.picture(rate_line.chart, labels, frames, alt=title, title=title, caption=hint)


def came(asked: Asked) -> tuple[Picture, ...]:
    """The map of cohorts by date: the latest of them, as many as can be seen at once."""
    words, bucket = asked.words, asked.facts.view.bucket
    rows = cohorts.by_date(asked.warehouse, cohorts.build(asked.warehouse, asked.facts, bucket))
    by_cohort = {day: list(its) for day, its in groupby(rows, key=lambda row: row["cohort"])}
    if not by_cohort:
        return ()
    latest = dict(list(by_cohort.items())[-cohort_map.MOST_COHORTS :])
    name = lambda day: words.bucket(bucket, day)  # noqa: E731
    names = {day: words("cohorts.cohort_of", name=name(day), n=its[0]["clients"]) for day, its in latest.items()}
    labels = {told: words(f"cohorts.{told}") for told in cohort_map.TOLD} | {"since": words(f"cohorts.since_{bucket}")}
    states = {True: words("cohorts.finished"), False: words("cohorts.unfinished")}
    mapped = [row for its in latest.values() for row in its]
    frames = cohort_map.frames(mapped, cohorts.SHOWN[0], names, states, asked.look, name)
    title, hint = words("cohorts.map"), words("cohorts.unfinished_hint")
    return (asked.picture(cohort_map.chart, labels, frames, len(latest), alt=title, title=title, caption=hint),)


def left(asked: Asked) -> tuple[Part, ...]:
    words, rows = asked.words, departures.reasons(asked.warehouse, asked.facts)
    if not rows:
        return ()
    name = lambda reason: words.name("departures", reason)  # noqa: E731
    labels = {"reason": words(f"{ROOM}.reason"), "share": words(f"{ROOM}.reason_share")}
    labels |= {"published": words(f"{ROOM}.reason_published"), "customers": words(f"{ROOM}.customers")}
    frames = reason_bars.frames(rows, name, asked.look)
    title, shown = words(f"{ROOM}.tab_reasons"), min(len(rows), reason_bars.MOST_REASONS)
    source = words(f"{ROOM}.reasons_source")
    picture = asked.picture(reason_bars.chart, labels, frames, shown, alt=title, title=title, caption=source)
    return picture, asked.table([row | {"reason": name(row["reason"])} for row in rows], REASONS, as_is=("reason",))
