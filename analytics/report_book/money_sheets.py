"""Sheets of who brings the money: the base at large, ABC, ABC × XYZ, dependence on the few."""

from __future__ import annotations

from functools import partial

from analytics.methods import abc_xyz
from analytics.methods.abc_analysis import METHODS
from analytics.report_book import drawings, formulas, looks
from analytics.report_book.drawings import Drawn, Line
from analytics.report_book.material import Material, is_told, only, unfinished
from analytics.report_book.pages import Page
from analytics.report_book.tables import Grid, Placed, Table, put_grid, put_table, with_charts

OF_CLASS = "class customers value orders profit customer_share value_share".split()
SUMMED = "customers value orders profit customer_share value_share revenue revenue_share".split()
FIGURES = (
    "clients revenue profit orders quantity total average first_order_date last_order_date finished_buckets "
    "clients_with_returns_only revenue_of_returns_only"
).split()
COUNTED = set("clients orders finished_buckets clients_with_returns_only".split())
# what is nothing in most bases, and then is not worth a line
NO_NEWS = {"finished_buckets", "clients_with_returns_only"}
PROFIT = "profit_class customers revenue profit cost_to_serve profit_after_serving".split()
CLASS_D = "rule customers revenue profit_after_serving loss".split()
DEPENDENCE = "a_customer_share top1_share top3_share top5_share top10_share customers_for_80 hhi gini".split()
GRIDS = {"customers": looks.COUNT, "revenue": looks.WHOLE, "profit": looks.WHOLE}
GRIDS |= {"customer_share": looks.RATE, "revenue_share": looks.RATE}
HEATED = {"revenue", "customer_share", "revenue_share"}


def overview(page: Page, of: Material) -> None:
    row = of.tables["overview"][0]
    told = [(name, row[name]) for name in FIGURES if row[name] is not None and (row[name] or name not in NO_NEWS)]
    if of.thresholds["measure"] == "revenue":
        told = [(name, value) for name, value in told if name != "total"]
    figures(page, of, told)
    if of.tables["timeline"]:
        page.row += 1
        with_charts(page, partial(_timeline, page, of), partial(_timeline_chart, of=of))


def figures(page: Page, of: Material, told: list[tuple[str, object]]) -> None:
    """Numbers one under another, each in its own form."""
    start = page.row
    rows = [{"name": of.words.name("columns", name), "value": value} for name, value in told]
    heads = {"name": of.words("report.book_figure"), "value": of.words("report.book_value")}
    put_table(page, Table(rows, ("name", "value"), heads))
    for i, (name, value) in enumerate(told, start + 1):
        format = looks.COUNT if name in COUNTED else looks.number_format(name, [value])
        page.put(i, 2, value, looks.body(format))
        page.book.figures.setdefault(name, formulas.block((i, i), (2, 2), page.name))


def _timeline(page: Page, of: Material) -> Placed:
    rows = [{**row, "unfinished": of.state(row["unfinished"])} for row in of.tables["timeline"]]
    columns = [c for c in ("bucket", "revenue", "profit", "orders", "customers", "unfinished") if is_told(rows, c)]
    table = Table(
        rows,
        columns,
        {"bucket": of.bucket},
        of.words("overview.over_time"),
        ("revenue", "profit", "orders"),
        formats={"bucket": of.bucket_format},
    )
    return put_table(page, table)


def _timeline_chart(placed: Placed, of: Material):
    words, money = of.words, _money(of.tables["timeline"], "revenue")
    unsure = unfinished(of.tables["timeline"])
    bars, clients = Line("revenue", looks.ACCENT, hatched=unsure), Line("customers", looks.AMBER, hatched=unsure)
    drawn = Drawn(
        words("report.book_chart_timeline"), "", words("columns.revenue"), money, of.bucket_format, width=drawings.BROAD
    )
    beside = Drawn("", "", words("columns.customers"), looks.COUNT, of.bucket_format, low=0)
    return drawings.bars_and_lines(placed, "bucket", [bars], [clients], drawn, beside)


def _money(rows, column: str) -> str:
    return looks.number_of_size([row[column] for row in rows if row[column] is not None])


def abc(page: Page, of: Material) -> None:
    chosen = of.thresholds["abc.method"]
    for method in sorted(METHODS, key=lambda name: name != chosen):
        with_charts(page, partial(_of_method, page, of, method), partial(_split, of=of, method=method))
    if of.tables["pareto"]:
        page.new_paper()
        with_charts(page, partial(_pareto, page, of), partial(_pareto_chart, of=of))


