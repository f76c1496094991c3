"""What would become known if the visitor brought one base more, or one column more of the base at hand."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.schema import BASES, STAND_ALONE
from analytics.words import Words

COLUMNS = ("profit", "order_id", "category", "channel", "manager", "quantity")


@dataclass(frozen=True)
class Lacking:
    """What is not there: a kind of base, or a `column` of the base of that kind. Its sentence is `unlocks.<code>`."""

    kind: str
    column: str | None = None

    @property
    def code(self) -> str:
        return f"column_{self.column}" if self.column else self.kind


def name(each: Lacking, words: Words) -> str:
    """`Column "Profit"`, `Contacts`."""
    if each.column:
        return words("unlocks.column", column=words.name("columns", each.column))
    return words(f"bases.{each.kind}")


def lacking(columns: dict[str, set[str]]) -> list[Lacking]:
    """Kind → its columns at hand → what is lacking: columns of the main base first, then bases."""
    main = next((kind for kind in STAND_ALONE if kind in columns), None)
    offered = [c for c in COLUMNS if main and BASES[main].has(c) and c not in columns[main]]
    kinds = [k for k in BASES if k not in columns and not (k == "totals" and main == "sales")]
    return [*(Lacking(main, column) for column in offered), *map(Lacking, kinds)]
