"""Fitting on screen: the threshold with which class A holds the share of clients balance asks for, put in force by a click."""

from __future__ import annotations

import streamlit as st

from analytics.facts import Facts
from analytics.methods import sensitivity
from analytics.methods.sensitivity import Fit
from analytics.thresholds import Thresholds
from ui import session, tune
from ui.what_if_evidence_words import ROOM, setting

METHODS = ("share", "average")
BALANCE = ("balance.a_low", "balance.a_high")


def show(facts: Facts, thresholds: Thresholds) -> None:
    with st.container(border=True):
        for place, name in zip(st.columns(2, gap="large"), BALANCE, strict=True):
            with place:
                tune.slider(name, 0.05, 0.6, 0.01, percent=True)
        tune.reset_button(BALANCE)
    low, high = (thresholds[name] for name in BALANCE)
    for place, method in zip(st.columns(2, gap="medium"), METHODS, strict=True):
        with place, st.container(border=True):
            found = sensitivity.fit(session.warehouse(), facts, thresholds, method, low, high)
            _told(found, thresholds, (low, high))


def _told(found: Fit, thresholds: Thresholds, bounds: tuple[float, float]) -> None:
    words = session.t()
    st.markdown(f"**{words(f'thresholds.abc.method.{found.method}')}**")
    held = {"n": found.customers, "share": found.customer_share, "low": bounds[0], "high": bounds[1]}
    if not found.changes:
        st.markdown(words(f"{ROOM}.fit_{found.why}", **held))
        return
    a = f"abc.{found.method}.a"
    st.markdown(words(f"{ROOM}.fit_found", a=setting(a, found.changes[a]), **held))
    if found.why:
        st.markdown(words(f"{ROOM}.fit_{found.why}_over", **held))
    if found.changes.get("abc.share.b", thresholds["abc.share.b"]) != thresholds["abc.share.b"]:
        st.caption(words(f"{ROOM}.fit_moves_b", b=setting("abc.share.b", found.changes["abc.share.b"])))
    _button(found, thresholds)


def _button(found: Fit, thresholds: Thresholds) -> None:
    words = session.t()
    in_force = all(thresholds[name] == value for name, value in found.changes.items())
    said = words(f"{ROOM}.fit_{'is_on' if in_force else 'put_on'}")
    look = {"icon": ":material/center_focus_strong:", "disabled": in_force, "key": f"{ROOM}.fit.{found.method}"}
    st.button(said, on_click=_put, args=(found.changes,), **look)


def _put(changes: dict) -> None:
    session.put(changes)
    st.rerun([tune.LIVE, tune.REST])