def _of_method(page: Page, of: Material, method: str) -> Placed:
    rows = only(of.tables["abc"], method=method)
    words = of.words
    told = words("report.book_chosen") if method == of.thresholds["abc.method"] else ""
    peopled = [row for row in rows if row["customers"]]
    columns = [c for c in OF_CLASS if is_told(peopled, c)]
    title = f"{words(f'thresholds.abc.method.{method}')}{told}"
    table = Table(of.in_words(rows, "class"), columns, of.measure_heads, title, SUMMED, [row["class"] for row in rows])
    placed = put_table(page, table)
    page.row -= 1
    _difference(page, of, placed, rows)
    return placed


def _difference(page: Page, of: Material, placed: Placed, rows: list) -> None:
    """The totals less those of the overview: nothing, where the workbook agrees with itself."""
    overview, figures, total = of.tables["overview"][0], page.book.figures, placed.rows[1] + 1
    whole = "total" if "total" in figures else "revenue"
    page.put(page.row, 1, of.words("report.book_difference"), looks.SMALL)
    for column, figure in (("customers", "clients"), ("value", whole)):
        if figure in figures:
            answer = sum(row[column] or 0 for row in rows) - overview[figure]
            formula = f"{formulas.place(total, placed.columns[column])}-{figures[figure]}"
            look = looks.CellLook(ink=looks.MUTED, size=9, format=looks.WHOLE, align="right")
            page.formula(page.row, placed.columns[column], f"ROUND({formula},4)", answer, look)
    page.row += 2


def _split(placed: Placed, of: Material, method: str):
    rows = only(of.tables["abc"], method=method)
    colours = [looks.colour(row["class"] or "") for row in rows]
    title = of.words("report.book_chart_split", method=of.words(f"thresholds.abc.method.{method}"))
    drawn = Drawn(title, format="0%", height=6.5)
    return drawings.rows_as_bars(placed, "customer_share", "value_share", colours, drawn)


def _pareto(page: Page, of: Material) -> Placed:
    a, b = of.thresholds["abc.share.a"], of.thresholds["abc.share.b"]
    rows = [{**row, "A": a, "B": b, "up_to": None} for row in of.tables["pareto"]]
    columns = "step customers customer_share up_to value value_share cumulative_share A B".split()
    heads = of.measure_heads | {"up_to": of.words("report.book_up_to"), "A": "A", "B": "B"}
    title, shares = of.words("report.book_pareto"), dict.fromkeys(("A", "B"), looks.RATE)
    summed = "customers customer_share value value_share".split()
    placed = put_table(page, Table(rows, columns, heads, title, summed, formats=shares))
    so_far = 0
    for i, row in enumerate(rows):
        so_far += row["customer_share"]
        first, line = placed.rows[0], placed.row_of(i)[0]
        formula = f"SUM({formulas.place(first, 3, True)}:{formulas.place(line, 3)})"
        page.formula(line, placed.columns["up_to"], formula, so_far, looks.body("0%"))
    return placed


def _pareto_chart(placed: Placed, of: Material):
    words = of.words
    heads = of.measure_heads
    colours = {i: looks.colour(_class_of(row, of)) for i, row in enumerate(of.tables["pareto"])}
    bars = [Line("value_share", looks.colour("A"), colours)]
    curves = [Line("cumulative_share", looks.INK)]
    curves += [Line(letter, looks.colour(letter), dashed=True) for letter in ("A", "B")]
    title = words("report.book_chart_pareto")
    drawn = Drawn(title, words("report.book_up_to"), heads["value_share"], "0%", "0%", 0, 1, height=drawings.TALL)
    return drawings.bars_and_lines(placed, "up_to", bars, curves, drawn)


def _class_of(row, of: Material) -> str:
    """The class by shares that the first client of a step is in, for the colour of its bar."""
    before = row["cumulative_share"] - row["value_share"] if row["value_share"] is not None else 1
    levels = (("A", of.thresholds["abc.share.a"]), ("B", of.thresholds["abc.share.b"]))
    return next((letter for letter, level in levels if before < level), "C")


def profit(page: Page, of: Material) -> None:
    rows, words = of.tables["profit"], of.words
    columns = [c for c in PROFIT if is_told(rows, c)]
    told = [{**row, "profit_class": row["profit_class"] or words("report.book_no_class")} for row in rows]
    codes = [(row["profit_class"] or "")[:1] for row in rows]
    table = Table(told, columns, {}, words("command_line.table_profit"), columns[1:], codes)
    with_charts(page, partial(put_table, page, table), partial(_profits, of=of, codes=codes))
    told = [{**row, "rule": words(f"thresholds.profit.d_rule.{row['rule']}")} for row in of.tables["class_d"]]
    put_table(page, Table(told, CLASS_D, {}, words("command_line.table_class_d")))


