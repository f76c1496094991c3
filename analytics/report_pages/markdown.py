"""The little Markdown our sentences are written in → blocks of runs, for pages that are no Markdown.

**bold**, *italic*, a backslash before a mark that is none, lists of `* ` and `- `, numbered lines, blank lines between
paragraphs. Nothing else means anything: no links, no HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = re.compile(r"\\([^\w\s]|_)|(\*\*)|(\*)")
PERCENT = re.compile(r"(?<=\d) %")
ITEM = re.compile(r"^\s*[*-] +", re.M)
LINE = re.compile(r"^\s*([*-]|\d+\.) +", re.M)


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    is_item: bool = False


def blocks(text: str) -> list[Block]:
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        starts = [match.start() for match in LINE.finditer(paragraph)]
        bounds = [0, *(s for s in starts if s), len(paragraph)]
        for start, end in zip(bounds, bounds[1:], strict=False):
            piece = paragraph[start:end]
            found.append(Block(runs(ITEM.sub("", piece, count=1)), bool(ITEM.match(piece))))
    return [block for block in found if block.runs]


def runs(text: str) -> tuple[Run, ...]:
    """One paragraph → its runs; a mark without a partner marks to the end."""
    found, bold, italic, place, kept = [], False, False, 0, ""
    text = _unparted(" ".join(text.split("\n")).strip())
    for match in MARKS.finditer(text):
        kept += text[place : match.start()]
        place = match.end()
        if match[1]:
            kept += match[1]
            continue
        if kept:
            found.append(Run(kept, bold, italic))
        kept = ""
        bold, italic = bold ^ bool(match[2]), italic ^ bool(match[3])
    kept += text[place:]
    return tuple([*found, Run(kept, bold, italic)] if kept else found)


def _unparted(text: str) -> str:
    """A line neither begins with a dash nor parts a number from its per cent."""
    return PERCENT.sub("\u00a0%", text.replace(" — ", "\u00a0— "))


def plain(text: str) -> str:
    """The same without any marks: for a title, an alt."""
    return " ".join("".join(run.text for run in block.runs) for block in blocks(text))
