"""The bar of workshop mode: the pages in their groups, what else the sidebar has, the tour, the link, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from ui import session, tour, workshop, workshop_link


def show(page, pages: Mapping[str, Mapping[str, str]], controls: Callable, language: Callable) -> None:
    """`page` is the one that is open, `pages` are group → page → icon, `controls` what the sidebar has for the base."""
    _larger()
    pressed = []
    with st.container(horizontal=True, key="workshop_bar", vertical_alignment="center", gap="small"):
        _choice_of_page(page, pages)
        _choice_of_base(controls)
        language()
        with st.container(horizontal=True, horizontal_alignment="right", gap="small", key="workshop_ways"):
            pressed += [_button("tour", ":material/school:", tour.ask)] if not tour.is_on() else []
            pressed += [_button("link", ":material/qr_code_2:", workshop_link.show)]
            st.button(
                session.t()("workshop.leave"), key="workshop.leave", icon=":material/close:", on_click=workshop.leave
            )
    for then in filter(None, pressed):
        then()


def _larger() -> None:
    """The house's style for the last row of a room."""
    style = (session.HERE / "workshop.css").read_text("utf-8")
    st.html(f"<style>{style.replace('PAPER', session.look().paper)}</style>")


def _button(what: str, icon: str, then: Callable) -> Callable | None:
    return then if st.button(session.t()(f"workshop.{what}"), key=f"workshop.{what}", icon=icon) else None


def _choice_of_page(page, pages: Mapping[str, Mapping[str, str]]) -> None:
    """Under another name for each page: the list stays open after a click in it, one under a new name begins closed."""
    words = session.t()
    with (
        st.popover(page.title, icon=":material/menu:", type="primary", key=f"workshop_pages.{page.url_path}"),
        st.container(key="workshop_groups"),
    ):
        for group, rooms in pages.items():
            with st.container(gap=None, key=f"workshop_group.{group}"):
                st.markdown(f"**{words(f'frame.{group}')}**")
                for name, icon in rooms.items():
                    st.page_link(session.page(name), label=words(f"{name}.title"), icon=icon)


def _choice_of_base(controls: Callable) -> None:
    """The period, the measure and the filters, where there is a base to choose from."""
    if session.main_base():
        with st.popover(session.t()("workshop.base"), icon=":material/tune:", key="workshop_base"):
            controls()
