"""Any hierarchy of groups written as a report reads back to exactly its leaves."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest import Hints, understand
from analytics.ingest.layouts.numbers import number
from tests.reports import Leaf, Written, tree_rows

NAMES = ("Сектор", "Регион", "Город", "Менеджер", "Покупатель")
money = st.integers(1, 10**7).map(lambda kopecks: Decimal(kopecks) / 100)


@st.composite
def hierarchies(draw) -> tuple[int, list[Leaf]]:
    """A height and leaves with amounts under it, each group one stretch of them."""
    height = draw(st.integers(1, 4))
    leaves: list[Leaf] = []

    def grow(path: tuple[str, ...]) -> None:
        for i in range(draw(st.integers(1, 3))):
            name = f"{NAMES[len(path)]} {'.'.join([*(p.rpartition(' ')[2] for p in path[-1:]), str(i)])}"
            if len(path) == height:
                leaves.append((path, (name, f"ул. {i}", draw(st.integers(1, 9)), draw(money))))
            else:
                grow((*path, name))

    grow(())
    return height, leaves


def written(height: int, leaves: list[Leaf], indented: bool, beside: bool) -> Written:
    rows, depths = tree_rows(leaves, slice(2, 4))
    names = NAMES[-height - 1 :]
    header = [[" / ".join(names), "Адрес", "Количество", "Сумма"]]
    total = [["Итого", None, sum(c[2] for _, c in leaves), sum(c[3] for _, c in leaves)]]
    indents = {2 + i: depth for i, depth in enumerate(depths) if depth} if indented else {}
    all_rows = [["Отчет"], *header, *rows, *total]
    if not beside:
        all_rows = [[row[0], *row[2:]] for row in all_rows]
    return Written(all_rows, {row + 1: depth for row, depth in indents.items()})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hierarchies(), st.booleans(), st.booleans())
def test_a_hierarchy_reads_back_to_its_leaves(hierarchy, indented, beside):
    height, leaves = hierarchy
    with tempfile.TemporaryDirectory() as folder:
        path = written(height, leaves, indented, beside).csv(Path(folder))
        told = understand(path, hints=Hints(kind="totals"), scratch=Path(folder))
        found = told.preview
        expected = [(*path, cells[0], cells[3]) for path, cells in leaves][:20]
        place = told.header.index("Сумма")
        assert [(*row[: height + 1], number(row[place], ",")) for row in found] == expected
        assert told.report_total == sum(cells[3] for _, cells in leaves)
        assert "report_total_agrees" in told.evidence
