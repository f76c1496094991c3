"""A program of its own: opens a workbook or a page within a memory limit and writes one table as text to Parquet.

Takes one argument, JSON: container, file, target, memory (bytes), sheet (name, place from 0, or null: the likeliest),
encoding (of a page), sheets, columns and rows (how many there may be). Prints JSON: sheet, sheets, width, merged,
levels, errors, rounded, evidence; or fault (a code of `errors`) and particulars.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

ROOMS = {"html": "pages", "xml": "spreadsheet_xml"}


def main(asked: dict) -> dict:
    limit(asked["memory"])
    # Names of columns and letters of alphabets are known next door; those modules stand on the standard library alone.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from tables import Fault

    try:
        return answered(asked)
    except Fault as fault:
        return fault.told
    except MemoryError:
        return {"fault": "workbook_too_heavy"}


def limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit; an abort still ends only this process
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        # macOS refuses a limit of memory; elsewhere one that is narrower already may not be widened
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def answered(asked: dict) -> dict:
    import picking
    import tables

    book = import_module(ROOMS.get(asked["container"], "workbooks")).opened(asked)
    wanted = asked["sheet"]
    if len(book.names) > asked["sheets"]:
        raise tables.Fault("too_many_sheets", value=len(book.names), limit=asked["sheets"])
    if wanted is None:
        table, evidence = picking.likeliest(book.tables(book.names))
    else:
        name = picking.named(book.names, wanted)
        table, evidence = picking.likeliest(book.tables([name]))[0], {"sheet_told": {"sheet": name}}
    tables.write(table, asked["target"])
    told = {"sheet": table.name, "sheets": book.names, "width": table.width}
    return told | vars(table.marks()) | {"evidence": evidence if len(book.names) > 1 else {}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
