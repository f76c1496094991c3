"""The map of segments: as cells of R × FM or as areas, the clients behind what was clicked, and the map's own editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import streamlit as st

from analytics import segment_map
from analytics.charts import segment_map as map_chart
from analytics.charts import treemap
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import rfm
from analytics.methods.rfm import Rfm
from ui import parts, session, tune

ROOM = "rfm"
VIEWS = ("map", "customers", "revenue")
VIEW, CODE, PICKED, REFUSED = "rfm.view", "rfm.code", "rfm.picked", "rfm.refused"
LIST = "name customer_id rfm_code rfm_segment recency_days orders revenue average_order profit last_order_date abc_class".split()


@dataclass(frozen=True)
class Chosen:
    """The clients a click or a code asks for: `what` they are called, `segment` whose advice fits them, how many."""

    what: str
    segment: str
    customers: int
    only: tuple[tuple[str, str], ...] = ()
    among: str = ""


def show(facts: Facts, judge: Rfm, rows: Sequence[dict]) -> None:
    words = session.t()
    name = lambda view: words(f"{ROOM}.view_{view}")  # noqa: E731
    shown = {"required": True, "format_func": name, "label_visibility": "collapsed", "on_change": _looked_anew}
    view = st.segmented_control(words(f"{ROOM}.view"), VIEWS, default=VIEWS[0], key=VIEW, **shown)
    (_cells if view == VIEWS[0] else _areas)(facts, judge, rows, view)
    st.caption(words(f"{ROOM}.choose_a_cell"))
    if view == VIEWS[0] and any(d.bins != segment_map.SCALE for d in judge.dimensions):
        st.caption(words(f"{ROOM}.other_scale"))


def _looked_anew() -> None:
    st.session_state.pop(PICKED, None)


def _cells(facts: Facts, judge: Rfm, rows: Sequence[dict], view: str) -> None:
    words = session.t()
    found = rfm.cells(rows, judge, facts)
    captions = [words(f"{ROOM}.caption", share=cell["revenue_share"]) for cell in found]
    labels = {"recency": words(f"{ROOM}.axis_recency"), "frequency_money": words(f"{ROOM}.axis_frequency_money")}
    labels |= {key: words(f"columns.{key}") for key in ("customers", "revenue")}
    frames = map_chart.frames(found, captions, rfm.reachable(judge), session.look())
    parts.chart(map_chart.chart, labels, frames, key="rfm_map", select=True, alt=words(f"{ROOM}.question"))


def _areas(facts: Facts, judge: Rfm, rows: Sequence[dict], view: str) -> None:
    words = session.t()
    found = rfm.segments(rows, judge, facts)
    if view == "customers":
        told = [words(f"{ROOM}.told_customers", n=row["customers"], share=row["customer_share"]) for row in found]
    else:
        told = [words(f"{ROOM}.told_revenue", share=row["revenue_share"]) for row in found]
    frames, labels = treemap.frames(found, view, told, session.look()), {"amount": words(f"columns.{view}")}
    key, alt = f"rfm_{view}", words(f"{ROOM}.view_{view}")
    parts.chart(treemap.chart, labels, frames, key=key, select=True, alt=alt)


def chosen(facts: Facts, judge: Rfm, rows: Sequence[dict]) -> Chosen:
    """Whom the list shows: the code that was typed, what was clicked since, or those not to lose until something is."""
    words, view = session.t(), st.session_state.get(VIEW, VIEWS[0])
    picked = parts.chosen_in("rfm_map", "cell") if view == VIEWS[0] else parts.chosen_in(f"rfm_{view}", "picked")
    code = rfm.read_code(st.session_state.get(CODE) or "", judge)
    if code:
        written, sums = rfm.written_code(code), rfm.of_code(rows, judge, facts, code)
        what, segment = words(f"{ROOM}.code_label", code=written), judge.cells[judge.place_of(*code)]
        return Chosen(what, segment, sums["customers"], (("rfm_code", written),))
    if picked and "place" in picked[0]:
        return _of_cell(facts, judge, rows, picked[0]["place"])
    return _of_segment(facts, judge, rows, segment_map.ALL[picked[0]["number"]] if picked else None)


def forget_code_after_a_click() -> None:
    """What was done last decides: a click on the map empties the box with the code."""
    view = st.session_state.get(VIEW, VIEWS[0])
    picked = parts.chosen_in("rfm_map", "cell") if view == VIEWS[0] else parts.chosen_in(f"rfm_{view}", "picked")
    if picked and picked != st.session_state.get(PICKED):
        st.session_state[CODE] = ""
    st.session_state[PICKED] = picked


def _of_cell(facts: Facts, judge: Rfm, rows: Sequence[dict], place: int) -> Chosen:
    cell = rfm.cells(rows, judge, facts)[place]
    name = session.t().segment(cell["segment"])
    what = session.t()(f"{ROOM}.cell", segment=name, r=cell["r"], fm=cell["fm"])
    return Chosen(what, cell["segment"], cell["customers"], among=rfm.among(facts, judge, place))


def _of_segment(facts: Facts, judge: Rfm, rows: Sequence[dict], segment: str | None) -> Chosen:
    found = {row["segment"]: row for row in rfm.segments(rows, judge, facts)}
    gone = judge.cells[judge.place_of(*rfm.named_codes(judge)["gone"])]
    largest = max(found.values(), key=lambda row: row["customers"])["segment"]
    segment = segment if segment in found else gone if found[gone]["customers"] else largest
    only = (("rfm_segment", segment),)
    return Chosen(session.t().segment(segment), segment, found[segment]["customers"], only)


def client_list(facts: Facts, thresholds, asked: Chosen) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.list", what=asked.what, n=asked.customers), anchor=False)
    if words.has(f"{ROOM}.advice_{asked.segment}"):
        st.markdown(words(f"{ROOM}.advice_{asked.segment}"))
    if asked.customers:
        parts.client_list(facts, thresholds, dict(asked.only), asked.customers, "rfm_list", asked.among, LIST)
    else:
        st.caption(words("frame.nobody"))


def editor(judge: Rfm) -> None:
    """The map as a table of choices, and the names as a table of texts; both can be put back."""
    words = session.t()
    with st.expander(words(f"{ROOM}.edit"), icon=":material/edit:", on_change="rerun", key="rfm_edit") as opened:
        if not opened.open:
            return
        st.caption(words(f"{ROOM}.edit_about"))
        _edit_cells(judge)
        st.markdown(f"**{words(f'{ROOM}.edit_names')}**")
        _edit_names()
        differs = judge.cells != segment_map.TEXTBOOK or session.own_names()
        label, icon = words(f"{ROOM}.to_textbook"), ":material/restart_alt:"
        st.button(label, key="rfm.to_textbook", icon=icon, type="tertiary", disabled=not differs, on_click=_to_textbook)


def _edit_cells(judge: Rfm) -> None:
    words = session.t()
    names = {words.segment(code): code for code in segment_map.ALL}
    head, scale = words(f"{ROOM}.edit_row"), range(1, segment_map.SCALE + 1)
    shown = {head: [f"R {r}" for r in reversed(scale)]}
    shown |= {
        f"FM {fm}": [words.segment(judge.cells[segment_map.place(r, fm)]) for r in reversed(scale)] for fm in scale
    }
    settings = {f"FM {fm}": st.column_config.SelectboxColumn(options=list(names), required=True) for fm in scale}
    key = f"rfm.cells.{hash((judge.cells, session.own_names(), words.language))}"
    table = {"column_config": settings, "disabled": [head], "hide_index": True, "key": key}
    st.data_editor(pa.table(shown), on_change=_cells_edited, args=(key, judge.cells, names), **table)


def _cells_edited(key: str, cells: tuple[str, ...], names: dict[str, str]) -> None:
    """A cell without a choice keeps the segment it had."""
    session.put({"rfm.map": with_edits(cells, st.session_state[key]["edited_rows"], names)})
    st.rerun([tune.LIVE, tune.REST])


def with_edits(cells: tuple[str, ...], edits: dict[int, dict[str, str | None]], names: dict[str, str]) -> list[str]:
    """Cells of the map by place and edits of its table, {row: {"FM 1": name}} → the cells as they are now."""
    now = list(cells)
    for row, changed in edits.items():
        for column, name in changed.items():
            place = segment_map.place(segment_map.SCALE - row, int(column.removeprefix("FM ")))
            now[place] = names.get(name, now[place])
    return now


def _edit_names() -> None:
    words, own = session.t(), dict(session.own_names())
    segment, named = words("columns.segment"), words("columns.own_name")
    names = pa.array([own.get(code) for code in segment_map.ALL], pa.string())
    shown = pa.table({segment: [words(f"common.{code}") for code in segment_map.ALL], named: names})
    settings = {named: st.column_config.TextColumn(max_chars=segment_map.LONGEST_NAME)}
    key = f"rfm.names.{hash((tuple(own.items()), words.language))}.{st.session_state.get(REFUSED, 0)}"
    table = {"column_config": settings, "disabled": [segment], "hide_index": True, "key": key, "placeholder": "—"}
    st.data_editor(shown, on_change=_names_edited, args=(key, own), **table)


def _names_edited(key: str, own: dict[str, str]) -> None:
    """Names are taken all at once; one that cannot be used is told, and the table shows again what was there."""
    wanted = dict(own)
    for row, changed in st.session_state[key]["edited_rows"].items():
        wanted[segment_map.ALL[row]] = next(iter(changed.values())) or ""
    try:
        _rename({code: name for code, name in wanted.items() if name.strip()})
    except Unusable as fault:
        st.session_state[REFUSED] = st.session_state.get(REFUSED, 0) + 1
        session.tell(fault)
    st.rerun([tune.LIVE, tune.REST])


def _rename(wanted: dict[str, str]) -> None:
    words = session.t()
    ours = {words(f"common.{code}").casefold(): code for code in segment_map.ALL}
    for code, name in wanted.items():
        if ours.get(name.strip().casefold(), code) != code:
            raise Unusable("segment_name", value=name, longest=segment_map.LONGEST_NAME)
    session.rename(wanted)


def _to_textbook() -> None:
    session.reset(("rfm.map",))
    session.rename({})
    st.rerun([tune.LIVE, tune.REST])
