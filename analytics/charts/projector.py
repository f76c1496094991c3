"""A chart for the last row of a room: the specification with everything measured in pixels so many times as large."""

from __future__ import annotations

from collections.abc import Mapping

LENGTHS = set(
    "height dx dy offset lineHeight limit labelLimit titleLimit labelPadding titlePadding labelOffset tickSize strokeWidth "
    "cornerRadius cornerRadiusEnd symbolStrokeWidth columnPadding rowPadding".split()
)
AREAS = {"size", "symbolSize"}
PLACES = {"x", "y", "x2", "y2", "xOffset", "yOffset"}
LETTERS = ("fontSize", "FontSize")


def enlarged(spec: dict, scale: float) -> dict:
    """A specification of Vega-Lite and `scale` → the same with lengths × scale and areas of marks × scale²; data stay, and so
    does the width, which is the page's. Lengths inside expressions are left as they are."""
    return spec if scale == 1 else _enlarged(spec, scale)


def _enlarged(part: object, scale: float, within: str = "") -> object:
    if isinstance(part, list):
        return [_enlarged(each, scale, within) for each in part]
    if not isinstance(part, Mapping):
        return part
    lengths = {"size"} if part.get("type") == "tick" else set()
    return {name: _one(name, value, scale, within, lengths) for name, value in part.items()}


def _one(name: str, value: object, scale: float, within: str, lengths: set[str]) -> object:
    if name in ("datasets", "data", "locale", "values"):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _enlarged(value, scale, name)
    placed = (name == "value" and within in PLACES) or (name == "step" and within in ("width", "height"))
    if name in LENGTHS | lengths or name.endswith(LETTERS) or placed:
        return round(value * scale, 2)
    if name in AREAS or (name == "value" and within in AREAS):
        return round(value * scale**2, 2)
    return value
