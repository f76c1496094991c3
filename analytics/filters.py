"""What the base offers to filter by: the values of a column, and what the visitor's own file called it."""

from __future__ import annotations

from analytics.errors import Unusable
from analytics.schema import BASES, FILTERS
from analytics.warehouse import Warehouse

MOST_VALUES = 500


def values(warehouse: Warehouse, kind: str, column: str) -> list[str]:
    """Up to 500 values of a filter's column in a base, the commonest first; "" stands for "not given".

    Raises Unusable for a column that is no filter.
    """
    if column not in FILTERS or kind not in BASES:
        raise Unusable("filter_unknown", column=column)
    found = warehouse.rows(
        f"select coalesce({column}, '') as value from {kind} group by 1 order by count(*) desc, 1 limit {MOST_VALUES}"
    )
    return [row["value"] for row in found]


def own_name(warehouse: Warehouse, column: str) -> str | None:
    """The heading of an attribute or a further grade in the visitor's file; None for a column with a name of ours."""
    if not column.startswith(("attribute_", "grade_")):
        return None
    return warehouse.value('select source from mapped_columns where "column" = $column', {"column": column})
