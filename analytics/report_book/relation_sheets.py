"""Sheets of relations: loyalty, satisfaction, what can still be sold, refused leads, what the best have in common, channels."""

from __future__ import annotations

from functools import partial

from analytics import filters
from analytics.methods.channels import OTHER_CHANNELS
from analytics.methods.portrait import OTHERS
from analytics.report_book import drawings, looks
from analytics.report_book.drawings import Drawn, Line
from analytics.report_book.material import Material, is_told, only
from analytics.report_book.pages import Page
from analytics.report_book.tables import Placed, Table, first_rows, put_table, with_charts

ANSWERS = "key period answers csi nps nps_low nps_high".split()
SURE, TRAITS, CLIENTS, CORNERS = 0.05, 12, 60, 3
FLAGS = {"image_client"}
ADDED_UP = "customers revenue profit".split()


def loyalty(page: Page, of: Material) -> None:
    words, shown_from = of.words, of.thresholds["loyalty.shows_from"]
    rows = [
        {**row, "type": words(f"loyalty_parts.type_{row['type']}"), "shows_from": shown_from}
        for row in of.tables["loyalty"]
    ]
    columns = "type customers_with_data customers_showing mean_score shows_from".split()
    heads = {"type": words("columns.loyalty_type"), "mean_score": words("report.book_mean_score")}
    heads["shows_from"] = words("report.book_shows_from")
    table = Table(rows, columns, heads, words("loyalty.types"))
    known = sum(row["mean_score"] is not None for row in rows)
    with_charts(page, partial(put_table, page, table), *[partial(_radar, of=of)] * (known >= CORNERS))


def _radar(placed: Placed, of: Material):
    line, edge = Line("mean_score", looks.ACCENT), Line("shows_from", looks.AMBER, dashed=True)
    drawn = Drawn(of.words("report.book_chart_loyalty"), format="0", low=0, high=100, height=drawings.TALL, width=14)
    return drawings.radar(placed, "type", [line, edge], drawn)


def satisfaction(page: Page, of: Material) -> None:
    """The company by quarter, then everybody over the whole window, then managers and classes by quarter."""
    rows = of.tables["satisfaction"]
    quarters = [row for row in only(rows, cut="company") if row["period"]]
    if quarters:
        with_charts(page, partial(_answers, page, of, quarters, "company", "key"), partial(_nps, of=of))
    for cut in ("company", "manager", "abc_class"):
        whole = [row for row in only(rows, cut=cut) if row["period"] is None]
        if whole:
            if cut == "manager":
                page.new_paper()
            charts = [partial(_nps_by, of=of)] * (cut == "manager" and is_told(whole, "nps"))
            with_charts(page, partial(_answers, page, of, whole, cut, "period"), *charts)
    for cut, told in (("quarters", _by_quarter(rows)), ("client", _judged_clients(rows))):
        if told:
            page.new_paper()
            _answers(page, of, told, cut, "period" if cut == "client" else "")


def _by_quarter(rows) -> list:
    return [row for row in rows if row["cut"] in ("manager", "abc_class") and row["period"]]


def _judged_clients(rows) -> list:
    """Clients who gave enough answers to be judged by, the least content first."""
    return [row for row in only(rows, cut="client") if row["csi"] is not None or row["nps"] is not None][:CLIENTS]


def _answers(page: Page, of: Material, rows: list, cut: str, without: str) -> Placed:
    words = of.words
    told = [{**row, "key": _key(row, of)} for row in first_rows(page, rows)]
    columns = [c for c in ANSWERS if c != without and (c in ("key", "answers") or is_told(rows, c))]
    heads = {"period": words("report.book_quarter"), "key": words("report.book_whose")}
    return put_table(page, Table(told, columns, heads, words(f"report.book_answers_{cut}")))


def _key(row, of: Material) -> str:
    if row["cut"] == "company":
        return of.words("report.book_company")
    if row["cut"] == "abc_class":
        return of.code("abc_class", row["key"])
    return of.words("frame.not_given") if row["key"] is None else row["key"]


def _nps(placed: Placed, of: Material):
    bounds = [Line(name, looks.colour(""), dashed=True) for name in ("nps_low", "nps_high") if name in placed.columns]
    drawn = Drawn("NPS", of.words("report.book_quarter"), "NPS", "0", "mmm yyyy")
    told = [Line("nps", looks.ACCENT), *bounds] if "nps" in placed.columns else [Line("answers", looks.ACCENT)]
    return drawings.lines(placed, "period", told, drawn)


def _nps_by(placed: Placed, of: Material):
    drawn = Drawn(of.words("report.book_chart_nps"), format="0", height=7.5)
    return drawings.bars(placed, "key", [Line("nps", looks.ACCENT)], drawn, flat=True)


