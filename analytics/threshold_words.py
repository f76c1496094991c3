"""How the value of a threshold is written."""

from __future__ import annotations

from analytics.words import Words


def setting(words: Words, name: str, value: object) -> str:
    """A value in words: a choice by its name, columns and numbers of a list one after the other, nothing as —."""
    if isinstance(value, tuple):
        told = ", ".join(words.name("columns", v) if isinstance(v, str) else words.exact(v) for v in value)
        return told or words.exact(None)
    return words(f"thresholds.{name}.{value}") if words.has(f"thresholds.{name}.{value}") else words.exact(value)
