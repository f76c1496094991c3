"""One direction: ui and pages know analytics, never the other way. DESIGN.md."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from tests.source import FOLDERS, ROOT, files, functions, imports, known_as, parsed, texts

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SQL = re.compile(
    r"\b(select\b.+\bfrom|insert\s+into|create\s+(or\s+replace\s+)?(table|view)|drop\s+(table|view)|delete\s+from|group\s+by|order\s+by)\b|^\s*(from|select)\s",
    re.I | re.S,
)
LONGEST_FUNCTION = 45


def roots(file) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}


@pytest.mark.parametrize("file", files("analytics"), ids=known_as)
def test_analytics_knows_nothing_of_the_screen(file):
    assert not roots(file) & {"streamlit", "ui", "pages", "app"}


def test_only_the_screen_knows_streamlit():
    everywhere = [
        f for f in ROOT.rglob("*.py") if not {"tests", "benchmarks"} & set(f.relative_to(ROOT).parts) and not hidden(f)
    ]
    knowing = {known_as(file).partition("/")[0] for file in everywhere if "streamlit" in roots(file)}
    assert knowing <= {"app.py", "ui", "pages"}


@pytest.mark.parametrize("file", files("pages"), ids=known_as)
class TestPages:
    def test_a_page_asks_analytics_and_shows(self, file):
        assert not roots(file) & {"duckdb", "altair", "numpy", "openpyxl"}

    def test_a_page_takes_of_pandas_only_the_frame(self, file):
        used = {
            n.attr
            for n in ast.walk(parsed(file))
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "pd"
        }
        assert used <= {"DataFrame"}

    def test_a_page_holds_no_sql(self, file):
        assert [text for text in texts(parsed(file)) if SQL.search(text)] == []

    def test_a_page_begins_with_its_question(self, file):
        assert (ast.get_docstring(parsed(file)) or "").strip()

    def test_a_page_opens_with_its_title(self, file):
        assert re.search(r"^parts\.(title|page)\(ROOM\b", file.read_text("utf-8"), re.M)


@pytest.mark.parametrize("file", files("ui"), ids=known_as)
def test_the_screen_draws_only_charts_of_analytics(file):
    assert "altair" not in {name.partition(".")[0] for node in parsed(file).body for name in _imported(node)}


@pytest.mark.parametrize("file", files("analytics/methods"), ids=known_as)
def test_a_method_names_its_source_and_has_its_tests(file):
    if file.stem == "__init__":
        return
    assert (ROOT / "tests" / f"test_{file.stem}.py").exists()
    assert ast.get_docstring(parsed(file))


@pytest.mark.parametrize("file", sorted((ROOT / "analytics" / "sql").glob("*.sql")), ids=known_as)
def test_a_statement_begins_with_its_grain_and_is_used(file):
    assert file.read_text("utf-8").startswith("-- grain: ")
    assert any(file.stem in set(texts(parsed(f))) for f in files("analytics"))


@pytest.mark.parametrize("file", files("analytics/charts"), ids=known_as)
def test_a_chart_takes_its_rows_from_outside(file):
    assert not {"analytics.warehouse", "analytics.facts", "duckdb"} & imports(file)


@pytest.mark.parametrize("file", files(*FOLDERS), ids=known_as)
def test_words_of_the_visitor_live_in_the_catalogue_not_in_code(file):
    assert [text for text in texts(parsed(file)) if len(CYRILLIC.findall(text)) > 1] == []


def test_parts_of_the_screen_hold_no_words_either():
    for file in [ROOT / "app.py", *(f for ending in ("js", "css", "html") for f in (ROOT / "ui").glob(f"*.{ending}"))]:
        assert not CYRILLIC.search(file.read_text("utf-8")), file.name


@pytest.mark.parametrize("file", files(*FOLDERS), ids=known_as)
def test_a_function_is_read_at_a_glance(file):
    long = {
        f.name: f.end_lineno - f.lineno + 1 for f in functions(file) if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("file", files(*FOLDERS), ids=known_as)
def test_a_file_says_what_it_is(file):
    assert ast.get_docstring(parsed(file))


def test_no_file_shadows_the_standard_library():
    ours = {file.stem for file in files("pages", "analytics/methods", "analytics/charts")} - {"__init__"}
    assert sorted(ours & set(sys.stdlib_module_names)) == []


def test_nothing_large_is_kept_beside_the_code():
    large = [
        f
        for folder in ("analytics", "ui", "pages", "tests")
        for f in (ROOT / folder).rglob("*")
        if f.is_file() and f.stat().st_size > 300_000
    ]
    assert large == []


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def hidden(file) -> bool:
    return any(part.startswith((".", "venv")) for part in file.relative_to(ROOT).parts)
