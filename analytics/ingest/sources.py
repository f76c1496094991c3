"""How DuckDB reads the rows of a file: always as text columns named c0..cN, so no name of the file reaches SQL."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from analytics.limits import limits

REJECTS = "reader_rejects"
REJECT_SCANS = "reader_reject_scans"
NUMBER = "row"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Source:
    """Rows of one file below its header, `width` text columns each.

    `form` is csv or parquet; `skip` physical lines (parquet: rows) come before the first row, and that row is record
    `first_row` of the file as a spreadsheet would number it. `careful` pads short rows, keeps the first cell too many in
    c<width> and rejects only what cannot be split into cells at all; it is slower, so only files that need it are so read.
    `numbered` is a report made a table: behind its columns stands the number each row has in the file.
    """

    path: Path
    form: str
    width: int
    first_row: int
    delimiter: str = ","
    skip: int = 0
    gzip: bool = False
    careful: bool = False
    numbered: bool = False

    def carefully(self) -> Source:
        return replace(self, careful=True)

    @property
    def read_width(self) -> int:
        return self.width + (1 if self.careful else 0)

    @property
    def columns(self) -> list[str]:
        return [f"c{i}" for i in range(self.read_width)]

    def opened(self) -> BinaryIO:
        """The bytes of the file, unpacked."""
        return (gzip.open if self.gzip else open)(self.path, "rb")

    def chunks(self) -> Iterator[bytes]:
        """The same a megabyte at a time."""
        with self.opened() as file:
            yield from in_chunks(file)

    def lines(self) -> io.TextIOWrapper:
        """Physical lines of a text, their ends as they are. A file of its own: a codec's reader ends lines at U+2028 too."""
        return io.TextIOWrapper(self.opened(), encoding="utf-8-sig", errors="replace", newline="")

    def sql(self) -> str:
        """A table expression with parameters: fill them with `parameters()`."""
        return self._csv() if self.form == "csv" else self._parquet()

    def parameters(self) -> dict[str, str]:
        return {"path": str(self.path)}

    def _csv(self) -> str:
        columns = ", ".join(f"'{c}': 'VARCHAR'" for c in self.columns)
        care = ", null_padding = true, parallel = false, ignore_errors = true" if self.careful else ""
        return (
            f"read_csv($path, columns = {{{columns}}}, auto_detect = false, header = false, skip = {self.skip}, "
            f"delim = {literal(self.delimiter)}, quote = '\"', escape = '\"', compression = "
            f"'{'gzip' if self.gzip else 'none'}', store_rejects = true, rejects_table = '{REJECTS}', "
            f"rejects_scan = '{REJECT_SCANS}', rejects_limit = 0{care})"
        )

    def _parquet(self) -> str:
        names = ", ".join(f"p{i}" for i in range(self.width))
        texts = ", ".join(f"cast(p{i} as varchar) as c{i}" for i in range(self.width))
        number = "number, " if self.numbered else ""
        rows = f"read_parquet([$path], file_row_number = true) as file({names}, {number}place)"
        return f"(select {texts} from {rows} where place >= {self.skip})"


def in_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of an open file, a megabyte at a time."""
    while chunk := file.read(CHUNK):
        yield chunk


def cut(lines: Iterable[str], delimiter: str, strict: bool = False):
    """Physical lines of a text → a reader of its rows, as the module csv has it. It raises csv.Error for a cell too large."""
    csv.field_size_limit(limits().cell_kilobytes << 10)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def literal(text: str) -> str:
    """A text of ours as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
