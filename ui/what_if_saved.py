"""The scenarios kept with the base: saved, put in force, renamed, deleted, taken away as TOML and brought in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import streamlit as st

from analytics import scenarios
from analytics.errors import Unusable
from analytics.keeping import LONGEST_NAME
from analytics.scenarios import BUILT_IN, NOW
from analytics.thresholds import MOST_BYTES, Thresholds, read_toml
from ui import keeping_menu, parts, session, taken_away, tune, what_if_differences, what_if_scenarios
from ui.markup import plain
from ui.tune import LIVE, REST

ROOM = "what_if"
MANAGED, AGAIN = "what_if.managed", "what_if.again"


def save_button() -> None:
    """The thresholds in force under a name."""
    words = session.t()
    icon = ":material/bookmark_add:"
    with st.popover(words(f"{ROOM}.save"), icon=icon, key=f"{ROOM}.save.{_again()}", type="tertiary"):
        _named("save", "", _save)


def _named(what: str, now: str, action: Callable[[str], None]) -> None:
    """A form that asks for a name."""
    words, key = session.t(), f"{ROOM}.{what}_name.{_again()}"
    # the name is read where the button is pressed: what was typed a moment ago has not been drawn yet
    with st.form(f"{ROOM}.{what}_form.{_again()}", border=False):
        st.text_input(words(f"{ROOM}.name"), now, max_chars=LONGEST_NAME, key=key)
        st.form_submit_button(words(f"{ROOM}.save_it"), on_click=lambda: action(st.session_state[key]), type="primary")


def _save(name: str) -> None:
    if _kept(lambda own: scenarios.with_one(own, name, session.thresholds())):
        _manage(scenarios.require_named(name))
    _redraw()


def show() -> None:
    """All scenarios there are, what they change, and what can be done with the one that is chosen."""
    words, broken = session.t(), what_if_scenarios.own()[1]
    st.subheader(words(f"{ROOM}.scenarios"), anchor=False)
    for name, fault in broken.items():
        st.warning(f"{plain(name)}: {plain(words.error(fault))}", icon=":material/warning:")
    _list()
    with st.container(border=True):
        _chosen()
        with st.container(horizontal=True, gap="small"):
            _bring_in()
            if broken:
                look = {"icon": ":material/delete:", "key": f"{ROOM}.drop_broken"}
                st.button(words(f"{ROOM}.drop_broken"), on_click=_drop_broken, args=(broken,), **look)


def _list() -> None:
    rows = [
        {"scenario": what_if_scenarios.shown(text), "changes": what_if_differences.changes(thresholds)}
        for text, thresholds in ((text, what_if_scenarios.thresholds_of(text)) for text in (NOW, *_texts()))
    ]
    parts.table(rows, ["scenario", "changes"], "scenarios")


def _texts() -> list[str]:
    """Ours, those kept here, and those a link has brought to stand side by side."""
    beside = [text for text in map(what_if_scenarios.chosen, session.WHAT_IF) if text and text != NOW]
    return list(dict.fromkeys([*BUILT_IN, *what_if_scenarios.kept_texts(), *beside]))


def _chosen() -> None:
    """One scenario of the list and what can be done with it."""
    words, kept, texts, now = session.t(), what_if_scenarios.kept_texts(), _texts(), _managed()
    change = lambda text: st.session_state.update({MANAGED: text})  # noqa: E731
    names = {text: what_if_scenarios.shown(text) for text in texts}
    tune.kept(st.selectbox, words(f"{ROOM}.chosen"), texts, now, MANAGED, change, format_func=names.get, width=420)
    with st.container(horizontal=True, gap="small"):
        _apply_button(what_if_scenarios.thresholds_of(now))
        _take_away(now)
        if now in kept:
            _own_buttons(kept[now])
        elif now not in BUILT_IN:
            look = {"icon": ":material/bookmark_add:", "key": f"{ROOM}.keep_it"}
            st.button(words(f"{ROOM}.keep_it"), on_click=_keep_it, args=(now,), **look)


def _managed() -> str:
    """The scenario something can be done with: until one is chosen the last that is not ours."""
    now, texts = st.session_state.get(MANAGED), _texts()
    return now if now in texts else next((text for text in reversed(texts) if text not in BUILT_IN), texts[0])


def _manage(name: str) -> None:
    """The scenario of this name is the one that can be renamed and the like."""
    st.session_state[MANAGED] = next((t for t, n in what_if_scenarios.kept_texts().items() if n == name), None)


def _apply_button(thresholds: Thresholds) -> None:
    look = {"icon": ":material/check:", "key": f"{ROOM}.apply", "disabled": thresholds == session.thresholds()}
    st.button(session.t()(f"{ROOM}.apply"), on_click=_apply, args=(thresholds,), **look)


def _apply(thresholds: Thresholds) -> None:
    session.put(dict(thresholds))
    st.rerun()


def _take_away(text: str) -> None:
    name, content = what_if_scenarios.shown(text), what_if_scenarios.thresholds_of(text).toml()
    file = f"{keeping_menu.NOT_IN_FILE_NAMES.sub('_', name)}.toml"
    taken_away.button(session.t()(f"{ROOM}.take_away"), content.encode, file, f"{ROOM}.take_away")


def _own_buttons(name: str) -> None:
    """What can be done with a scenario of the visitor's own."""
    words = session.t()
    look = {"icon": ":material/sync:", "key": f"{ROOM}.overwrite"}
    st.button(words(f"{ROOM}.overwrite"), on_click=_overwrite, args=(name,), **look)
    with st.popover(words(f"{ROOM}.rename"), icon=":material/edit:", key=f"{ROOM}.rename.{_again()}"):
        _named("rename", name, lambda to: _rename(name, to))
    with st.popover(words(f"{ROOM}.delete"), icon=":material/delete:", key=f"{ROOM}.delete.{_again()}"):
        st.markdown(words(f"{ROOM}.delete_about", name=plain(name)))
        st.button(words(f"{ROOM}.delete"), on_click=_delete, args=(name,), key=f"{ROOM}.delete_it", type="primary")


