"""Quotes that open and do not close: a file written again so that one broken line does not take those below it along."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from analytics.ingest.scratch import new_file
from analytics.ingest.sources import Source, cut
from analytics.ingest.understanding import Notice

UNCLOSED = "unclosed_quotes"
MOST_LINES, MOST_BROKEN = 200, 1000
SPLIT_BY_QUOTES = ("broken_quotes", "unreadable_line")


def swallowed(rejects: Sequence[tuple[int, str, str]]) -> bool:
    """Has a line that could not be cut taken others along? `rejects` are row, reason and text."""
    return any(reason in SPLIT_BY_QUOTES and "\n" in text for _, reason, text in rejects)


def is_odd(source: Source) -> bool:
    """Is a quote left without its pair? A careful reading ends at such a one without a word."""
    return source.form == "csv" and sum(chunk.count(b'"') for chunk in source.chunks()) % 2 == 1


def are_unclosed(text: str, delimiter: str, whole: bool) -> bool:
    """Does the start of a file hold a quote that does not close; `whole` says that it is all of the file."""
    text = text if whole else text[: text.rfind("\n") + 1]
    if '"' not in text or not _is_doubtful(text, delimiter):
        return False
    lines = list(io.StringIO(text, newline=""))
    end = len(lines) if whole else len(lines) - MOST_LINES
    return any(not is_whole for _, is_whole in islice(records(iter(lines), delimiter), max(end, 0)))


def _is_doubtful(text: str, delimiter: str) -> bool:
    """Looked at first, for it is quick: does a strict reader stumble, or a record take very many lines?"""
    reader, line = cut(io.StringIO(text, newline=""), delimiter, strict=True), 0
    try:
        for _ in reader:
            if reader.line_num - line > MOST_LINES:
                return True
            line = reader.line_num
    except csv.Error:
        return True
    return False


def told(broken: Sequence[int]) -> tuple[Notice, ...]:
    return (Notice(UNCLOSED, {"n": len(broken), "row": broken[0]}),) if broken else ()


def repaired(source: Source, folder: Path) -> tuple[Source, list[int]]:
    """The same rows in a new file of `folder`, unclosed quotes taken off, and the numbers of the rows that had them."""
    target, broken = new_file(folder, ".csv"), []
    with source.lines() as lines, open(target, "w", encoding="utf-8", newline="") as file:
        for _ in range(source.skip):
            file.write(next(lines, ""))
        for place, (record, is_whole) in enumerate(records(lines, source.delimiter)):
            file.write(record if is_whole else _unquoted(record, source.delimiter))
            if not is_whole:
                broken.append(source.first_row + place)
    return replace(source, path=target, gzip=False), broken


def records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[str, bool]]:
    """Lines → records and whether each is whole; an opened quote is given MOST_LINES lines to close in.

    After MOST_BROKEN broken ones the rest is left as it is: that is no slip of a hand but another kind of file.
    """
    waiting: list[str] = []
    broken = 0
    while line := waiting.pop(0) if waiting else next(lines, ""):
        record, read, state = line, 0, _state(line, delimiter)
        while state == "open" and read < MOST_LINES and broken < MOST_BROKEN:
            if read == len(waiting):
                waiting.append(next(lines, ""))
            if not waiting[read]:
                break
            # A cell goes on as if it began here: looking through all of it again would take the square of its length.
            state = _state('"' + waiting[read], delimiter)
            record, read = record + waiting[read], read + 1
        whole = state == "closed" or (read == 0 and state == "broken") or broken >= MOST_BROKEN
        broken += not whole
        yield (record, True) if whole else (line, False)
        waiting = [kept for kept in waiting[read if whole else 0 :] if kept]


def _state(record: str, delimiter: str) -> str:
    """Where a record's quotes leave off: closed, open, or broken when something stands behind a closing quote."""
    if '"' not in record:
        return "closed"
    mark = re.escape(delimiter)
    rest = re.sub(rf'(?:^|(?<={mark}))"[^"]*(?:""[^"]*)*"(?={mark}|\r?\n?$)', "", record)
    opened = re.search(rf'(?:^|{mark})"([^"]*(?:""[^"]*)*)("?)', rest)
    return "closed" if not opened else "broken" if opened[2] else "open"


def _unquoted(line: str, delimiter: str) -> str:
    """The cells of one line as they stand, the quote that does not close taken off."""
    bare = line.rstrip("\r\n")
    cells = (cell.removeprefix('"') if cell.count('"') == 1 else cell for cell in bare.split(delimiter))
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) + line[len(bare) :]
