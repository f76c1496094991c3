"""Work longer than a run of the page. It belongs to the base: a reload, a closed tab or a lost line does not stop it,
and every tab of its visitor sees how far it is and can call it off."""

from __future__ import annotations

import threading
from collections.abc import Callable

import streamlit as st

from analytics.ingest.progress import Cancelled, Progress, Step, told_to
from analytics.limits import MB
from ui import session
from ui.markup import plain

LOOKED_AT_EVERY = 0.5


class LongWork:
    """A task in a thread of its own; whatever it reads tells `progress`. `fault` is what it ended with, if anything."""

    def __init__(self, task: Callable[[], None]):
        self.progress = Progress()
        self.fault: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> None:
        self._thread.join(seconds)

    def _run(self, task: Callable[[], None]) -> None:
        try:
            with told_to(self.progress):
                task()
        except Cancelled:
            pass
        except Exception as fault:
            self.fault = fault


@st.fragment(run_every=LOOKED_AT_EVERY)
def watch(work: LongWork) -> None:
    """A bar, what is being done to which file, and a way out; the whole page is run again when it has ended."""
    if work.ended:
        st.rerun()
    words, step = session.t(), work.progress.now
    with st.container(border=True, key="long_work"):
        st.progress(step.share or 0.0, plain(said(step)))
        if session.main_base():
            st.caption(words("data.old_base_stays"))
        cancelled = work.progress.cancelled
        label = words("data.stopping" if cancelled else "data.stop")
        st.button(label, icon=":material/close:", key="stop", disabled=cancelled, on_click=work.progress.cancel)


def said(step: Step) -> str:
    """Reading “sales.csv” · 120 of 500 MB · about 1,200,000 rows."""
    words = session.t()
    told = [words(f"data.stage_{step.stage or 'waiting'}", file=step.file or "")]
    if step.bytes_total:
        told.append(words("data.megabytes", done=round(step.bytes_done / MB), total=round(step.bytes_total / MB)))
    elif step.bytes_done:
        told.append(words("data.megabytes_done", done=round(step.bytes_done / MB)))
    if step.rows:
        told.append(words("data.about_rows", n=_rounded(step.rows)))
    return " · ".join(told)


def _rounded(n: int) -> int:
    """A number of rows is about so many: two digits of it are known."""
    return round(n, 2 - len(str(n)))
