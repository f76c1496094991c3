"""Do they stay? CRR of the last period that has one, held against the one before and all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.facts import Facts
from analytics.methods import retention
from analytics.thresholds import Thresholds
from analytics.words import Words

ROOM = "retention"


def sentence(words: Words, rows: Sequence[dict], facts: Facts, thresholds: Thresholds) -> str:
    """`rows`: retention.table with at least one that is counted."""
    known = retention.counted(rows)
    last = known[-1]
    told = {"crr": last["crr"], "retained": last["retained"], "n": last["start_customers"]}
    told |= {"bucket": bucket_name(words, facts.view.bucket, last["bucket"])}
    sentences = [words(f"{ROOM}.headline_{thresholds['retention.membership']}", **told)]
    if last["unfinished"]:
        sentences.append(words(f"{ROOM}.so_far"))
    if len(known) > 1:
        sentences.append(_compared(words, last["crr"], known[-2]["crr"], retention.overall(rows)))
    return " ".join(sentences)


def bucket_name(words: Words, bucket: str, day: dt.date) -> str:
    """A calendar bucket in a sentence: a lone date would not say that it is a week."""
    return words(f"{ROOM}.week_of", day=day) if bucket == "week" else words.bucket(bucket, day)


def _compared(words: Words, now: float, before: float, average: float) -> str:
    same = words.percent(now) == words.percent(before)
    against = "same" if same else "more" if now > before else "less"
    return words(f"{ROOM}.against_{against}", before=before, average=average)
