"""A visitor in front of the screens without a browser: opens pages by link, works the widgets, reads all that is shown.

What is read comes in two kinds: `markdown`, places where Streamlit would take the visitor's text for markup, and `letters`,
places that show text as it is (cells, options, charts).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics.ingest import load, understand
from analytics.words import CATALOGUE, words
from ui.desk import desk_of
from ui.workspaces import Workspace, workspaces

os.environ.setdefault("CLIENT_BASE_KEEPING", "browser")
# The server runs this file: app.py itself has pages/ beside it, which a bare script run would take for pages of its own.
FRAME = Path(__file__).resolve().parent.parent / "ui" / "frame.py"
PAGES = (
    *(
        "data",
        "overview",
        "client",
        "abc_analysis",
        "abc_xyz",
        "profitability",
        "rfm",
        "lifecycle",
        "portrait",
        "retention",
        "migration",
        "development",
    ),
    "loyalty",
    "satisfaction",
    "growth_matrix",
    "renewal",
    "channels",
    "dependence",
    "what_if",
    "action_plan",
)
LOCALES = {"ru": "ru-RU", "en": "en-US"}
PATIENCE = 120
MARKDOWN_FIELDS = {"body", "label", "help", "content"}
LETTER_FIELDS = {"options", "placeholder", "choices"}
ESCAPED = re.compile(r"\\([^\w\s])")
PLACEHOLDER = re.compile(r"\\\{.*?\\\}")
OWN_MARKS = re.compile(r"\*\*|^#+ |:\w+-badge|:material/\w+:", re.MULTILINE)


def workspace_with(*files: tuple[str, str | bytes], browser: str | None = None) -> str:
    """Files (name, text) loaded as the base of a browser → the browser's name."""
    browser = browser or secrets.token_hex(8)
    workspace = workspaces().of(browser)
    folder = workspace.folder / "scratch"
    folder.mkdir(exist_ok=True)
    load(workspace.warehouse, [_understood(folder / name, text) for name, text in files])
    workspace.changed()
    return browser


def _understood(path: Path, text: str | bytes):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return understand(path, path.name, scratch=path.parent)


