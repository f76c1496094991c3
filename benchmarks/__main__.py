"""`python -m benchmarks [part …]`: measures the named parts or all of them, and keeps a table in results.md."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.result import Result, table

PARTS = ("importing", "workbooks", "thresholds", "over_time", "relations", "decisions", "browser", "visitors")
RESULTS = Path(__file__).with_name("results.md")


def main(parts: list[str]) -> int:
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        print(f"no such part: {unknown[0]}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    results = []
    for part in parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr)
        measured = import_module(f"benchmarks.{part}").rows()
        results += [Result.of(**row) if isinstance(row, dict) else row for row in measured]
    report = f"{table(results)}\n\n{machine()}\n"
    print(report)
    if not parts:
        RESULTS.write_text(report, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
