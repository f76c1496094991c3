"""What was read, used and refused of each file, and the sums before and after: the main base at large, the others in brief."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import exports
from analytics.doctor import duplicates
from analytics.doctor.control_totals import agrees
from analytics.ingest import Receipt
from ui import opening, parts, session, taken_away

REFUSED_ON_SCREEN = 100
# The doctor says the same with the way to put it right, and knows when it has been.
TOLD_BY_DOCTOR = ("name_variants",)


def at_large(receipts: Sequence[Receipt]) -> None:
    for i, receipt in enumerate(receipts):
        with st.container(border=True):
            st.markdown(_name(receipt))
            parts.figures({name: (value, None) for name, value in _told(receipt).items()}, f"totals_{i}", border=False)
            st.caption(parts.plain(" · ".join(_notes(receipt))))


def in_brief(receipts: Sequence[Receipt]) -> None:
    if not receipts:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{session.t()('data.others')}**")
        for receipt in receipts:
            told = [f"{name}: {value}" for name, value in _told(receipt).items()]
            st.caption(f"{_name(receipt)} · {parts.plain(' · '.join([*told, *_notes(receipt)]))}")


def left_out(receipts: Sequence[Receipt]) -> None:
    """Refused rows with their reasons, the first on screen and all of them to take away."""
    words, total = session.t(), sum(sum(r.rows_left_out.values()) for r in receipts)
    if not total:
        return
    with st.expander(words("data.refused", n=total), icon=":material/rule:"):
        warehouse, head = session.warehouse(), lambda column: words(f"data.column_{column}")
        rows = opening.refused_rows(warehouse, words, REFUSED_ON_SCREEN)
        settings = {column: st.column_config.Column(head(column)) for column in rows.column_names}
        st.dataframe(rows, hide_index=True, column_config=settings, key="refused")
        taken_away.button(
            words("data.download_refused"),
            lambda: exports.csv_for_excel(opening.refused_rows(warehouse, words), head, words),
            "refused.csv", "refused.csv",
        )  # fmt: skip


def _name(receipt: Receipt) -> str:
    return f"**{session.t()(f'bases.{receipt.kind}')}** · {parts.plain(receipt.name)}"


def _told(receipt: Receipt) -> dict[str, str]:
    words = session.t()
    told = {"rows_read": words.number(receipt.rows_read), "rows_used": words.number(receipt.rows_used)}
    told["rows_refused"] = words.number(sum(receipt.rows_left_out.values()))
    if receipt.clients:
        told["clients"] = words.number(receipt.clients)
    if receipt.amount is not None:
        told |= {"amount_read": words.money(receipt.amount_read), "amount": words.money(receipt.amount)}
    return {words(f"data.{what}"): value for what, value in told.items()}


def _notes(receipt: Receipt) -> list[str]:
    words = session.t()
    told = [words("data.days", first=receipt.first_date, last=receipt.last_date)] if receipt.first_date else []
    if receipt.period:
        told.append(words("data.period", first=receipt.period[0], last=receipt.period[1]))
    if receipt.rows_without_client:
        told.append(words("data.without_client", n=receipt.rows_without_client, amount=receipt.amount_without_client))
    if receipt.duplicate_rows:
        form = "_dropped" if duplicates.are_dropped(session.warehouse(), receipt.kind) else ""
        form += "" if receipt.duplicate_amount else "_plain"
        told.append(words(f"data.duplicates{form}", n=receipt.duplicate_rows, amount=receipt.duplicate_amount))
    if agrees(receipt):
        told.append(words("doctor.report_agrees", report=receipt.report_total))
    told += [words("data.refused_for", reason=words(f"ingest.{r}"), n=n) for r, n in receipt.rows_left_out.items()]
    told_here = [notice for notice in receipt.warnings if notice.code not in TOLD_BY_DOCTOR]
    told += [words(f"ingest.{notice.code}", **notice.particulars) for notice in told_here]
    return [note.removesuffix(".") for note in told]
