"""Who climbed and who fell? Who left the best class or changed segment, who was lost altogether, with their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.moves import Shown
from analytics.classes import ClassColumn
from analytics.methods import migration
from analytics.methods.migration import Migration
from analytics.thresholds import Thresholds
from analytics.words import Words

ROOM, SEGMENT = "migration", "rfm_segment"


@dataclass(frozen=True)
class Cells:
    """Cells as they are shown, in the order of `migration.matrix`, and the names of both sides, best classes first."""

    shown: tuple[Shown, ...]
    down: tuple[str, ...]
    across: tuple[str, ...]


def of_cells(words: Words, cells: Sequence[dict], asked: Migration) -> Cells:
    name = asked.then.name
    shown = tuple(Shown(*sides(words, row, name), row["move"], row["customers"], _caption(words, row)) for row in cells)
    down, across = (tuple(dict.fromkeys(getattr(cell, side) for cell in shown)) for side in ("down", "across"))
    return Cells(shown, down, across)


def sentence(words: Words, cells: Sequence[dict], asked: Migration, thresholds: Thresholds) -> str:
    """`cells`: migration.matrix."""
    told = [_out_of_best(words, cells, asked.then, thresholds)] if asked.then.ordered else [_moved(words, cells)]
    return " ".join([*told, *_came_and_left(words, cells)])


def sides(words: Words, row: dict, column: str) -> tuple[str, str]:
    """Names of the class before and the class after in this class column; who was not there came or left."""
    before = words(f"{ROOM}.joined") if row["move"] == "new" else class_name(words, row["from_class"], column)
    after = words(f"{ROOM}.left") if row["move"] == "lost" else class_name(words, row["to_class"], column)
    return before, after


def class_name(words: Words, code: str | None, column: str) -> str:
    """A class in words; an RFM segment by the visitor's own name for it."""
    if code is None:
        return words(f"{ROOM}.no_class")
    return words.segment(code) if column == SEGMENT else words.name("common", code)


def measure(words: Words, thresholds: Thresholds) -> str:
    return words(f"thresholds.measure.{thresholds['measure']}.genitive")


def _caption(words: Words, row: dict) -> str:
    if row["move"] in ("new", "lost"):
        return words.signed(row["value_change"])
    return f"{words.short(row['value_from'])} →\n{words.short(row['value_to'])}"


def _out_of_best(words: Words, cells: Sequence[dict], column: ClassColumn, thresholds: Thresholds) -> str:
    best, sentences = column.members[0], []
    out, name = {row["move"]: row for row in migration.out_of(cells, best)}, class_name(words, best, column.name)
    if "fallen" in out:
        fallen = out["fallen"]
        money = {"before": words.short(fallen["value_from"]), "after": words.short(fallen["value_to"])}
        money |= {"measure": measure(words, thresholds)}
        sentences.append(words(f"{ROOM}.fell", n=fallen["customers"], best=name, **money))
    if "lost" in out:
        lost = out["lost"]
        money = words.short(lost["value_from"])
        sentences.append(words(f"{ROOM}.left_best", n=lost["customers"], best=name, money=money))
    return " ".join(sentences) or words(f"{ROOM}.nobody_fell", best=name)


def _moved(words: Words, cells: Sequence[dict]) -> str:
    by_move = {row["move"]: row for row in migration.moves(cells)}
    moved, stayed = (by_move.get(move, {"customers": 0})["customers"] for move in ("moved", "stayed"))
    if not moved + stayed:
        return words(f"{ROOM}.nobody_in_both")
    return words(f"{ROOM}.changed", n=moved, share=moved / (moved + stayed))


def _came_and_left(words: Words, cells: Sequence[dict]) -> list[str]:
    by_move, told = {row["move"]: row for row in migration.moves(cells)}, []
    for move in ("lost", "new"):
        if move in by_move:
            money = words.short(abs(by_move[move]["value_change"]))
            told.append(words(f"{ROOM}.all_{move}", n=by_move[move]["customers"], money=money))
    return told
