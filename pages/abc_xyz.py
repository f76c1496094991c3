"""Who is both big and steady? The matrix of ABC by XYZ and the treatment each cell calls for."""

import streamlit as st

from analytics.classes import cross, rolled_up
from analytics.customers import dividing
from analytics.drawings import abc_xyz as drawings
from analytics.drawings import classes as of_classes
from analytics.headlines import abc_xyz as headline
from analytics.methods import abc_xyz, xyz_analysis
from ui import caching, parts, session, tune

ROOM = "abc_xyz"
NAMES = {
    "regularity": ("xyz.regularity.x", "xyz.regularity.y"),
    "variation": ("xyz.variation.x", "xyz.variation.y", "xyz.deviation"),
}
MOST_ACROSS = 6
ALWAYS = ("xyz.measure", "xyz.count_from")
WITH_D = "matrix.with_d"


def live() -> None:
    facts = parts.guard(dated=True)
    controls(tune.switch("xyz.measure"), facts)
    thresholds = session.thresholds()
    if not facts.enough_buckets:
        few_buckets(facts, thresholds)
        return
    rows = matrix_of(facts, thresholds)
    parts.headline(headline.sentence(session.t(), rows))
    heat_map(rows)
    st.caption(session.t()(f"{ROOM}.choose_a_cell"))


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    if facts.enough_buckets:
        rows = matrix_of(facts, thresholds)
        cell_list(rows, thresholds, facts)
        steadiness(rows, facts, thresholds)
        sensitivity(facts, thresholds)
        any_cross(facts, thresholds)
    names = (*ALWAYS, *NAMES[thresholds["xyz.measure"]], "bucket", "include_unfinished")
    names += ("profit.d_margin", "profit.d_rule") if with_d(facts) else ()
    parts.explained(ROOM, names, buckets=facts.whole["counted_buckets"])


def matrix_of(facts, thresholds) -> list[dict]:
    return abc_xyz.matrix(session.warehouse(), facts, thresholds, with_d(facts))


def with_d(facts) -> bool:
    """Whether class D stands apart as a fourth row; it cannot where profit is not known."""
    return facts.whole["profit"] is not None and st.session_state.get(WITH_D, False)


def controls(measure: str, facts) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            if measure == "regularity":
                tune.slider("xyz.regularity.x", 0.05, 1, 0.01, percent=True)
            else:
                tune.slider("xyz.variation.x", 0, 3, 0.01, percent=True)
        with right:
            if measure == "regularity":
                tune.slider("xyz.regularity.y", 0, 0.95, 0.01, percent=True)
            else:
                tune.slider("xyz.variation.y", 0, 3, 0.01, percent=True)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            tune.switch("xyz.count_from")
            if measure == "variation":
                tune.switch("xyz.deviation")
            if facts.whole["profit"] is not None:
                d_apart()
            tune.reset_button((*ALWAYS, *NAMES[measure]))


def d_apart() -> None:
    key = f"kept.{WITH_D}"
    st.session_state[key] = st.session_state.get(WITH_D, False)

    def change() -> None:
        st.session_state[WITH_D] = st.session_state[key]
        st.rerun([tune.LIVE, tune.REST])

    st.toggle(session.t()(f"{ROOM}.d_apart"), key=key, on_change=change, help=session.t()(f"{ROOM}.d_apart_why"))


def few_buckets(facts, thresholds) -> None:
    words = session.t()
    st.info(
        words(
            f"{ROOM}.few_buckets",
            n=facts.whole["counted_buckets"],
            bucket=words(f"thresholds.bucket.{thresholds['bucket']}").lower(),
        ),
        icon=":material/hourglass_empty:",
    )


def heat_map(rows: list[dict]) -> None:
    parts.drawn(drawings.matrix(session.look(), rows), "matrix", select=True)


