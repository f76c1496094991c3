"""Personas: how many, how distinct, a card of each, the clients of one, and names of the visitor's own."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from analytics import segment_map
from analytics.charts import paired_bars
from analytics.charts.theme import frame
from analytics.customers import one
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import personas, portrait
from analytics.methods.personas import Personas
from analytics.thresholds import Thresholds
from ui import caching, parts, server, session, tune
from ui.markup import plain
from ui.portrait_class import described
from ui.portrait_words import ROOM, attribute_name, times, value_name, workable_range

CHART, REFUSED = "personas_sizes", "personas.refused"
MOST_TRAITS = 4
MEASURED = ("revenue", "orders", "average_order", "recency_days")
TOLD = "persona customers customer_share revenue_share".split() + [f"median_{m}" for m in MEASURED] + ["silhouette"]


def show(facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    st.markdown(words(f"{ROOM}.personas_about"))
    with st.container(horizontal=True, gap="large", key="switches_personas"):
        tune.switch("personas.count")
        if described().attributes:
            tune.switch("personas.attributes")
    found = find(thresholds)
    if isinstance(found, str):
        st.info(words(f"{ROOM}.{found}", least=personas.LEAST_CLIENTS), icon=":material/group_off:")
        return
    rows = caching.remembered(f"profiles.{found.table}", lambda: personas.profiles(session.warehouse(), found))
    parts.headline(sentence(found))
    draw(rows, found)
    cards(rows, found, facts, thresholds)
    members(rows, found, facts, thresholds)
    table(rows, found)
    naming(found)


def find(thresholds: Thresholds) -> Personas | str:
    """The personas of the clients in hand, with a bar while they are looked for; found once for a count and a weight."""
    words, warehouse, known = session.t(), session.warehouse(), described()
    of = f"personas.{thresholds['personas.count']}.{thresholds['personas.attributes']}"
    bar = st.empty()
    server.warm_up_late("sklearn.cluster", "sklearn.metrics")
    told = lambda share: bar.progress(share, words(f"{ROOM}.finding"))  # noqa: E731
    alive = lambda held: isinstance(held, str) or warehouse.holds(held.table)  # noqa: E731
    found = caching.remembered(of, lambda: personas.find(warehouse, known, thresholds, told), alive)
    bar.empty()
    return found


def name(found: Personas, code: str) -> str:
    own = segment_map.own_names(session.setting(session.PERSONA_NAMES, ()), personas.own_codes())
    return own.get(f"{found.count}_{code}") or session.t()(f"{ROOM}.persona", number=code)


def sentence(found: Personas) -> str:
    words = session.t()
    told = {"n": found.count, "silhouette": words.number(found.silhouette, 2)}
    return words(f"{ROOM}.personas_{personas.distinctness(found.silhouette)}", **told)


def draw(rows: list[dict], found: Personas) -> None:
    words = session.t()
    total = sum(row["revenue"] or 0 for row in rows)
    shares = [
        row | {"revenue_share": _share(row, total), "name": name(found, row["class"]), "place": i}
        for i, row in enumerate(rows)
    ]
    heads = (words("columns.customers"), words("columns.revenue"))
    frames = paired_bars.frames(shares, heads, session.look())
    names = tuple(row["name"] for row in shares)
    parts.chart(
        paired_bars.chart,
        {"share": words(f"{ROOM}.share_axis")},
        frames,
        names,
        (),
        key=CHART,
        select=True,
        alt=words(f"{ROOM}.tab_personas"),
    )
    if session.thresholds()["personas.count"] == "auto":
        tried = ", ".join(f"{count} — {words.number(s, 2)}" for count, s in found.tried.items())
        st.caption(words(f"{ROOM}.tried", tried=tried))
    workable = sum(portrait.size_of(row["customer_share"]) == "workable" for row in rows)
    st.caption(words(f"{ROOM}.personas_sizes", n=workable, all=len(rows), range=workable_range()))


def _share(row: dict, total) -> float | None:
    return float((row["revenue"] or 0) / total) if total else None


def cards(rows: list[dict], found: Personas, facts: Facts, thresholds: Thresholds) -> None:
    usual = caching.remembered(f"usual.{found.table}", lambda: personas.usual(session.warehouse(), found))
    for first in range(0, len(rows), 2):
        columns = st.columns(2, gap="medium")
        for place, row in zip(columns, rows[first : first + 2], strict=False):
            with place, st.container(border=True, height="stretch"):
                card(row, found, usual, facts, thresholds)


def card(row: dict, found: Personas, usual: dict, facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    st.markdown(f"**{plain(name(found, row['class']))}**")
    size = words(f"{ROOM}.size_{portrait.size_of(row['customer_share'])}").lower()
    st.markdown(words(f"{ROOM}.persona_size", n=row["customers"], share=row["customer_share"], size=size))
    st.markdown(words(f"{ROOM}.persona_buys", told=_measured(row)))
    for key, told in (
        ("persona_marks", marks(row["class"], found, thresholds)),
        ("persona_differs", differs(row, usual)),
    ):
        if told:
            st.markdown(words(f"{ROOM}.{key}", told=told))
    st.caption(
        words(
            f"{ROOM}.persona_{personas.distinctness(row['silhouette'])}", silhouette=words.number(row["silhouette"], 2)
        )
    )
    typical(row, found, facts, thresholds)


def _measured(row: dict) -> str:
    """`revenue 22.2K · orders 1 · last order 652 days ago`: what of it the base tells."""
    words = session.t()
    write = {"revenue": words.short, "orders": words.number, "recency_days": words.number}
    known = {measure: row[f"median_{measure}"] for measure in write if row[f"median_{measure}"] is not None}
    return " · ".join(words(f"{ROOM}.buys_{measure}", value=write[measure](v)) for measure, v in known.items())


def marks(code: str, found: Personas, thresholds: Thresholds) -> str:
    """`size: Large (×4.0)`: what its clients are more often than the base."""
    asked = (session.warehouse(), found.described, thresholds, found.column, code)
    its = caching.judged(f"persona.{found.table}.{code}", lambda: portrait.typical(portrait.portrait(*asked)))
    told = [f"{attribute_name(t.attribute)} — {value_name(t.attribute, t.code)} ({times(t.lift)})" for t in its]
    return plain("; ".join(told[:MOST_TRAITS]))


def differs(row: dict, usual: dict) -> str:
    """How many times the median of the base its own medians are, where that is twice or a half and beyond."""
    words, told = session.t(), []
    for measure in MEASURED:
        own, base = row[f"median_{measure}"], usual[f"median_{measure}"]
        times_base = float(own) / float(base) if own is not None and base else None
        if times_base is not None and not 0.5 < times_base < 2:
            told.append(f"{words(f'{ROOM}.measure_{measure}')} {times(times_base)}")
    return plain("; ".join(told))


def typical(row: dict, found: Personas, facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    client = caching.remembered(
        f"client.{row['typical']}", lambda: one(session.warehouse(), facts, thresholds, row["typical"])
    )
    label = words(f"{ROOM}.typical", name=plain((client or {}).get("name") or row["typical"]))
    if st.button(label, key=f"typical.{found.count}.{row['class']}", icon=":material/person:", type="tertiary"):
        st.session_state["client"] = row["typical"]
        st.switch_page(session.page("client"))


def members(rows: list[dict], found: Personas, facts: Facts, thresholds: Thresholds) -> None:
    """The clients of the persona clicked last, or of the first."""
    words, picked = session.t(), parts.chosen_in(CHART, "picked")
    place = picked[0].get("place") if picked else 0
    row = rows[int(place)] if isinstance(place, int | float) and 0 <= place < len(rows) else rows[0]
    st.subheader(words(f"{ROOM}.members_of", name=plain(name(found, row["class"])), n=row["customers"]), anchor=False)
    st.caption(words(f"{ROOM}.choose_persona"))
    if row["customers"]:
        parts.client_list(facts, thresholds, {}, row["customers"], "persona_list", found.members(row["class"]))


def table(rows: list[dict], found: Personas) -> None:
    words, total = session.t(), sum(row["revenue"] or 0 for row in rows)
    told = [row | {"persona": name(found, row["class"]), "revenue_share": _share(row, total)} for row in rows]
    heads = {key: words(f"{ROOM}.{key}") for key in TOLD if key.startswith("median_")}
    heads |= {"persona": words(f"{ROOM}.persona_head"), "silhouette": words(f"{ROOM}.silhouette")}
    known = [key for key in TOLD if any(row[key] is not None for row in told)]
    parts.table([_written(row) for row in told], known, "personas_table", heads)
    raw = frame(told, (*TOLD, "typical"))
    parts.downloads("personas", lambda: raw, "personas")


def _written(row: dict) -> dict:
    words = session.t()
    return row | {"silhouette": words.number(row["silhouette"], 2)}


def naming(found: Personas) -> None:
    """The names as a table of texts, taken all at once."""
    words = session.t()
    with st.expander(
        words(f"{ROOM}.naming"), icon=":material/edit:", on_change="rerun", key="personas_naming"
    ) as opened:
        if not opened.open:
            return
        own = dict(segment_map.own_names(session.setting(session.PERSONA_NAMES, ()), personas.own_codes()))
        ours, named = words(f"{ROOM}.persona_head"), words("columns.own_name")
        codes = [f"{found.count}_{code}" for code in found.column.members]
        shown = pa.table(
            {
                ours: [words(f"{ROOM}.persona", number=code) for code in found.column.members],
                named: pa.array([own.get(code) for code in codes], pa.string()),
            }
        )
        key = f"personas.names.{hash((tuple(own.items()), found.count, words.language))}.{st.session_state.get(REFUSED, 0)}"
        settings = {named: st.column_config.TextColumn(max_chars=segment_map.LONGEST_NAME)}
        options = {"column_config": settings, "disabled": [ours], "hide_index": True, "key": key, "placeholder": "—"}
        st.data_editor(shown, on_change=_named, args=(key, own, codes), **options)


def _named(key: str, own: dict[str, str], codes: list[str]) -> None:
    wanted = dict(own)
    for row, changed in st.session_state[key]["edited_rows"].items():
        wanted[codes[row]] = next(iter(changed.values())) or ""
    try:
        session.rename_personas({code: given for code, given in wanted.items() if given.strip()})
    except Unusable as fault:
        st.session_state[REFUSED] = st.session_state.get(REFUSED, 0) + 1
        session.tell(fault)
    st.rerun(tune.REST)
