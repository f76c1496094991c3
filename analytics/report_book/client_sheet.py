"""The sheet of clients: the largest by value with their facts and classes."""

from __future__ import annotations

from analytics import column_words
from analytics.customers import customers
from analytics.report_book import looks
from analytics.report_book.material import Material
from analytics.report_book.pages import Page
from analytics.report_book.tables import Table, put_table

MOST = 5_000
COLUMNS = (
    "rank name customer_id value revenue profit margin orders average_order first_order_date last_order_date recency_days share "
    "cumulative_share abc_class xyz_class rfm_code rfm_segment lifecycle_stage lifecycle_rule overdue_days growth_quadrant "
    "distance_to_better_class next_step"
).split()
WORDS = "abc_class xyz_class rfm_segment lifecycle_stage lifecycle_rule growth_quadrant next_step".split()


def clients(page: Page, of: Material) -> None:
    """All facts that anybody has; the name stays in sight."""
    found = customers(of.warehouse, of.facts, of.thresholds, limit=MOST, columns=COLUMNS)
    total = of.facts.whole["clients"]
    if total > MOST:
        page.row -= 1
        page.line(of.words("report.book_first_clients", n=MOST, all=total), looks.QUIET)
    rows = [_told(row, of) for row in found.to_pylist()]
    have = [c for c in COLUMNS if any(row[c] is not None for row in rows)]
    if of.thresholds["measure"] in ("revenue", *have):
        have.remove("value")
    table = Table(rows, have, of.measure_heads | {"value": of.measure})
    placed = put_table(page, table)
    cells = f"A{placed.head}:{page.sheet.cell(placed.rows[1], placed.breadth).coordinate}"
    page.sheet.auto_filter.ref = cells


def _told(row: dict, of: Material) -> dict:
    words = of.words
    told = {c: None if row[c] is None else column_words.of_code(words, c, row[c]) for c in WORDS}
    return row | told
