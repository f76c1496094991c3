"""Sheets of how clients come, stay and go: RFM, stages and the ladder, retention, cohorts, reasons for leaving."""

from __future__ import annotations

from functools import partial

from analytics import segment_map
from analytics.report_book import drawings, looks
from analytics.report_book.drawings import Drawn, Line
from analytics.report_book.material import Material, is_told, unfinished
from analytics.report_book.pages import Page
from analytics.report_book.tables import Grid, Placed, Table, put_grid, put_table, with_charts

SCORES = "r_score f_score m_score customers revenue".split()
MOST_COHORTS = 60
FLOWS = (("new", "new"), ("returned", "returned"), ("lost", "lost"))


def rfm(page: Page, of: Material) -> None:
    rows, words = of.tables["rfm_segments"], of.words
    codes = [row["segment"] for row in rows]
    table = Table(
        of.in_words(rows, "segment"),
        [c for c in ("segment", "customers", "orders", "revenue") if is_told(rows, c)],
        title=words("command_line.table_rfm_segments"),
        summed=("customers", "orders", "revenue"),
        codes=codes,
    )
    with_charts(
        page, partial(put_table, page, table), partial(_of_codes, of=of, codes=codes, label="segment", value="revenue")
    )
    page.new_paper()
    _map(page, of)
    cuts = of.in_words(of.tables["rfm_cuts"], "dimension")
    put_table(
        page, Table(cuts, ("dimension", "edge", "value"), {"value": words("columns.limit")}, words("rfm.cut_points"))
    )
    page.new_paper()
    codes_title = words("command_line.table_rfm")
    put_table(page, Table(of.tables["rfm"], SCORES, {}, codes_title, ("customers", "revenue"), heat=("customers",)))


def _of_codes(placed: Placed, of: Material, codes: list, label: str, value: str):
    """A bar a class in its own colour."""
    colours = {i: looks.colour(code or "") for i, code in enumerate(codes)}
    drawn = Drawn(of.words(f"columns.{value}"), format="#,##0", height=max(6.5, 2.5 + 0.7 * len(codes)))
    return drawings.bars(placed, label, [Line(value, looks.ACCENT, colours)], drawn, flat=True)


def _map(page: Page, of: Material) -> None:
    """Which segment each cell of R × FM belongs to."""
    scale = range(1, segment_map.SCALE + 1)
    cells = {
        (r, fm): of.words.segment(of.thresholds["rfm.map"][segment_map.place(r, fm)]) for r in scale for fm in scale
    }
    down = {r: str(r) for r in reversed(scale)}
    start = page.row
    put_grid(page, Grid(cells, down, {fm: fm for fm in scale}, "R \\ FM", "General", of.words("thresholds.rfm.map")))
    for i, r in enumerate(down):
        for fm in scale:
            code = of.thresholds["rfm.map"][segment_map.place(r, fm)]
            look = looks.body(text=True, fill=looks.tint(looks.colour(code)))
            page.put(start + 2 + i, 1 + fm, cells[r, fm], look)


def lifecycle(page: Page, of: Material) -> None:
    stages, rungs = of.tables["lifecycle"], of.tables["ladder"]
    codes = [row["stage"] for row in stages]
    table = Table(
        of.in_words(stages, "stage"), ("stage", "customers", "revenue"), {}, of.words("command_line.table_lifecycle"),
        ("customers", "revenue"), codes,
    )  # fmt: skip
    with_charts(
        page, partial(put_table, page, table), partial(_of_codes, of=of, codes=codes, label="stage", value="customers")
    )
    ladder = Table(
        of.in_words(rungs, "rung"), ("rung", "customers", "conversion"), {}, of.words("command_line.table_ladder")
    )
    with_charts(page, partial(put_table, page, ladder), partial(_rungs, of=of))


def _rungs(placed: Placed, of: Material):
    colours = {i: looks.colour("lost") for i, row in enumerate(of.tables["ladder"]) if row["rung"] == "gone"}
    drawn = Drawn(of.words("command_line.table_ladder"), up=of.words("columns.customers"), height=7)
    return drawings.bars(placed, "rung", [Line("customers", looks.ACCENT, colours)], drawn)


def retention(page: Page, of: Material) -> None:
    rows = of.tables["retention"]
    columns = "bucket start_customers new returned lost end_customers crr churn unfinished".split()
    told = [{**row, "unfinished": of.state(row["unfinished"])} for row in rows]
    formats = {"bucket": of.bucket_format}
    table = Table(told, columns, {"bucket": of.bucket}, of.words("command_line.table_retention"), formats=formats)
    rates = [partial(_rates, of=of)] * is_told(rows, "crr")
    with_charts(page, partial(put_table, page, table), *rates, partial(_flows, of=of))


def _rates(placed: Placed, of: Material):
    unsure = unfinished(of.tables["retention"])
    title = of.words("report.book_chart_retention")
    drawn = Drawn(title, "", "", "0%", of.bucket_format, 0, 1, drawings.BROAD)
    rates = [Line("crr", looks.colour("A"), hatched=unsure), Line("churn", looks.colour("lost"), hatched=unsure)]
    return drawings.lines(placed, "bucket", rates, drawn)


def _flows(placed: Placed, of: Material):
    unsure = unfinished(of.tables["retention"])
    title = of.words("report.book_chart_flows")
    drawn = Drawn(title, "", of.words("columns.customers"), looks.COUNT, of.bucket_format, width=drawings.BROAD)
    flows = [Line(column, looks.colour(code), hatched=unsure) for column, code in FLOWS]
    return drawings.bars(placed, "bucket", flows, drawn)


def cohorts(page: Page, of: Material) -> None:
    rows, words = of.tables["cohorts"], of.words
    page.narrowest = 7
    shown = list(dict.fromkeys(row["cohort"] for row in rows))
    if len(shown) > MOST_COHORTS:
        page.line(words("report.book_last_cohorts", n=MOST_COHORTS, all=len(shown)), looks.QUIET)
    down = {cohort: cohort for cohort in shown[-MOST_COHORTS:]}
    kept = [row for row in rows if row["cohort"] in down]
    across = {bucket: bucket for bucket in sorted({row["bucket"] for row in kept})}
    grids = ("rate", looks.RATE), ("customers", looks.COUNT), ("revenue", looks.WHOLE)
    for column, format in grids:
        if column != "rate":
            page.new_paper()
        cells = {(row["cohort"], row["bucket"]): row[column] for row in kept}
        corner = words("report.book_cohort", bucket=words(f"thresholds.bucket.{of.facts.view.bucket}"))
        title = words(f"report.book_cohorts_{column}")
        grid = Grid(cells, down, across, corner, format, title, heat=True, down_format=of.bucket_format)
        put_grid(page, grid)


def departures(page: Page, of: Material) -> None:
    rows, words = of.tables["departures"], of.words
    told = [{**row, "reason": words.name("departures", row["reason"])} for row in rows]
    columns = ("reason", "customers", "share", "published_share")
    table = Table(told, columns, {}, words("command_line.table_departures"), columns[1:])
    with_charts(page, partial(put_table, page, table), partial(_reasons, of=of))


def _reasons(placed: Placed, of: Material):
    shares = [Line("share", looks.colour("lost")), Line("published_share", looks.colour(""))]
    drawn = Drawn(of.words("report.book_chart_reasons"), format="0%", low=0, height=9)
    return drawings.bars(placed, "reason", shares, drawn, flat=True)
