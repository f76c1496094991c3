"""The report to take away: as a workbook, as one HTML file or as PDF; of chosen pages, in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics import facts as heavy
from analytics import report_pages
from ui import session, taken_away

ROOM = "report_pages"
FORMS = ("xlsx", *report_pages.FORMS)


def show() -> None:
    """The whole offer; it stands in a fragment, so that a choice here draws nothing else anew."""
    if session.main_base() is None:
        return
    words = session.t()
    st.subheader(words(f"{ROOM}.offer"), anchor=False)
    with st.container(border=True, key="report_offer"):
        name = lambda form: words(f"{ROOM}.form_{form}")  # noqa: E731
        shown = {"default": FORMS[0], "required": True, "format_func": name, "key": f"{ROOM}.form"}
        form = st.segmented_control(words(f"{ROOM}.form"), FORMS, **shown)
        st.caption(words(f"{ROOM}.about_{form}"))
        chapters = report_pages.CHAPTERS if form == "xlsx" else chosen()
        if not chapters:
            st.caption(words(f"{ROOM}.choose_one"))
            return
        taken_away.button(
            words(f"{ROOM}.take"), content(form, chapters), f"report.{form}", f"{ROOM}.take", type="primary"
        )
        st.caption(words(f"{ROOM}.patience"))


def chosen() -> Sequence[str]:
    """The chapters that are wanted: at first all."""
    words, names = session.t(), report_pages.CHAPTERS
    title = lambda name: words(f"{name}.title")  # noqa: E731
    key = f"{ROOM}.chapters.{words.language}"
    return st.pills(words(f"{ROOM}.chapters"), names, selection_mode="multi", default=names, format_func=title, key=key)


def content(form: str, chapters: Sequence[str]) -> Callable[[], bytes]:
    """What makes the file when the button is pressed: there the server knows no visitor and no session."""
    warehouse, view, thresholds = session.warehouse(), session.facts().view, session.thresholds()
    words, against = session.t(), session.against()

    def made() -> bytes:
        # other pages may have pushed the tables out since the button was drawn
        facts = heavy.build(warehouse, view)
        if form == "xlsx":
            # no visit needs it before this
            from analytics import report

            return report.workbook(warehouse, facts, thresholds, words, against)
        return report_pages.document(warehouse, facts, thresholds, words, chapters, form, against)

    return made
