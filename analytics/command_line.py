"""The words of the command line: what may be said after `python -m analytics`, and what it means."""

from __future__ import annotations

import argparse
import datetime as dt
import locale
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest.understanding import OF_FIVE, OF_TEN
from analytics.report_pages import CHAPTERS, in_order
from analytics.schema import BASES
from analytics.thresholds import Thresholds, from_assignments, from_toml
from analytics.views import View
from analytics.windows import OPEN
from analytics.words import LANGUAGES, Words, words

# what is said of the scale of scores → how the reader calls it
SCALES = {"5": OF_FIVE, "10": OF_TEN, None: None}
COMMANDS = ("inspect", "customers", "summary", "report", "plan")


@dataclass(frozen=True)
class Order:
    """A parsed command line: what to do with which files, under which thresholds, where the answer goes."""

    command: str
    bases: tuple[tuple[str | None, str], ...]
    thresholds: Thresholds
    view: View
    words: Words
    mapping: dict[str, str]
    against: tuple[dt.date | None, dt.date | None] = OPEN
    out: Path | None = None
    json: bool = False
    quiet: bool = False
    sheet: str | None = None
    encoding: str | None = None
    scale: str | None = None
    pages: tuple[str, ...] = CHAPTERS


def parse(arguments: Sequence[str]) -> Order:
    """Arguments → Order. Raises Unusable naming the argument that cannot be used."""
    given = _parser(_language(arguments)).parse_args(arguments)
    start = from_toml(Path(given.scenario)) if given.scenario else Thresholds()
    thresholds = from_assignments(given.set, start)
    first, last = _window(given.window, "--window")
    view = replace(View(start=first, end=last, as_of=_day(given.as_of, "--as-of")).under(thresholds))
    return Order(
        given.command, tuple(map(_base, given.bases)), thresholds, view, words(given.lang),
        dict(_assignment(m) for m in given.map), _window(given.against, "--against"),
        Path(given.out) if given.out else None,
        given.json, given.quiet, given.sheet, given.encoding, SCALES[given.scale], _pages(given.pages),
    )  # fmt: skip


def spoken(arguments: Sequence[str]) -> Words:
    """The language to complain in, known even when nothing else is."""
    return words(_language(arguments))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise Unusable("command_line", detail=message)


def _parser(language: str) -> _Parser:
    says = words(language)
    parser = _Parser(prog="python -m analytics", description=says("command_line.about"), allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        _options(commands.add_parser(command, help=says(f"command_line.{command}"), allow_abbrev=False), says, language)
    return parser


def _options(parser: argparse.ArgumentParser, says: Words, language: str) -> None:
    tell = lambda name: says(f"command_line.{name}")  # noqa: E731
    parser.add_argument("bases", nargs="+", metavar="BASE", help=tell("bases"))
    parser.add_argument("--out", metavar="FILE", help=tell("out"))
    parser.add_argument("--json", action="store_true", help=tell("json"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=tell("set"))
    parser.add_argument("--scenario", metavar="FILE.toml", help=tell("scenario"))
    parser.add_argument("--window", metavar="START..END", help=tell("window"))
    parser.add_argument("--against", metavar="START..END", help=tell("against"))
    parser.add_argument("--as-of", metavar="DATE", help=tell("as_of"))
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=SOURCE", help=tell("map"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language, help=tell("lang"))
    parser.add_argument("--sheet", metavar="NAME", help=tell("sheet"))
    parser.add_argument("--encoding", metavar="NAME", help=tell("encoding"))
    parser.add_argument("--scale", choices=[marks for marks in SCALES if marks], help=tell("scale"))
    parser.add_argument("--pages", metavar="PAGE,PAGE", help=tell("pages"))
    parser.add_argument("--quiet", action="store_true", help=tell("quiet"))


def _language(arguments: Sequence[str]) -> str:
    for i, argument in enumerate(arguments):
        said = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        said = arguments[i + 1] if argument == "--lang" and i + 1 < len(arguments) else said
        if said in LANGUAGES:
            return said
    system = (
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    )
    return "ru" if (system or "").lower().startswith(("ru", "russian")) else "en"


def _pages(given: str | None) -> tuple[str, ...]:
    return in_order(given.replace(" ", "").split(",")) if given else CHAPTERS


def _base(given: str) -> tuple[str | None, str]:
    kind, sign, path = given.partition("=")
    return (kind, path) if sign and kind in BASES else (None, given)


def _assignment(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign:
        raise Unusable("assignment", value=given)
    return name.strip(), value.strip()


def _window(given: str | None, option: str) -> tuple[dt.date | None, dt.date | None]:
    if not given:
        return OPEN
    start, sign, end = given.partition("..")
    if not sign:
        raise Unusable("window_form", value=given)
    return _day(start, option), _day(end, option)


def _day(given: str | None, option: str) -> dt.date | None:
    if not given:
        return None
    try:
        return dt.date.fromisoformat(given.strip())
    except ValueError:
        raise Unusable("date_form", option=option, value=given) from None
