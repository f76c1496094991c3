"""Are the clients pleased? NPS and CSI by quarter, whose clients are pleased and whose are not, and the service board."""

import streamlit as st

from analytics.ingest import receipts, scales
from analytics.methods import satisfaction
from ui import caching, needed_base, parts, satisfaction_charts, satisfaction_cuts, service_board, session, tune
from ui.markup import plain
from ui.satisfaction_words import points, quarter_name, times

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
    parts.headline(sentence(rows, facts, thresholds))
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


def sentence(rows: list[dict], facts, thresholds) -> str:
    """NPS of the last quarter that may be judged, held against the one before and the whole window; then CSI."""
    words, whole = session.t(), satisfaction.overall(session.warehouse(), facts, thresholds)
    judged = satisfaction.counted(rows, thresholds["include_unfinished"])
    last, name = (judged[-1], quarter_name(judged[-1]["quarter"])) if judged else (whole, words(f"{ROOM}.the_window"))
    told = [of_nps(last, name, thresholds)]
    if last["nps"] is not None and (before := quarter_before(last, rows)):
        told.append(words(f"{ROOM}.moved_{satisfaction.moved(last, before)}", before=points(before["nps"])))
    if last is not whole and whole["nps"] is not None:
        told.append(words(f"{ROOM}.overall", **interval(whole)))
    return " ".join([*told, *of_csi(last)])


def of_nps(row: dict, quarter: str, thresholds) -> str:
    words = session.t()
    if row["nps"] is not None:
        return words(f"{ROOM}.headline", quarter=quarter, **interval(row))
    if row["nps_answers"]:
        least = thresholds["satisfaction.min_answers"]
        return words(f"{ROOM}.headline_few", quarter=quarter, n=row["nps_answers"], least=least)
    if row["answers"]:
        return words(f"{ROOM}.headline_no_nps", quarter=quarter, n=row["answers"])
    return words(f"{ROOM}.headline_none", quarter=quarter)


def interval(row: dict) -> dict:
    told = {"nps": points(row["nps"]), "low": points(row["nps_low"]), "high": points(row["nps_high"])}
    return told | {"n": row["nps_answers"]}


def quarter_before(row: dict, rows: list[dict]) -> dict | None:
    """The calendar quarter just before, when its NPS is known."""
    place = next((i for i, other in enumerate(rows) if other is row), 0)
    return rows[place - 1] if place and rows[place - 1]["nps"] is not None else None


def of_csi(row: dict) -> list[str]:
    words = session.t()
    if row["csi"] is not None:
        return [words(f"{ROOM}.csi_is", csi=times(row["csi"]), high=row["high"], low=row["low"])]
    return [words(f"{ROOM}.csi_no_low", n=row["high"])] if row["csi_answers"] else []


parts.page(ROOM, live, rest)
