"""Migration in words: names of the sides of the matrix, captions of its cells, the sentence above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.change_bars import Group
from analytics.charts.moves import Shown
from analytics.classes import ClassColumn
from analytics.methods import migration
from analytics.methods.migration import Migration
from ui import session

ROOM, SEGMENT = "migration", "rfm_segment"


@dataclass(frozen=True)
class Cells:
    """Cells as they are shown, in the order of `migration.matrix`, and the names of both sides, best classes first."""

    shown: tuple[Shown, ...]
    down: tuple[str, ...]
    across: tuple[str, ...]


def of_cells(cells: Sequence[dict], asked: Migration) -> Cells:
    name = asked.then.name
    shown = tuple(Shown(*sides(row, name), row["move"], row["customers"], _caption(row)) for row in cells)
    down, across = (tuple(dict.fromkeys(getattr(cell, side) for cell in shown)) for side in ("down", "across"))
    return Cells(shown, down, across)


def sides(row: dict, column: str) -> tuple[str, str]:
    """Names of the class before and the class after in this class column; who was not there came or left."""
    words = session.t()
    before = words(f"{ROOM}.joined") if row["move"] == "new" else class_name(row["from_class"], column)
    return before, words(f"{ROOM}.left") if row["move"] == "lost" else class_name(row["to_class"], column)


def class_name(code: str | None, column: str) -> str:
    """A class in words; an RFM segment by the visitor's own name for it."""
    words = session.t()
    if code is None:
        return words(f"{ROOM}.no_class")
    return words.segment(code) if column == SEGMENT else words.name("common", code)


def _caption(row: dict) -> str:
    words = session.t()
    if row["move"] in ("new", "lost"):
        return words.signed(row["value_change"])
    return f"{words.short(row['value_from'])} →\n{words.short(row['value_to'])}"


def headline(cells: Sequence[dict], asked: Migration) -> str:
    """Who fell out of the best class or changed segment, and who was lost altogether, with their money."""
    told = [_out_of_best(cells, asked.then)] if asked.then.ordered else [_moved(cells)]
    return " ".join([*told, *_came_and_left(cells)])


def _out_of_best(cells: Sequence[dict], column: ClassColumn) -> str:
    best = column.members[0]
    words, out = session.t(), {row["move"]: row for row in migration.out_of(cells, best)}
    name, sentences = class_name(best, column.name), []
    if "fallen" in out:
        fallen = out["fallen"]
        money = {"before": words.short(fallen["value_from"]), "after": words.short(fallen["value_to"])}
        sentences.append(words(f"{ROOM}.fell", n=fallen["customers"], best=name, measure=measure(), **money))
    if "lost" in out:
        lost = out["lost"]
        sentences.append(
            words(f"{ROOM}.left_best", n=lost["customers"], best=name, money=words.short(lost["value_from"]))
        )
    return " ".join(sentences) or words(f"{ROOM}.nobody_fell", best=name)


def _moved(cells: Sequence[dict]) -> str:
    words, by_move = session.t(), {row["move"]: row for row in migration.moves(cells)}
    moved, stayed = (by_move.get(move, {"customers": 0})["customers"] for move in ("moved", "stayed"))
    if not moved + stayed:
        return words(f"{ROOM}.nobody_in_both")
    return words(f"{ROOM}.changed", n=moved, share=moved / (moved + stayed))


def _came_and_left(cells: Sequence[dict]) -> list[str]:
    words, by_move = session.t(), {row["move"]: row for row in migration.moves(cells)}
    told = []
    for move in ("lost", "new"):
        if move in by_move:
            money = words.short(abs(by_move[move]["value_change"]))
            told.append(words(f"{ROOM}.all_{move}", n=by_move[move]["customers"], money=money))
    return told


def measure() -> str:
    return session.t()(f"thresholds.measure.{session.thresholds()['measure']}.genitive")


def group(row: dict) -> Group:
    """A row of `migration.moves` as a bar of money."""
    words = session.t()
    told = f"{words.number(row['customers'])}: {words.short(row['value_from'])} → {words.short(row['value_to'])}"
    name = words(f"{ROOM}.{row['move']}")
    return Group(name, name, row["value_change"], told)


def points(change: float | None) -> str:
    """A change of a share in percentage points, with its sign."""
    words = session.t()
    return (
        words.name("common", None)
        if change is None
        else words.signed(round(change * 100, 1), lambda v: words.number(v, 1))
    )
