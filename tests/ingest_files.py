"""Files for the ingest tests: written in any dialect, read into a warehouse of their own."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl

from analytics.ingest import Hints, Receipt, Understanding, load, understand
from analytics.warehouse import Warehouse

HEADER = ("customer_id", "order_date", "amount")


def text_file(folder: Path, text: str | bytes, name: str = "base.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def rows_text(rows: Sequence[Sequence[str]], delimiter: str = ",", line_end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def workbook(folder: Path, sheets: dict[str, Sequence[Sequence[object]]], name: str = "base.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


class Loaded:
    """Files understood with the same hints and loaded into a fresh warehouse in `folder`."""

    def __init__(self, folder: Path, *files: Path, hints: Hints | None = None):
        home = folder / "warehouse"
        self.told: list[Understanding] = [understand(f, hints=hints, scratch=home / "scratch") for f in files]
        self.warehouse = Warehouse(home, files)
        self.receipts: list[Receipt] = load(self.warehouse, self.told)

    @property
    def receipt(self) -> Receipt:
        return self.receipts[0]

    def rows(self, *columns: str, table: str = "sales") -> list[tuple]:
        found = self.warehouse.rows(f"select {', '.join(columns)} from {table} order by rowid")
        return [tuple(row[c] for c in columns) for row in found]


def loaded_text(folder: Path, text: str | bytes, encoding: str = "utf-8", hints: Hints | None = None) -> Loaded:
    return Loaded(folder, text_file(folder, text, encoding=encoding), hints=hints)


def written_day(day: dt.date, order: str, mark: str, clock: bool = False) -> str:
    parts = {"d": f"{day.day:02}", "m": f"{day.month:02}", "y": f"{day.year:04}"}
    return mark.join(parts[letter] for letter in order) + (" 10:30" if clock else "")


def written_money(amount: Decimal, decimal: str, grouping: str) -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", grouping)
