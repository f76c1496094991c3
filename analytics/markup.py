"""The visitor's own words among ours: every heading, label and message is read as Markdown."""

from __future__ import annotations

import re

from analytics.plain_text import one_line

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|$:~<>&@])")


def plain(text: object) -> str:
    """The visitor's own text for a place that reads Markdown: shown letter for letter, never as markup."""
    return MARKUP.sub(r"\\\1", one_line(str(text)))
