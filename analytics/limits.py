"""How much one visitor may ask of this machine: the numbers of `.streamlit/limits.toml`, read once."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from analytics.errors import Unusable

OWN = Path(__file__).resolve().parent.parent / ".streamlit" / "limits.toml"
ANOTHER = "CLIENT_BASE_LIMITS"
MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What each number bounds is told in limits.toml, a comment a line. All are whole and at least 1; a MB is 2**20."""

    upload_megabytes: int
    files_at_once: int
    file_megabytes: int
    rows: int
    columns: int
    cell_kilobytes: int
    line_kilobytes: int
    grid_rows: int
    sheets: int
    unpacked_megabytes: int
    unpack_ratio: int
    unpack_ratio_from_megabytes: int
    workbook_seconds: int
    workbook_memory_megabytes: int
    base_memory_megabytes: int
    base_threads: int
    look_memory_megabytes: int
    spill_megabytes: int
    home_megabytes: int
    idle_hours: int
    kept_days: int
    link_characters: int

    @property
    def base(self) -> dict[str, object]:
        """DuckDB's settings of an open base."""
        return {"memory_limit": f"{self.base_memory_megabytes}MiB", "threads": self.base_threads}

    @property
    def look(self) -> dict[str, object]:
        """DuckDB's settings while a file is looked through before it is loaded."""
        return {"memory_limit": f"{self.look_memory_megabytes}MiB", "threads": self.base_threads}


@cache
def limits() -> Limits:
    """The limits of this start: the app's own, overruled by the file the environment names in CLIENT_BASE_LIMITS.

    Raises Unusable for a file that cannot be read, a name that is no limit and a value that is not a whole number from 1.
    """
    another = os.environ.get(ANOTHER)
    return read(OWN, *([Path(another)] if another else []))


def read(*files: Path) -> Limits:
    """TOML files, each overruling those before it → Limits. The first is to name every limit."""
    known, told = {f.name for f in fields(Limits)}, {}
    for file in files:
        for name, value in _parsed(file).items():
            if name not in known:
                raise Unusable("limit_unknown", file=str(file), name=name, names=", ".join(sorted(known)))
            if type(value) is not int or value < 1:
                raise Unusable("limit_value", file=str(file), name=name, value=value)
            told[name] = value
    return Limits(**told)


def _parsed(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise Unusable("limits_file", file=str(file), detail=" ".join(str(fault).split())) from None