def growth(page: Page, of: Material) -> None:
    rows = of.tables["growth"]
    codes = [row["quadrant"] for row in rows]
    columns, summed = ("quadrant", "customers", "revenue"), ("customers", "revenue")
    table = Table(of.in_words(rows, "quadrant"), columns, {}, of.words("growth_matrix.title"), summed, codes)
    with_charts(page, partial(put_table, page, table), partial(_quadrants, of=of))


def _quadrants(placed: Placed, of: Material):
    drawn = Drawn(of.words("columns.revenue"), format="#,##0", height=7.5)
    return drawings.bars(placed, "quadrant", [Line("revenue", looks.ACCENT)], drawn, flat=True)


def renew(page: Page, of: Material) -> None:
    rows, words = of.tables["renew"], of.words
    heads = {"lead": words("columns.lead_id"), "index": words("columns.renew_index")}
    table = Table(first_rows(page, rows), ("lead", "index", "call_from", "call_to"), heads, heat=("index",))
    put_table(page, table)


def portrait(page: Page, of: Material) -> None:
    """A table a class: first what marks it surely and more than the base, then the rest."""
    for code in dict.fromkeys(row["class"] for row in of.tables["portrait"]):
        rows = sorted(only(of.tables["portrait"], **{"class": code}), key=lambda row: _order(row, of))
        marks = min(TRAITS, sum(_order(row, of)[0] == 0 for row in rows))
        told = [{**row, "trait": f"{_attribute(row, of)}: {_value(row, of)}"} for row in first_rows(page, rows)]
        columns = "trait share_in_class share_in_base lift p_value".split()
        heads = {"trait": of.words("report.book_trait")}
        page.new_paper()
        title = of.words("report.book_portrait", letter=of.code("abc_class", code))
        table = Table(told, columns, heads, title)
        charts = [partial(_traits, of=of, code=code, marks=marks)] * (marks > 0)
        with_charts(page, partial(put_table, page, table), *charts)


def _order(row, of: Material) -> tuple:
    sure = (
        row["p_value"] is not None
        and row["p_value"] <= SURE
        and (row["lift"] or 0) >= of.thresholds["portrait.min_lift"]
    )
    return 0 if sure else 1, -(row["lift"] or 0) if sure else 0, row["attribute"], -(row["share_in_class"] or 0)


def _attribute(row, of: Material) -> str:
    return filters.own_name(of.warehouse, row["attribute"]) or of.words.name("columns", row["attribute"])


def _value(row, of: Material) -> str:
    if row["value"] == OTHERS:
        return of.words("portrait.others")
    return of.words(f"portrait.flag_{row['value']}") if row["attribute"] in FLAGS else row["value"]


def _traits(placed: Placed, of: Material, code: str, marks: int):
    rows = placed.rows[0], placed.rows[0] + marks - 1
    leading = Placed(placed.sheet, rows, placed.columns, placed.head, placed.breadth)
    shares = [Line("share_in_class", looks.colour(code)), Line("share_in_base", looks.colour(""))]
    title = of.words("report.book_chart_portrait", letter=of.code("abc_class", code))
    drawn = Drawn(title, format="0%", low=0, height=max(6, 3 + 0.8 * marks))
    return drawings.bars(leading, "trait", shares, drawn, flat=True)


def channels(page: Page, of: Material) -> None:
    rows, words = of.tables["channels"], of.words
    told = [{**row, "channel": _channel(row, of)} for row in rows]
    columns = "channel customers revenue profit repeat_share a_share crr".split()
    have = [c for c in columns if c == "channel" or is_told(rows, c)]
    heads = {"a_share": words("report.book_a_share")}
    table = Table(told, have, heads, words("command_line.table_channels"), ADDED_UP)
    with_charts(page, partial(put_table, page, table), partial(_by_channel, of=of))


def _channel(row, of: Material) -> str:
    if row["channel"] is None:
        return of.words("frame.not_given")
    return of.words("channels.others") if row["channel"] == OTHER_CHANNELS else row["channel"]


def _by_channel(placed: Placed, of: Material):
    shares = [("repeat_share", looks.BLUE), ("a_share", looks.colour("A")), ("crr", looks.AMBER)]
    told = [Line(column, colour) for column, colour in shares if column in placed.columns]
    drawn = Drawn(
        of.words("report.book_chart_channels"),
        format="0%",
        low=0,
        high=1,
        height=max(7, 3 + len(of.tables["channels"])),
    )
    return drawings.bars(placed, "channel", told, drawn, flat=True)
