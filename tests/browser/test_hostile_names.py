"""Names written to make a browser call another server: it calls none, on any page."""

from __future__ import annotations

from urllib.parse import quote

from tests.ingest_files import rows_text
from tests.screens import PAGES

NAME = (
    '![x](http://evil.example/x.png) <img src="http://evil.example/y"> [l](javascript:alert(1)) :material/delete: $x$'
)


def test_no_name_makes_the_browser_call_another_server(visit):
    rows = [(NAME, f"2024-0{month}-05", "100", NAME) for month in range(1, 7)]
    rows += [("Boris", f"2024-0{month}-07", "10", "Vera") for month in range(1, 7)]
    tab = visit("en").opens("data")
    tab.uploads(
        "![f](http://evil.example/f.png).csv", rows_text([("Client", "Date", "Amount", "Manager"), *rows]).encode()
    )
    tab.clicks("data.load")
    for room in PAGES:
        tab.opens(room, f"client={quote(NAME)}&filter.manager={quote(NAME)}")
        assert tab.page.locator("[data-testid=stMarkdownContainer] img, [href^='javascript']").count() == 0
    tab.behaved()