def _profits(placed: Placed, of: Material, codes: list):
    """What each class leaves after serving, in the colour of its class by money."""
    colours = {i: looks.colour(code) for i, code in enumerate(codes)}
    title = of.words("columns.profit_after_serving")
    bars = [Line("profit_after_serving", looks.ACCENT, colours)]
    return drawings.bars(placed, "profit_class", bars, Drawn(title, format="#,##0", height=9), flat=True)


def matrix(page: Page, of: Material) -> None:
    rows, words = of.tables["matrix"], of.words
    abc, xyz = (of.named(side, (row[side] for row in rows)) for side in ("abc_class", "xyz_class"))
    for column, format in GRIDS.items():
        if is_told(rows, column):
            charts = [partial(_by_rhythm, of=of, across=xyz)] * (column == "revenue")
            with_charts(page, partial(_class_grid, page, of, (abc, xyz), column, format), *charts, below=False)
    told = {(a, x): words.name("treatments", abc_xyz.treatment(a, x)) for a in abc for x in xyz}
    put_grid(page, Grid(told, abc, xyz, "", "General", words("columns.treatment")))
    if of.tables["xyz"]:
        with_charts(page, partial(_steadiness, page, of), partial(_steadiness_chart, of=of))


def _class_grid(page: Page, of: Material, sides: tuple, column: str, format: str) -> Placed:
    cells = {(row["abc_class"], row["xyz_class"]): row[column] for row in of.tables["matrix"]}
    corner = f"{of.words('columns.abc_class')} \\ {of.words('columns.xyz_class')}"
    total, heat = of.words("report.book_total"), column in HEATED
    return put_grid(page, Grid(cells, *sides, corner, format, of.words(f"columns.{column}"), total, heat))


def _by_rhythm(placed: Placed, of: Material, across: dict):
    """The revenue of each class of money by how steadily it comes."""
    rhythms = [Line(code, looks.colour(code or "")) for code in across]
    drawn = Drawn(of.words("report.book_chart_matrix"), up=of.words("columns.revenue"), format="#,##0")
    return drawings.bars(placed, "", rhythms, drawn, "stacked")


def _steadiness(page: Page, of: Material) -> Placed:
    rows, columns = of.tables["xyz"], "class customers revenue customer_share revenue_share".split()
    codes = [row["class"] for row in rows]
    title = of.words("abc_xyz.steadiness")
    return put_table(page, Table(of.in_words(rows, "class"), columns, {}, title, SUMMED, codes))


def _steadiness_chart(placed: Placed, of: Material):
    colours = [looks.colour(row["class"] or "") for row in of.tables["xyz"]]
    drawn = Drawn(of.words("abc_xyz.steadiness"), format="0%", height=6.5)
    return drawings.rows_as_bars(placed, "customer_share", "revenue_share", colours, drawn)


def balance(page: Page, of: Material) -> None:
    row, words = of.tables["balance"][0], of.words
    low, high = (words.percent(of.thresholds[f"balance.a_{end}"], 0) for end in ("low", "high"))
    verdict = words("report.book_verdict", verdict=words.name("common", row["verdict"]), low=low, high=high)
    page.line(verdict, looks.SUBTITLE)
    with_charts(page, partial(_dependence, page, of), *[partial(_tops, of=of)] * (row["gini"] is not None))
    for name in ("hhi", "gini"):
        page.line(f"{words(f'report.book_term_{name}')}. {words(f'report.book_meaning_{name}')}", looks.QUIET)


def _dependence(page: Page, of: Material) -> Placed:
    row, start = of.tables["balance"][0], page.row
    told = [(name, row[name]) for name in DEPENDENCE if row[name] is not None]
    figures(page, of, told)
    return Placed(page.name, (start + 1, start + len(told)), {"name": 1, "value": 2}, start, 2)


def _tops(placed: Placed, of: Material):
    """The shares of the largest clients: they stand one under another."""
    row = of.tables["balance"][0]
    names = [name for name in DEPENDENCE if row[name] is not None]
    first, last = names.index("top1_share"), names.index("top10_share")
    rows = placed.rows[0] + first, placed.rows[0] + last
    drawn = Drawn(of.words("report.book_chart_tops"), up=of.measure_heads["value_share"], format="0%", height=7)
    return drawings.bars(
        Placed(placed.sheet, rows, placed.columns, placed.head, 2), "name", [Line("value", looks.ACCENT)], drawn
    )