def _keep_it(text: str) -> None:
    """A scenario that came with a link is kept here too."""
    came = scenarios.read(text)
    name = scenarios.free_name(came.name, session.workspace().kept.scenarios)
    if _kept(lambda own: scenarios.with_one(own, name, came.thresholds)):
        _manage(name)
        _stands(text, st.session_state[MANAGED])
    _redraw()


def _overwrite(name: str) -> None:
    if _kept(lambda own: scenarios.changed(own, name, session.thresholds()), {name: name}):
        _manage(name)
    _redraw()


def _rename(name: str, to: str) -> None:
    if _kept(lambda own: scenarios.renamed(own, name, to), {name: to}):
        _manage(scenarios.require_named(to))
    _redraw()


def _delete(name: str) -> None:
    _kept(lambda own: scenarios.without(own, name), {name: ""})
    _redraw()


def _drop_broken(broken: Collection[str]) -> None:
    _kept(lambda own: {name: values for name, values in own.items() if name not in broken})
    _redraw()


def _redraw() -> None:
    st.rerun([LIVE, REST])


def _bring_in() -> None:
    """A TOML file becomes a scenario under the file's name."""
    words = session.t()
    with st.popover(words(f"{ROOM}.bring_in"), icon=":material/upload:", key=f"{ROOM}.bring_in.{_again()}"):
        st.caption(words(f"{ROOM}.bring_in_about"))
        key, look = f"{ROOM}.file.{_again()}", {"label_visibility": "collapsed", "max_upload_size": 1}
        upload = st.file_uploader(words(f"{ROOM}.bring_in"), type=["toml"], key=key, **look)
        if upload is None:
            return
        try:
            _bring(upload.name, upload.read(MOST_BYTES + 1))
        except Unusable as fault:
            parts.complain(fault)


def _bring(file: str, content: bytes) -> None:
    thresholds, own = read_toml(content, file), session.workspace().kept.scenarios
    name = scenarios.free_name(Path(file).stem, own)
    _keep(scenarios.with_one(own, name, thresholds))
    _manage(name)
    st.rerun()


def _kept(change: Callable, follow: dict[str, str] | None = None) -> bool:
    """Keep the scenarios otherwise; what cannot be done is told in passing. `follow`: name → its new one, empty when it is
    gone: what stands side by side stays there under its new name."""
    before = {name: text for text, name in what_if_scenarios.kept_texts().items()}
    try:
        _keep(change(session.workspace().kept.scenarios))
    except Unusable as fault:
        session.tell(fault)
        return False
    after = {name: text for text, name in what_if_scenarios.kept_texts().items()}
    for name, to in (follow or {}).items():
        _stands(before.get(name), after.get(scenarios.require_named(to)) if to else None)
    return True


def _keep(own: dict) -> None:
    workspace = session.workspace()
    workspace.keep(scenarios=own)
    workspace.save()
    st.session_state[AGAIN] = _again() + 1


def _stands(before: str | None, after: str | None) -> None:
    for slot in session.WHAT_IF:
        if before and session.setting(slot) == before:
            session.choose(slot, after)


def _again() -> int:
    """A popover stays open after a click in it; one under another name begins closed."""
    return st.session_state.get(AGAIN, 0)
