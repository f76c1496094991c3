"""`python -m analytics COMMAND BASE... [options]`: the same engine as the pages, for scripts and people without a browser.

Exit codes: 0 done; 1 unexpected fault; 2 the input or an option is not usable, told in one line on stderr.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from analytics import bases, exports, facts, plan_answer, summary
from analytics.command_line import Order, parse, spoken
from analytics.customers import customers
from analytics.doctor import examination, similar_clients, telling, unlocks
from analytics.doctor.finding import Finding
from analytics.errors import Unusable
from analytics.ingest import Hints, Receipt, Understanding, lexicon, load, understand
from analytics.patience import patience
from analytics.plain_text import one_line
from analytics.schema import STAND_ALONE
from analytics.terminal import doctor_text, receipt_table, table_text
from analytics.warehouse import Warehouse
from analytics.words import Words

ROWS_ON_TERMINAL = 20
ON_TERMINAL = "name revenue orders last_order_date share abc_class xyz_class distance_to_better_class next_step".split()
PLAN_LISTS = "list aim customers customer_share revenue at_stake due_date".split()
PLAN_CLIENTS = "list customer_id name at_stake owner due_date".split()
COMPARED_AT_MOST = 200_000
BASE_KEYS = (
    "rows_read rows_used rows_without_client amount_without_client duplicate_rows clients amount first_date last_date"
)


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return run(parse(arguments))
    except Unusable as fault:
        return _complain(spoken(arguments).error(fault), 2)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        detail = f"{type(fault).__name__}: {fault}"
        return _complain(spoken(arguments)("command_line.unexpected", detail=detail), 1)


def _complain(sentence: str, code: int) -> int:
    """One line on stderr, whatever line ends were in the words it quotes."""
    print(one_line(sentence), file=sys.stderr)
    return code


def run(order: Order) -> int:
    """Read the files into a base of their own in a temporary folder, answer, leave nothing behind."""
    if order.out:
        exports.check_ending(order.out, FORMS[order.command])
    elif order.command == "report":
        raise Unusable("report_needs_out", formats=", ".join(FORMS["report"]))
    folder = Path(tempfile.mkdtemp(prefix="client-base-"))
    try:
        files = [(kind, _path(path, folder)) for kind, path in order.bases]
        warehouse = Warehouse(folder / "base", readable=[path for _, path in files])
        try:
            with patience(order.words("command_line.reading"), order.quiet):
                receipts = load(warehouse, [_understood(order, kind, path, warehouse) for kind, path in files])
            ANSWERS[order.command](order, warehouse, receipts)
        finally:
            warehouse.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _path(path: str, folder: Path) -> Path:
    if path != "-":
        return Path(path)
    spilled = folder / "stdin.csv"
    with spilled.open("wb") as out:
        shutil.copyfileobj(sys.stdin.buffer, out)
    return spilled


def _understood(order: Order, kind: str | None, path: Path, warehouse: Warehouse) -> Understanding:
    """One file, with what was said of it; with several files a mapping goes to those that have its source columns."""
    hints = Hints(kind=kind, encoding=order.encoding, sheet=order.sheet, scale=order.scale)
    scratch = warehouse.folder / "scratch"
    if len(order.bases) == 1 and order.mapping:
        return understand(path, path.name, replace(hints, mapping=order.mapping), scratch)
    file = understand(path, path.name, hints, scratch)
    mine = {column: source for column, source in order.mapping.items() if _is_for(file, column, source)}
    return understand(path, path.name, replace(hints, kind=file.kind, mapping=mine), scratch) if mine else file


def _is_for(file: Understanding, column: str, source: str) -> bool:
    """Whether a mapping has a source in the file, or says of every row what the file lacks a column for."""
    return any(heading in source for heading in file.header) or (column in file.missing and bool(lexicon.codes(column)))


def inspect(order: Order, warehouse: Warehouse, receipts: list[Receipt]) -> None:
    with patience(order.words("command_line.examining"), order.quiet):
        found = _examined(warehouse, receipts)
    if order.out or order.json:
        _put(order, exports.as_json({"files": [_told(order, receipts, i, found) for i in range(len(receipts))]}))
        return
    lacks = unlocks.lacking(bases.available(warehouse))
    tables = [receipt_table(receipt, order.words) for receipt in receipts]
    print("\n\n".join([*tables, doctor_text(found, lacks, order.words)]))


def _examined(warehouse: Warehouse, receipts: list[Receipt]) -> list[Finding]:
    found, main = examination.examine(warehouse, dt.date.today(), receipts), bases.main_base(warehouse)
    if main and sum(receipt.clients for receipt in receipts) <= COMPARED_AT_MOST:
        found += similar_clients.as_finding(similar_clients.search(warehouse, bases.available(warehouse)), main)
    return examination.by_severity(found)


def _told(order: Order, receipts: list[Receipt], i: int, found: list[Finding]) -> dict:
    """A receipt as JSON: what is worth a look in a base is told with its first file, or with the file it is about."""
    receipt, words = receipts[i], order.words
    first = all(other.kind != receipt.kind for other in receipts[:i])
    mine = [f for f in examination.at_stake(found) if f.kind == receipt.kind]
    mine = [f for f in mine if f.particulars.get("file", receipt.name if first else None) == receipt.name]
    texts = [words(f"ingest.{notice.code}", **notice.particulars) for notice in receipt.warnings]
    return asdict(receipt) | {"warnings": texts + [telling.sentence(f, words) for f in mine]}


def customers_of(order: Order, warehouse: Warehouse, receipts: list[Receipt]) -> None:
    with patience(order.words("frame.computing"), order.quiet):
        built = facts.build(warehouse, order.view)
        found = customers(warehouse, built, order.thresholds)
        if order.out:
            exports.write(found, order.out)
    if order.out:
        return
    if order.json:
        print(exports.as_json(found.to_pylist()))
    else:
        print(table_text(found.select(ON_TERMINAL).slice(0, ROWS_ON_TERMINAL).to_pylist(), order.words))
        print(order.words("command_line.rows", n=found.num_rows))


def summary_of(order: Order, warehouse: Warehouse, receipts: list[Receipt]) -> None:
    with patience(order.words("frame.computing"), order.quiet):
        built = facts.build(warehouse, order.view)
        tables = summary.tables(warehouse, built, order.thresholds, order.against)
    if order.out and order.out.suffix.lower() == ".xlsx":
        sheets = {name: exports.as_table(rows) for name, rows in tables.items() if rows}
        exports.write_whole(order.out, exports.book(sheets))
    elif order.out or order.json:
        _put(order, exports.as_json(_summary(order, built, receipts, tables)))
    else:
        print("\n\n".join(_titled(name, rows, order) for name, rows in tables.items()))


def _summary(order: Order, built: facts.Facts, receipts: list[Receipt], tables: dict) -> dict:
    period = (built.view.start, built.view.end)
    of_main = [receipt for receipt in receipts if receipt.kind in STAND_ALONE]
    main = next((receipt for receipt in of_main if receipt.period == period), of_main[0])
    window = {"start": built.view.start, "end": built.view.end, "as_of": built.view.as_of}
    base = {key: getattr(main, key) for key in BASE_KEYS.split()}
    return {"base": base, "window": window, "thresholds": dict(order.thresholds), "tables": tables}


def _titled(name: str, rows: list[dict], order: Order) -> str:
    title = order.words(f"command_line.table_{name}")
    return f"{title}\n{table_text(rows, order.words) if rows else order.words('command_line.no_table')}"


def _put(order: Order, text: str) -> None:
    if order.out:
        exports.write_whole(order.out, text.encode())
    else:
        print(text)


def report_of(order: Order, warehouse: Warehouse, receipts: list[Receipt]) -> None:
    """The workbook, or the same pages as one HTML file or PDF, by the ending."""
    # what writes them is slow to load, and no other command needs it
    from analytics import report, report_pages

    form = order.out.suffix.lower().removeprefix(".")
    with patience(order.words("frame.computing"), order.quiet):
        asked = (warehouse, facts.build(warehouse, order.view), order.thresholds, order.words)
        if form == "xlsx":
            content = report.workbook(*asked, order.against)
        else:
            content = report_pages.document(*asked, order.pages, form, order.against)
        exports.write_whole(order.out, content)


def plan_of(order: Order, warehouse: Warehouse, receipts: list[Receipt]) -> None:
    asked = (order.thresholds, order.words)
    with patience(order.words("frame.computing"), order.quiet):
        built = facts.build(warehouse, order.view)
        if order.out and order.out.suffix.lower() == ".xlsx":
            exports.write_whole(order.out, plan_answer.workbook(warehouse, built, *asked))
            return
        answer = plan_answer.of(warehouse, built, *asked)
    if order.out and order.out.suffix.lower() == ".csv":
        exports.write_whole(order.out, answer.csv())
    elif order.out or order.json:
        _put(order, exports.as_json(_summary(order, built, receipts, answer.tables)))
    else:
        print(_plan_text(answer, order.words))


def _plan_text(answer: plan_answer.Answer, words: Words) -> str:
    """The lists, and the first clients of the plan."""
    lists = [{key: row[key] for key in PLAN_LISTS} for row in answer.lists]
    clients = [{key: row[key] for key in PLAN_CLIENTS} for row in answer.clients[:ROWS_ON_TERMINAL]]
    tables = {"plan_lists": lists, "plan_clients": clients}
    told = [f"{words(f'command_line.{name}')}\n{_in_words(rows, words)}" for name, rows in tables.items()]
    return "\n\n".join([*told, words("command_line.rows", n=len(answer.clients))])


def _in_words(rows: list[dict], words: Words) -> str:
    names = {"list": "list", "aim": "aim", "status": "status"}
    told = [row | {key: words(f"action_plan.{names[key]}_{row[key]}") for key in names if key in row} for row in rows]
    return table_text(told, words) if told else words("command_line.no_table")


ANSWERS = {"inspect": inspect, "customers": customers_of, "summary": summary_of, "plan": plan_of, "report": report_of}
FORMS = {
    "inspect": (".json",),
    "customers": (".csv", ".parquet", ".xlsx", ".json"),
    "summary": (".json", ".xlsx"),
    "plan": (".csv", ".xlsx", ".json"),
    "report": (".xlsx", ".html", ".pdf"),
}


def speak_our_letters() -> None:
    """Windows gives a pipe a page of 256 letters, which ends in a fault: UTF-8 instead, unless told otherwise."""
    if not os.environ.get("PYTHONIOENCODING"):
        sys.stdout.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    speak_our_letters()
    sys.exit(main())
