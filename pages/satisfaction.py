"""Are the clients pleased? NPS and CSI by quarter, whose clients are pleased and whose are not, and the service board."""

import streamlit as st

from analytics.headlines import satisfaction as headline
from analytics.ingest import receipts, scales
from analytics.methods import satisfaction
from ui import caching, needed_base, parts, satisfaction_charts, satisfaction_cuts, service_board, session, tune
from ui.markup import plain

ROOM = "satisfaction"
NAMES = ("satisfaction.high_from", "satisfaction.low_to", "satisfaction.min_answers")


def live() -> None:
    facts = parts.guard()
    if not satisfaction.is_told(session.warehouse()):
        needed_base.offer(ROOM, "scores")
        return
    controls()
    thresholds = session.thresholds()
    rows = quarters(facts)
    whole = satisfaction.overall(session.warehouse(), facts, thresholds)
    parts.headline(headline.sentence(session.t(), rows, whole, thresholds))
    for remark in remarks(facts):
        st.caption(remark)
    satisfaction_charts.by_quarter(rows, thresholds)
    satisfaction_charts.spread(facts, thresholds)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    if satisfaction.is_told(session.warehouse()):
        satisfaction_cuts.who_scored(facts, thresholds)
        satisfaction_cuts.show(quarters(facts), facts, thresholds)
    service_board.show(facts)
    parts.explained(ROOM, (*NAMES, "include_unfinished"))


def remarks(facts) -> list[str]:
    """What of the answers is not as the file has it: another scale, and questions no measure counts."""
    words, warehouse = session.t(), session.warehouse()
    told = [notice for receipt in receipts(warehouse) if receipt.kind == "scores" for notice in receipt.warnings]
    told = [words(f"ingest.{n.code}", **n.particulars) for n in told if n.code == scales.TOLD]
    others = caching.remembered("other_questions", lambda: satisfaction.to_other_questions(warehouse, facts))
    return [*map(plain, told), *([words(f"{ROOM}.other_questions", n=others)] if others else [])]


def controls() -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider(NAMES[0], 2, 10, 1)
            tune.slider(NAMES[2], 1, 200, 1)
        with right:
            tune.slider(NAMES[1], 1, 9, 1)
            tune.reset_button(NAMES)


def quarters(facts) -> list[dict]:
    asked = (session.warehouse(), facts, session.thresholds())
    return caching.judged("satisfaction", lambda: satisfaction.by_quarter(*asked))


parts.page(ROOM, live, rest)
