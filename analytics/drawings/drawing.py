"""A chart put together: everything but the paper it is drawn on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Drawing:
    """`make(look, labels, *options)` is the template of a chart, `frames` its datasets by name; `alt` says what it shows to who
    cannot see it."""

    make: Callable
    labels: dict[str, str]
    frames: dict[str, pa.Table]
    options: tuple = ()
    alt: str = ""
