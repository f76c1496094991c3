"""Who buys recently, often and for much? Scores, the map of segments, cut points that can be dragged, and codes."""

import streamlit as st

from analytics.headlines import rfm as headline
from analytics.methods import rfm
from ui import parts, rfm_cuts, rfm_map, session, tune

ROOM = "rfm"
NAMES = ("rfm.method", "rfm.bins", *rfm_cuts.NAMES, "rfm.monetary")
LEAST_PER_SCORE = 20


def live() -> None:
    facts = parts.guard()
    lacks = rfm.lacking(session.thresholds(), facts)
    if lacks:
        tell_lacking(lacks)
        return
    controls(facts)
    judge = rfm.method(session.thresholds(), facts)
    rows = rfm.codes(session.warehouse(), facts, judge)
    parts.headline(headline.sentence(session.t(), rows, judge, facts))
    few_clients(judge, facts)
    rfm_map.show(facts, judge, rows)
    unscored = facts.whole["clients"] - sum(row["customers"] for row in rows)
    if unscored:
        st.caption(session.t()(f"{ROOM}.unscored", n=unscored))
    rfm_cuts.show(facts, judge, rows)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    judge = rfm.method(thresholds, facts)
    rows = rfm.codes(session.warehouse(), facts, judge)
    if rows:
        rfm_map.forget_code_after_a_click()
        named_codes(facts, judge, rows)
        search(judge)
        rfm_map.client_list(facts, thresholds, rfm_map.chosen(facts, judge, rows))
        segments(facts, judge, rows)
        cut_points(judge)
        rfm_map.editor(judge)
    told = {d.name: ", ".join(map(session.t().exact, d.cuts)) or "—" for d in judge.dimensions}
    parts.explained(ROOM, NAMES, **told)


def tell_lacking(lacks: tuple[str, ...]) -> None:
    words = session.t()
    what = ", ".join(words.name("common", name).lower() for name in lacks)
    columns = {"orders": words("columns.orders"), "recency": words("columns.last_order_date")}
    st.info(words(f"{ROOM}.lacking", what=what, **columns), icon=":material/event_busy:")


def controls(facts) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, gap="large", key="switches_rfm"):
            method = tune.switch("rfm.method")
            tune.switch("rfm.monetary")
        if method == "quantile":
            tune.slider("rfm.bins", 2, 10, 1)
        elif method == "cuts":
            rfm_cuts.boxes(rfm.method(session.thresholds(), facts))
        tune.reset_button(NAMES)


def few_clients(judge, facts) -> None:
    words, bins = session.t(), max(dimension.bins for dimension in judge.dimensions)
    if bins > 2 and facts.whole["clients"] < LEAST_PER_SCORE * bins:
        told = words(f"{ROOM}.few_clients", n=facts.whole["clients"], bins=bins)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f":material/info: {told}")
            label = words(f"{ROOM}.two_scores")
            st.button(label, key="rfm.two", type="tertiary", icon=":material/looks_two:", on_click=two_scores)


def two_scores() -> None:
    session.put({"rfm.method": "median"})
    st.rerun([tune.LIVE, tune.REST])


def search(judge) -> None:
    words = session.t()
    given = st.text_input(
        words(f"{ROOM}.search"),
        key=rfm_map.CODE,
        placeholder=words(f"{ROOM}.search_hint"),
        icon=":material/search:",
        width=320,
    )
    if given and not rfm.read_code(given, judge):
        r, f, m = (dimension.bins for dimension in judge.dimensions)
        st.caption(words(f"{ROOM}.no_code", code=parts.plain(given), r=r, f=f, m=m))


def named_codes(facts, judge, rows: list[dict]) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.named"), anchor=False)
    with st.container(key="side_by_side_codes", horizontal=True, gap="medium"):
        for name, code in rfm.named_codes(judge).items():
            found, written = rfm.of_code(rows, judge, facts, code), rfm.written_code(code)
            with st.container(border=True, height="stretch"):
                told = words(f"{ROOM}.told_customers", n=found["customers"], share=found["customer_share"])
                st.markdown(f"**{written}** · {told} · {words(f'{ROOM}.caption', share=found['revenue_share'])}")
                st.caption(words(f"{ROOM}.{name}"))
                st.button(words(f"{ROOM}.show"), key=f"rfm.show.{name}", on_click=look_up, args=(written,))


def look_up(code: str) -> None:
    st.session_state[rfm_map.CODE] = code
    st.rerun(tune.REST)


def segments(facts, judge, rows: list[dict]) -> None:
    st.subheader(session.t()(f"{ROOM}.segments"), anchor=False)
    found = rfm.segments(rows, judge, facts)
    columns = ["segment", "customers", "customer_share", "orders", "revenue", "revenue_share"]
    parts.table(found, columns, key="rfm_segments", height="content")
    parts.downloads("rfm_segments", lambda: [{c: row[c] for c in columns} for row in found], "rfm_segments")


def cut_points(judge) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.cut_points"), anchor=False)
    st.caption(words(f"{ROOM}.cut_points_about"))
    found = [row | {"limit": row["value"]} for row in rfm.cut_points(judge)]
    shown = [row | {"edge": str(row["edge"]), "limit": words.exact(row["value"])} for row in found]
    parts.table(shown, ["dimension", "edge", "limit"], key="rfm_cuts", height="content")
    parts.downloads(
        "rfm_cuts", lambda: [{c: row[c] for c in ("dimension", "edge", "limit")} for row in found], "rfm_cuts"
    )


parts.page(ROOM, live, rest)
