"""Sheets of two windows side by side: who moved between the classes, and what changed the revenue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate

from analytics.report_book import drawings, formulas, looks
from analytics.report_book.drawings import Drawn, Line
from analytics.report_book.material import Material, only
from analytics.report_book.pages import Page
from analytics.report_book.tables import Grid, Placed, Table, put_grid, put_table, with_charts

CAME, LEFT = "new", "lost"
FACTORS = {"clients": looks.COUNT, "margin": looks.RATE}
STEPS = "step hidden whole up down".split()
SPLIT = "client_change customers value_from value_to contribution".split()


def migration(page: Page, of: Material) -> None:
    page.line(of.words("report.book_margins"), looks.QUIET)
    customers = _moved(of, "customers", looks.COUNT, of.words("columns.customers"))
    with_charts(page, partial(put_grid, page, customers), partial(_destinations, of=of, across=customers.across))
    for column in ("value_from", "value_to"):
        title = f"{of.measure}: {of.words(f'columns.{column}').lower()}"
        put_grid(page, _moved(of, column, looks.WHOLE, title))


def _moved(of: Material, column: str, format: str, title: str) -> Grid:
    """Who moved from where to where; the sums at both ends are the sizes of the classes in each window."""
    rows, words = of.tables["migration"], of.words
    cells = {(row["from_class"], row["to_class"]): row[column] for row in rows}
    down = of.named("abc_class", (row["from_class"] for row in rows))
    across = of.named("abc_class", (row["to_class"] for row in rows))
    down |= {CAME: words("migration.joined")} if CAME in down else {}
    across |= {LEFT: words("migration.left")} if LEFT in across else {}
    return Grid(cells, down, across, words("report.book_from_to"), format, title, words("report.book_total"), True)


def _destinations(placed: Placed, of: Material, across: dict):
    """Where the clients of each class went: all of a class together are 100 %."""
    moves = [Line(code, looks.colour("" if code == LEFT else code or "")) for code in across]
    drawn = Drawn(of.words("report.book_chart_migration"), format="0%", height=drawings.HEIGHT)
    return drawings.bars(placed, "", moves, drawn, "percentStacked", flat=True)


def development(page: Page, of: Material) -> None:
    for i, bridge in enumerate(dict.fromkeys(row["bridge"] for row in of.tables["development"])):
        if i and i % 2 == 0:
            page.new_paper()
        with_charts(page, partial(_bridge, page, of, bridge), partial(_waterfall, page, of=of, bridge=bridge))
    if of.tables["development_split"]:
        page.new_paper()
        with_charts(page, partial(_groups, page, of), partial(_group_chart, of=of))


def _bridge(page: Page, of: Material, bridge: str) -> Placed:
    """Factors and, last, the whole; under them the sum of the contributions as a formula: it is the whole difference."""
    rows, words = only(of.tables["development"], bridge=bridge), of.words
    told = [{**row, "factor": words.name("development", row["factor"])} for row in rows]
    columns = "factor value_from value_to change_rate contribution".split()
    start = page.row + 2
    placed = put_table(page, Table(told, columns, {}, words.name("development", bridge)))
    for i, row in enumerate(rows):
        format = FACTORS.get(row["factor"]) or looks.number_of_size(
            [v for v in (row["value_from"], row["value_to"]) if v]
        )
        for column in ("value_from", "value_to"):
            page.put(start + i, placed.columns[column], row[column], looks.body(format, bold=i == len(rows) - 1))
    page.row -= 1
    _sum_of_factors(page, of, placed, rows)
    return placed


def _sum_of_factors(page: Page, of: Material, placed: Placed, rows: Sequence) -> None:
    page.put(page.row, 1, of.words("report.book_contributions"), looks.total(text=True))
    for name, column in placed.columns.items():
        if name == "contribution":
            formula = formulas.sum_of((placed.rows[0], placed.rows[1] - 1), column)
            answer = sum(row["contribution"] for row in rows[:-1])
            page.formula(page.row, column, formula, answer, looks.total(looks.number_of_size([answer])))
        elif name != "factor":
            page.put(page.row, column, None, looks.total())
    page.row += 2


def _waterfall(page: Page, placed: Placed, of: Material, bridge: str):
    """From the sum of then to the sum of now; where it goes below nothing, the contributions alone."""
    rows = only(of.tables["development"], bridge=bridge)
    whole, factors = rows[-1], rows[:-1]
    title = of.words("report.book_chart_bridge", what=of.words.name("development", bridge))
    drawn = Drawn(title, format="#,##0", height=9)
    levels = list(accumulate((row["contribution"] for row in factors), initial=whole["value_from"]))
    if min(levels) < 0:
        alone = Placed(placed.sheet, (placed.rows[0], placed.rows[1] - 1), placed.columns, placed.head, placed.breadth)
        return drawings.bars(alone, "factor", [Line("contribution", looks.ACCENT)], drawn)
    steps = _steps(page, placed, of, factors, whole, levels)
    unseen = Line("hidden", looks.WHITE, unseen=True)
    seen = [Line("whole", looks.colour("")), Line("up", looks.colour("A")), Line("down", looks.colour("lost"))]
    chart = drawings.bars(steps, "step", [unseen, *seen], drawn, "stacked")
    drawings.without_legend_of(chart, 0)
    return chart


def _steps(page: Page, placed: Placed, of: Material, factors: Sequence, whole: dict, levels: list) -> Placed:
    """What the waterfall is drawn from, by formulas over the bridge: an unseen foot, the two sums, what rises and falls."""
    words, value = of.words, placed.columns["contribution"]
    first, last = placed.rows
    names = [
        words("columns.value_from"),
        *(words.name("development", row["factor"]) for row in factors),
        words("columns.value_to"),
    ]
    page.row += 1
    page.line(words("report.book_drawn_from"), looks.SMALL)
    rows = [{**dict.fromkeys(STEPS), "step": name} for name in names]
    heads = {name: words(f"report.book_step_{name}") for name in STEPS}
    steps = put_table(page, Table(rows, STEPS, heads))
    top = steps.rows[0]
    page.formula(top, 3, formulas.place(last, placed.columns["value_from"]), whole["value_from"], _step_look())
    page.formula(steps.rows[1], 3, formulas.place(last, placed.columns["value_to"]), whole["value_to"], _step_look())
    for i, row in enumerate(factors):
        line, told = top + 1 + i, formulas.place(first + i, value)
        before = f"{formulas.place(last, placed.columns['value_from'])}"
        before += f"+SUM({formulas.place(first, value, True)}:{told})-{told}"
        foot = min(levels[i], levels[i + 1])
        page.formula(line, 2, f"{before}+MIN(0,{told})", foot, _step_look())
        page.formula(line, 4, f"MAX(0,{told})", max(0, row["contribution"]), _step_look())
        page.formula(line, 5, f"MAX(0,-{told})", max(0, -row["contribution"]), _step_look())
    return steps


def _step_look() -> looks.CellLook:
    return looks.CellLook(ink=looks.MUTED, format=looks.WHOLE, align="right", line="bottom")


def _groups(page: Page, of: Material) -> Placed:
    rows, words = of.tables["development_split"], of.words
    told = [{**row, "client_change": words.name("development", row["client_change"])} for row in rows]
    codes = [row["client_change"] for row in rows]
    return put_table(page, Table(told, SPLIT, {}, words("development.happened"), SPLIT[1:], codes))


def _group_chart(placed: Placed, of: Material):
    rows = of.tables["development_split"]
    colours = {i: looks.colour("A" if row["contribution"] >= 0 else "lost") for i, row in enumerate(rows)}
    title = of.words("report.book_chart_groups")
    drawn = Drawn(title, format="#,##0", height=8)
    return drawings.bars(placed, "client_change", [Line("contribution", looks.ACCENT, colours)], drawn, flat=True)