class Visitor:
    """One browser tab. Everything it does returns itself, so that a test reads as a walk."""

    def __init__(self, language: str = "ru", browser: str | None = None, dark: bool = False):
        self.language = language
        self.words = words(language)
        self.browser = browser or secrets.token_hex(8)
        self.app = AppTest.from_file(str(FRAME), default_timeout=PATIENCE)
        self.app.context = {"locale": LOCALES[language], "theme": "dark" if dark else "light"}
        self.app.session_state["browser"] = self.browser
        self.workspace.keep(thresholds={}, choices={})
        self.patient = True

    @property
    def workspace(self) -> Workspace:
        return workspaces().of(self.browser)

    def opens(self, page: str, **link: str | list[str]) -> Visitor:
        """Goes to a page; `link` is what the address carries, with __ for a point: `abc__share__a="0.8"`."""
        for name, value in link.items():
            self.app.query_params[name.replace("__", ".")] = value
        self.app._page_hash = calc_hash(page)
        return self.runs()

    def runs(self) -> Visitor:
        """A run of the page, and the one that follows when the long work it shows has ended."""
        self.app.run()
        while self.patient and any(button.key == "stop" for button in self.app.button):
            desk_of(self.workspace.warehouse).wait()
            self.app.run()
        assert not self.app.exception, [f"{e.message}\n{''.join(e.stack_trace or [])}" for e in self.app.exception]
        return self

    def presses(self, key: str) -> Visitor:
        self.app.button(key=key).click()
        return self.runs()

    def presses_named(self, key: str) -> Visitor:
        """A button known by its word: `data.load`."""
        next(b for b in self.app.button if b.label == self.words(key)).click()
        return self.runs()

    def chooses(self, name: str, value: object, kind: str = "selectbox") -> Visitor:
        getattr(self.app, kind)(key=f"kept.{name}").set_value(value)
        return self.runs()

    def switches(self, name: str, option: str) -> Visitor:
        return self.chooses(name, option, "button_group")

    def uploads(self, *files: tuple[str, bytes]) -> Visitor:
        """Files (name, bytes) dropped on the data page."""
        self.app.file_uploader[0].set_value([(name, content, "") for name, content in files])
        return self.runs()

    @property
    def title(self) -> str:
        return self.app.title[0].value

    @property
    def headline(self) -> str | None:
        """The sentence with the numbers, as a person reads it."""
        return next((as_read(m.value) for m in self.app.markdown if m.value.startswith("#### ")), None)

    @property
    def complaints(self) -> list[str]:
        return [as_read(e.value) for e in self.app.error]

    @property
    def remarks(self) -> list[str]:
        """Information in place of the page's content."""
        return [as_read(e.value) for e in self.app.info]

    @property
    def told(self) -> list[str]:
        """Words in passing."""
        return [as_read(e.value) for e in self.app.toast]

    @property
    def link(self) -> dict[str, str | list[str]]:
        return {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in self.app.query_params.items()}

    def table(self, *columns: str) -> pd.DataFrame:
        """The first table that has these columns; a table that cannot be clicked keeps no name of its own."""
        return next(t.value for t in self.app.dataframe if set(columns) <= set(t.value.columns))

    def column(self, name: str, *beside: str) -> list[str]:
        return self.table(name, *beside)[name].tolist()

    def metrics(self) -> dict[str, str]:
        return {m.label: m.value for m in self.app.metric}

    def component(self, key: str) -> dict:
        """What a live slider or the cut lines were given."""
        found = [e.proto for e in self.app._tree if e.type == "bidi_component" and e.proto.id.endswith(f"-{key}")]
        return json.loads(found[0].json)

    def markdown(self) -> list[str]:
        return [text for kind, text in self._texts() if kind == "markdown"]

    def letters(self) -> list[str]:
        return [text for kind, text in self._texts() if kind == "letters"]

    def reads(self) -> list[str]:
        """Every text on the screen as a person reads it."""
        return [as_read(text) for text in self.markdown()] + self.letters()

    def _texts(self) -> Iterator[tuple[str, str]]:
        for element in self.app._tree:
            proto = getattr(element, "proto", None)
            if proto is None or element.type == "html":
                continue
            if element.type == "dataframe":
                yield from (("letters", text) for text in _of_table(element))
            elif element.type == "bidi_component":
                yield from (("letters", text) for text in _of_component(json.loads(proto.json or "{}")))
            elif element.type == "vega_lite_chart":
                yield from (("letters", text) for text in _of_chart(proto))
            else:
                yield from _of_proto(proto)


def is_sentence(text: str, language: str, key: str) -> bool:
    """Whether a text is the catalogue's sentence `key` with anything for its particulars."""
    room, name = key.split(".", 1)
    sentence = tomllib.loads((CATALOGUE / language / f"{room}.toml").read_text("utf-8"))[name]
    return bool(re.fullmatch(PLACEHOLDER.sub(".*", re.escape(as_read(sentence))), text))


def as_read(markdown: str) -> str:
    return ESCAPED.sub(r"\1", OWN_MARKS.sub("", markdown))


def _of_proto(proto) -> Iterator[tuple[str, str]]:
    for field, value in proto.ListFields():
        for part in value if field.is_repeated else [value]:
            if field.message_type:
                yield from _of_proto(part)
            elif isinstance(part, str) and field.name in MARKDOWN_FIELDS | LETTER_FIELDS:
                yield ("markdown" if field.name in MARKDOWN_FIELDS else "letters"), part


def _of_table(element) -> Iterator[str]:
    settings = json.loads(element.proto.columns or "{}")
    for column in element.value:
        yield (settings.get(column) or {}).get("label") or str(column)
        # a tick is no word
        shown = () if element.value[column].dtype == bool else element.value[column]
        yield from (str(value) for value in shown if value is not None)


def _of_component(data: dict) -> Iterator[str]:
    yield from (data[name] for name in ("label", "unit", "textbook") if data.get(name))
    yield from (line["name"] for line in data.get("lines", []))


def _of_chart(proto) -> Iterator[str]:
    yield proto.alt
    yield from _titles(json.loads(proto.spec))
    for dataset in proto.datasets:
        for column in pa.ipc.open_stream(dataset.data.data).read_all().columns:
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                yield from (text for text in column.to_pylist() if text)


def _titles(spec: object) -> Iterator[str]:
    if isinstance(spec, list):
        for part in spec:
            yield from _titles(part)
    elif isinstance(spec, dict):
        if isinstance(spec.get("title"), str):
            yield spec["title"]
        for part in spec.values():
            yield from _titles(part)
