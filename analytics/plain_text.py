"""The visitor's own text where it must stay one harmless line: a terminal, a heading, a label."""

from __future__ import annotations

import re

# Controls (an escape recolours a terminal, a line end breaks a heading) and marks that turn the direction of writing.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def one_line(text: str) -> str:
    """What cannot be seen but works becomes a blank: line ends, escapes, marks of direction."""
    return _UNSEEN.sub(" ", text)
