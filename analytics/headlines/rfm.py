"""Who buys recently, often and for much? The best code, and the one of those who were the best and are gone."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.facts import Facts
from analytics.methods import rfm
from analytics.methods.rfm import Rfm
from analytics.words import Words

ROOM = "rfm"


def sentence(words: Words, rows: Sequence[dict], judge: Rfm, facts: Facts) -> str:
    """`rows`: rfm.codes."""
    told, codes = [], rfm.named_codes(judge)
    for name, some, none in (("best", "headline", "headline_none"), ("gone", "headline_gone", "headline_no_gone")):
        found, code = rfm.of_code(rows, judge, facts, codes[name]), rfm.written_code(codes[name])
        particulars = {"n": found["customers"], "share": found["revenue_share"], "code": code}
        told.append(words(f"{ROOM}.{some if found['customers'] else none}", **particulars))
    return " ".join(told)
