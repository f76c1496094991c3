"""What is kept with a base beside its rows: the name, the thresholds and the choices made on it; one small file, saved whole."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics import foreign_toml
from analytics.errors import Unusable
from analytics.exports import write_whole

FILE = "workspace.toml"
FORMAT = 1
LONGEST_NAME = 80
MOST_BYTES = 1 << 20
# A letter that turns the line around would write somebody else's name in the list of bases.
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NUMBERED = re.compile(r" \(\d+\)$")
Choices = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Kept:
    """`name` was given by a person, `title` tells what is loaded until one is given. `thresholds` are those that differ
    from the textbook; `choices` are lang, window, against, filter.<column> and rfm.names; `scenarios` are named sets of
    thresholds."""

    name: str = ""
    title: str = ""
    thresholds: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    scenarios: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        return self.name or self.title

    def toml(self) -> str:
        lines = [f"format = {FORMAT}", f"name = {_quoted(self.name)}", f"title = {_quoted(self.title)}"]
        lines += _section("thresholds", self.thresholds) + _section("choices", self.choices)
        for scenario, thresholds in self.scenarios.items():
            lines += _section(f"scenarios.{_quoted(scenario)}", thresholds)
        return "\n".join(lines) + "\n"


def read(text: str) -> Kept:
    """What `Kept.toml` wrote → Kept; whatever has another form than it writes is left out. Raises ValueError for no TOML.

    The values are texts of a file: whoever uses them judges them.
    """
    told = foreign_toml.parsed(text)
    scenarios = {clean(name): _texts(set_) for name, set_ in _table(told.get("scenarios")).items()}
    choices = {name: _choice(value) for name, value in _table(told.get("choices")).items()}
    names = {part: clean(told[part]) for part in ("name", "title") if isinstance(told.get(part), str)}
    usable = {name: value for name, value in choices.items() if value}
    return Kept(**names, thresholds=_texts(told.get("thresholds")), choices=usable, scenarios=scenarios)


def load(folder: Path) -> Kept:
    """What is kept in a workspace's folder; nothing when its file is missing or was spoilt by another hand."""
    try:
        with (folder / FILE).open("rb") as file:
            return read(file.read(MOST_BYTES).decode())
    except (OSError, ValueError):
        return Kept()


def save(folder: Path, kept: Kept) -> None:
    """The file of the folder becomes this one, whole, or stays what it was. Raises Unusable when the disk refuses."""
    write_whole(folder / FILE, kept.toml().encode())
    flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """A rename is safe on disk once its folder is; Windows keeps no such handle and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clean(name: str) -> str:
    """A person's name for a thing, as one line: no control or turning characters, single spaces, at most 80 letters."""
    letters = (c for c in name if c not in TURNING and unicodedata.category(c) != "Cs")
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in letters)
    return " ".join(spaced.split())[:LONGEST_NAME].strip()


def same(name: str, other: str) -> bool:
    """Whether people would take two names for one."""
    return unicodedata.normalize("NFKC", name).casefold() == unicodedata.normalize("NFKC", other).casefold()


def free_name(wanted: str, taken: list[str]) -> str:
    """`wanted`, or with a number after it: Shop, Shop (2), Shop (3)."""
    name, number = clean(wanted), 1
    bare = NUMBERED.sub("", name)[: LONGEST_NAME - 6]
    while any(same(name, other) for other in taken):
        number += 1
        name = f"{bare} ({number})"
    return name


def require_free(wanted: str, taken: list[str]) -> str:
    """The name as one line. Raises Unusable when nothing is left of it or another base is called so."""
    name = clean(wanted)
    if not name:
        raise Unusable("workspace_unnamed")
    if any(same(name, other) for other in taken):
        raise Unusable("workspace_name_taken", name=name)
    return name


def _section(name: str, values: Mapping) -> list[str]:
    return ["", f"[{name}]", *(f"{_quoted(key)} = {_value(value)}" for key, value in values.items())]


def _value(value: str | tuple[str, ...]) -> str:
    return _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    """JSON's way of writing a text is TOML's, but for one letter."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {name: text for name, text in _table(value).items() if isinstance(text, str)}


def _choice(value: object) -> str | tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    return value if isinstance(value, str) else None