def cell_list(rows: list[dict], thresholds, facts) -> None:
    words = session.t()
    picked = parts.chosen_in("matrix", "cell")
    cell = picked[0] if picked else heaviest(rows)
    row = next(
        (
            r
            for r in rows
            if (words.name("common", r["abc_class"]), words.name("common", r["xyz_class"]))
            == (cell["down"], cell["across"])
        ),
        rows[0],
    )
    st.subheader(words(f"{ROOM}.list", cell=f"{cell['down']}{cell['across']}", n=row["customers"]), anchor=False)
    if row["treatment"]:
        st.markdown(words(f"treatments.{row['treatment']}.advice"))
    if row["customers"]:
        parts.client_list(
            facts,
            thresholds,
            {"abcd_class" if with_d(facts) else "abc_class": row["abc_class"], "xyz_class": row["xyz_class"]},
            row["customers"],
            "cell_list",
        )
    else:
        st.caption(words("frame.nobody"))


def heaviest(rows: list[dict]) -> dict:
    """The cell that brings most, until the visitor chooses one."""
    most = max(rows, key=lambda row: row["revenue"] or 0)
    return {
        "down": session.t().name("common", most["abc_class"]),
        "across": session.t().name("common", most["xyz_class"]),
    }


def steadiness(rows: list[dict], facts, thresholds) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.steadiness"), anchor=False)
    classes = rolled_up(rows, facts, xyz_analysis.column(thresholds))
    parts.class_split(classes, xyz_analysis.MEMBERS, "xyz_bars", words(f"{ROOM}.steadiness"))
    parts.table(
        classes,
        ["class", "customers", "customer_share", "value", "value_share", "orders"],
        key="xyz_classes",
        heads=parts.measure_heads(),
    )


def sensitivity(facts, thresholds) -> None:
    words = session.t()
    with st.expander(
        words(f"{ROOM}.sensitivity"), icon=":material/calendar_view_week:", on_change="rerun", key="xyz_sensitivity"
    ) as opened:
        if not opened.open:
            return
        st.caption(words(f"{ROOM}.sensitivity_why"))
        rows = caching.remembered(
            f"sensitivity.{sorted(thresholds.changed().items())}",
            lambda: xyz_analysis.bucket_sensitivity(session.warehouse(), facts, thresholds),
        )
        wide = [
            {"bucket": bucket, "counted_buckets": mine[0]["counted_buckets"]}
            | {f"share_{r['class']}": r["customer_share"] for r in mine if r["class"]}
            for bucket, mine in ((b, [r for r in rows if r["bucket"] == b]) for b in xyz_analysis.SENSITIVITY)
        ]
        parts.table(wide, ["bucket", "counted_buckets", "share_X", "share_Y", "share_Z"], key="sensitivity")


def any_cross(facts, thresholds) -> None:
    """Any class by any other: where two methods agree and where they part."""
    words = session.t()
    with st.expander(words(f"{ROOM}.any_cross"), icon=":material/join:", on_change="rerun", key="any_cross") as opened:
        if not opened.open:
            return
        columns = {c.name: c for c in dividing(thresholds, facts)}
        left, right = st.columns(2)
        name = lambda code: words.name("columns", code)  # noqa: E731
        down = left.selectbox(words(f"{ROOM}.cross_down"), list(columns), 0, format_func=name, key="cross.down")
        rest = [code for code, column in columns.items() if code != down and len(column.members) <= MOST_ACROSS]
        across = right.selectbox(words(f"{ROOM}.cross_across"), rest, 0, format_func=name, key="cross.across")
        rows = cross(session.warehouse(), facts, columns[down], columns[across])
        captions = [(words(f"{ROOM}.caption", share=row["revenue_share"]), "") for row in rows]
        crossed = of_classes.cells(session.look(), rows, down, across, captions, words(f"{ROOM}.any_cross"))
        parts.drawn(crossed, "any_cross_chart")
        agreed = sum(row["customers"] for row in rows if row[down] == row[across])
        if columns[down].members == columns[across].members:
            st.caption(words(f"{ROOM}.agree", share=agreed / facts.whole["clients"]))


parts.page(ROOM, live, rest)
