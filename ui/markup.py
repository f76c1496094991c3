"""The visitor's own words among ours: Streamlit reads Markdown in every heading, label and message."""

from __future__ import annotations

from analytics.markup import plain  # noqa: F401
