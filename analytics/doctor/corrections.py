"""What the visitor corrected in a base, when new files come: inside the import's own transaction.

Rows added to a base, and other kinds laid beside it, follow the merges accepted in it. Another base in its place begins
without them: they are remembered and offered once more. Copies dropped from a kind are forgotten when it is replaced. Grades
given to leads on screen stay with the enquiries that are in the base after it too, and what was noted of clients with them.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from analytics import own_grades, plan_notes
from analytics.doctor import merging
from analytics.schema import BASES

DROPPED = "dropped_"


def follow(cursor: duckdb.DuckDBPyConnection, joining: str, kinds: Iterable[str]) -> None:
    """Rows of these kinds have just taken their place, `joining` as for `load`: the corrections in force hold for them."""
    for kind in {"replace": BASES, "beside": kinds, "append": ()}[joining]:
        cursor.execute(f"drop table if exists {DROPPED}{kind}")
    merging.unsettle(cursor)
    if joining == "replace":
        merging.set_aside(cursor)
    merging.settle(cursor)
    own_grades.settle(cursor)
    plan_notes.settle(cursor)
