"""What did you read, what did you refuse? Upload, mapping, control totals, samples."""

import pandas as pd
import streamlit as st

from analytics import self_check
from analytics.doctor.similar_clients import as_finding
from analytics.ingest import receipts
from analytics.limits import limits
from analytics.schema import STAND_ALONE
from sample_data import SAMPLES, sample
from ui import control_totals, doctor, long_work, opening, parts, reading_form, session, similar_clients, tour, unlocks

ROOM = "data"


def body() -> None:
    words = session.t()
    work = opening.work()
    for fault in opening.faults():
        parts.complain(fault)
    if work:
        long_work.watch(work)
    elif opening.pending():
        confirm()
        return
    if session.main_base():
        loaded()
        st.divider()
    elif found := receipts(session.warehouse()):
        st.info(
            words(f"{ROOM}.only_side", kinds=", ".join(words(f"bases.{r.kind}") for r in found)), icon=":material/info:"
        )
    if work:
        return
    bring, try_out = st.columns([1, 1], gap="large")
    with bring:
        upload()
    with try_out:
        samples()
    with st.expander(words("frame.how_counted"), icon=":material/menu_book:"):
        st.markdown(words(f"{ROOM}.how"))


def upload() -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.yours"), anchor=False)
    st.caption(words(f"{ROOM}.yours_about"))
    key = f"upload.{st.session_state.get('upload', 0)}"
    most = limits().upload_megabytes
    files = st.file_uploader(words(f"{ROOM}.choose_files"), accept_multiple_files=True, key=key, max_upload_size=most)
    if files:
        with st.spinner(words(f"{ROOM}.reading")):
            opening.spill(files)
        st.rerun()


def samples() -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.samples"), anchor=False)
    st.caption(words(f"{ROOM}.samples_about"))
    if not tour.is_on() and st.button(words("tour.begin"), key="tour_begin", icon=tour.ICON):
        tour.ask()
    for each in SAMPLES:
        with st.container(border=True):
            st.markdown(f"**{words(f'samples.{each.key}')}**")
            st.caption(words(f"samples.{each.key}_about"))
            if st.button(words(f"{ROOM}.open"), key=f"sample.{each.key}", icon=":material/play_arrow:"):
                with st.spinner(words(f"{ROOM}.reading")):
                    opening.open_sample(each)
                st.rerun()


def confirm() -> None:
    """What was understood of each file; every guess can be changed before the base is touched."""
    words, files = session.t(), opening.pending()
    st.subheader(words(f"{ROOM}.confirm", n=len(files)), anchor=False)
    for i, file in enumerate(files):
        reading_form.show(i, file)
    missing = [(f, c) for f in files for c in f.missing]
    joining = joined(files)
    with st.container(horizontal=True):
        if st.button(words(f"{ROOM}.load"), type="primary", icon=":material/check:", disabled=bool(missing)):
            take(joining)
        if st.button(words(f"{ROOM}.cancel"), icon=":material/close:"):
            opening.forget_pending()
            st.rerun()


def joined(files: list) -> str:
    """Whether the files are a new base or come to the open one; asked only when one is open."""
    words, found = session.t(), receipts(session.warehouse())
    known, kinds = {receipt.kind for receipt in found}, {file.kind for file in files}
    if not known:
        return "replace"
    options = ["replace", "append", *(["beside"] if kinds & known and known - kinds else [])]
    likely = "replace" if kinds & set(STAND_ALONE) and known & set(STAND_ALONE) else options[-1]
    likely = "append" if are_of_other_periods(files, found) else likely
    replaced = ", ".join(words(f"bases.{kind}") for kind in sorted(kinds & known))
    return st.segmented_control(
        words(f"{ROOM}.joining"), options, default=likely, required=True, key=f"joining.{likely}",
        format_func=lambda option: words(f"{ROOM}.joining_{option}", kinds=replaced),
    )  # fmt: skip


def are_of_other_periods(files: list, found: list) -> bool:
    """Whether all of them are totals of periods that the base, totals too, does not have: what is likely to be added."""
    if {each.kind for each in (*files, *found) if each.kind in STAND_ALONE} != {"totals"}:
        return False
    new, known = ({each.period for each in group if each.kind == "totals"} for group in (files, found))
    return bool(new and known) and None not in new | known and not new & known


def take(joining: str) -> None:
    with st.spinner(session.t()(f"{ROOM}.loading")):
        opening.bring_in(joining)
    st.rerun()


def loaded() -> None:
    words, key = session.t(), opening.opened_sample()
    found = receipts(session.warehouse())
    main = next(r for r in found if r.kind == session.main_base())
    name = words(f"samples.{key}") if key else parts.plain(main.name)
    parts.headline(words(f"{ROOM}.loaded", name=name, n=sum(r.rows_used for r in found if r.kind == main.kind)))
    st.page_link(session.page("overview"), label=words(f"{ROOM}.to_overview"), icon=":material/arrow_forward:")
    of_main = [receipt for receipt in found if receipt.kind == main.kind]
    control_totals.at_large(of_main)
    control_totals.left_out(found)
    alike = similar_clients.found(sum(receipt.clients for receipt in of_main))
    doctor.show(as_finding(alike or [], main.kind))
    similar_clients.show(alike)
    control_totals.in_brief([receipt for receipt in found if receipt.kind != main.kind])
    unlocks.show()
    if key and sample(key).published:
        checked(sample(key))


def checked(opened) -> None:
    """The self-check: numbers others have published for this base beside ours."""
    words = session.t()
    with st.expander(words("samples.published_here"), icon=":material/verified:", expanded=True):
        rows = self_check.beside(self_check.recount(session.warehouse()), opened.published)
        write = lambda v: words.exact(v) if not isinstance(v, int) else words.number(v)  # noqa: E731
        shown = [
            {
                "what": words(f"samples.{row['what']}"),
                "ours": write(row["ours"]),
                "theirs": write(row["theirs"]),
                "agrees": words("samples.agrees" if row["agrees"] else "samples.differs"),
                "source": words(f"samples.{row['source']}"),
            }
            for row in rows
        ]
        settings = {
            c: st.column_config.TextColumn(
                words(f"samples.{c}"), alignment="right" if c in ("ours", "theirs") else "left"
            )
            for c in ("what", "ours", "theirs", "source")
        }
        settings["agrees"] = st.column_config.TextColumn("")
        st.dataframe(pd.DataFrame(shown), hide_index=True, column_config=settings, key="self_check", height="content")


parts.title(ROOM)
parts.shown(body)
