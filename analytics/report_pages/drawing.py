"""Charts of the screen as SVG, with the letters of the product, offline. The drawing engine is loaded with the first one."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa

from analytics.plain_text import one_line

WIDTH = 760
LETTERS = "Source Sans Pro"
SIGNS = "DejaVu Sans Mono"
LACKING = re.compile("([\u2715\u25cf\u25cb\u2197])")
SVG = "{http://www.w3.org/2000/svg}"
# a label cut to its length may lose half of a sign beyond the basic plane, and at half a sign the engine gives up
NO_LETTERS = re.compile("[\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")
REFERRED = re.compile(r"url\(#([^)]+)\)")
SPOKEN = ("role", "aria-label", "aria-roledescription", "aria-hidden", "class", "pointer-events", "cursor")


def drawn(chart, frames: Mapping[str, pa.Table]) -> str:
    """A template of analytics/charts and its datasets → SVG of WIDTH points."""
    spec = chart.to_dict() | {"width": WIDTH, "autosize": {"type": "fit", "contains": "padding"}}
    spec["config"] = spec.get("config", {}) | {"font": LETTERS}
    spec["datasets"] = {name: table.to_pylist() for name, table in frames.items()}
    return _bare(_engine().vegalite_to_svg(_drawable(spec), allowed_base_urls=[]))


def with_own_ids(svg: str, prefix: str) -> str:
    """The same picture whose names of clips and gradients are its own: several stand in one page."""
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        for name, value in list(node.attrib.items()):
            if name == "id":
                node.set(name, prefix + value)
            elif "url(#" in value:
                node.set(name, REFERRED.sub(rf"url(#{prefix}\1)", value))
    return _written(root)


def with_signs(svg: str) -> str:
    """The same picture whose signs that the letters lack are told apart: a whole line would else be set in other letters."""
    root = ElementTree.fromstring(svg)
    for node in list(root.iter(f"{SVG}text")):
        first, *others = LACKING.split(node.text or "")
        node.text = first
        for place, (sign, after) in enumerate(zip(others[::2], others[1::2], strict=True)):
            told = ElementTree.Element(f"{SVG}tspan", {"font-family": SIGNS})
            told.text, told.tail = sign, after
            node.insert(place, told)
    return _written(root)


@cache
def letters(weight: str) -> bytes:
    """The file of the letters: Regular, Semibold, It."""
    return (font_folder() / f"SourceSansPro-{weight}.ttf").read_bytes()


def letters_in_place(weight: str) -> str:
    return base64.b64encode(letters(weight)).decode()


@cache
def font_folder() -> Path:
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory)


@cache
def _engine():
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert


def _drawable(node: object) -> object:
    """The same with plain values, and without controls, which no XML may hold: at one the engine ends the whole server."""
    if isinstance(node, dict):
        return {name: _drawable(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_drawable(value) for value in node]
    if isinstance(node, str):
        return "\n".join(map(one_line, NO_LETTERS.sub("\u25a1", node).split("\n")))
    if isinstance(node, Decimal):
        return float(node)
    return node.isoformat() if isinstance(node, dt.date) else node


def _bare(svg: str) -> str:
    """Without what only a screen reader would say mark by mark: the picture as a whole has its words beside it."""
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        for name in SPOKEN:
            node.attrib.pop(name, None)
    return _written(root)


def _written(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode")
