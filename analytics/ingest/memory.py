"""What the visitor said about a file, remembered for the next file with the same header.

One small JSON file per header in a folder of the visitor's own; it holds names of columns and choices, never a row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

from analytics.errors import Unusable
from analytics.exports import write_whole
from analytics.ingest.understanding import Hints

READINGS = "readings"
KEPT = 200
# The next file of the same header is of another period.
OF_ONE_FILE = ("period",)


def remember(home: Path, header: Sequence[str], hints: Hints) -> None:
    """Write down what was said; nothing said is nothing to remember. No room on the disk is no reason to fail."""
    said = {name: value for name, value in asdict(hints).items() if value is not None and name not in OF_ONE_FILE}
    if not said:
        forget(home, header)
        return
    file = _file(home, header)
    with suppress(OSError, Unusable):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, json.dumps(said, ensure_ascii=False).encode())
        _drop_the_oldest(file.parent)


def recall(home: Path, header: Sequence[str]) -> Hints | None:
    """What was said about a file with this header; None when nothing was, or when it cannot be read any more."""
    try:
        said = json.loads(_file(home, header).read_text("utf-8"))
        known = {f.name: _as_written(said[f.name]) for f in fields(Hints) if f.name in said}
    except (OSError, ValueError, TypeError):
        return None
    return Hints(**known) if known else None


def forget(home: Path, header: Sequence[str]) -> None:
    with suppress(OSError):
        _file(home, header).unlink(missing_ok=True)


def _as_written(value: object) -> object:
    """JSON knows no tuples."""
    return tuple(value) if isinstance(value, list) else value


def _file(home: Path, header: Sequence[str]) -> Path:
    """Case and blanks do not make another header; the order of columns does."""
    cells = [" ".join(str(cell).split()).casefold() for cell in header]
    return home / READINGS / f"{hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:32]}.json"


def _drop_the_oldest(folder: Path) -> None:
    written = sorted(folder.glob("*.json"), key=lambda f: f.stat().st_mtime)
    for file in written[:-KEPT]:
        file.unlink(missing_ok=True)
