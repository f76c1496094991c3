"""The catalogues: the same words in both languages, every key used exists, no visible word outside them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from analytics.schema import BASES, BUCKETS, FILTERS, MEASURES
from analytics.thresholds import ALL, Choice
from analytics.words import CATALOGUE, LANGUAGES, words
from tests.source import FOLDERS, ROOT, constants, files, known_as, parsed, texts

FORMS = {"ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}
SPEAKERS = {"words", "told", "says", "tell"}
ROOMS = sorted(file.stem for file in (CATALOGUE / "en").glob("*.toml"))
CODE = [ROOT / "app.py", *files(*FOLDERS)]
LETTERS = re.compile(r"[^\W\d_]")
MARKUP = re.compile(r":[a-z_]+/[a-z_]+:|:?[a-z]*-?badge\[")
SHOWN_BY = set(
    "title header subheader caption markdown text write info warning error success toast badge metric button download_button "
    "link_button checkbox toggle radio selectbox multiselect segmented_control pills slider select_slider text_input text_area "
    "number_input date_input time_input file_uploader expander popover spinner status page_link tabs chat_input dialog "
    "form_submit_button".split()
)
SHOWN_IN = {"label", "help", "placeholder", "body", "alt", "title"}
# read by other means than a call: an error by its code, a column or a code of the data by its name
BY_CODE = ("errors.", "columns.", "common.", "bases.", "thresholds.", "samples.", "treatments.", "ingest.", "receipt.")


def catalogue(language: str) -> dict[str, str | dict[str, str]]:
    found = {}
    for file in sorted((CATALOGUE / language).glob("*.toml")):
        found |= {f"{file.stem}.{key}": sentence for key, sentence in tomllib.loads(file.read_text("utf-8")).items()}
    return found


def placeholders(sentence: str | dict[str, str]) -> set[str]:
    spoken = sentence.values() if isinstance(sentence, dict) else [sentence]
    return {name for one in spoken for _, name, _, _ in Formatter().parse(one) if name}


RU, EN = catalogue("ru"), catalogue("en")


class TestCatalogues:
    def test_both_languages_have_the_same_rooms(self):
        assert [f.name for f in sorted((CATALOGUE / "ru").iterdir())] == [
            f.name for f in sorted((CATALOGUE / "en").iterdir())
        ]

    @pytest.mark.parametrize("room", ROOMS)
    def test_both_languages_have_the_same_keys(self, room):
        keys = [{key for key in told if key.startswith(f"{room}.")} for told in (RU, EN)]
        assert keys[0] ^ keys[1] == set()

    def test_both_languages_fill_in_the_same_particulars(self):
        differ = {key for key in RU.keys() & EN.keys() if placeholders(RU[key]) != placeholders(EN[key])}
        assert differ == set()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_plurals_have_every_form_of_their_language(self, language):
        plurals = {key: set(s) for key, s in catalogue(language).items() if isinstance(s, dict)}
        assert {key: forms for key, forms in plurals.items() if forms != FORMS[language]} == {}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_nothing_is_empty(self, language):
        spoken = {k: list(s.values()) if isinstance(s, dict) else [s] for k, s in catalogue(language).items()}
        assert [key for key, forms in spoken.items() if not all(form.strip() for form in forms)] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_particular_is_written_by_a_known_rule(self, language):
        rules = {"", "number", "percent", "money", "date", "month", "exact"}
        for key, sentence in catalogue(language).items():
            for form in sentence.values() if isinstance(sentence, dict) else [sentence]:
                assert {spec or "" for _, name, spec, _ in Formatter().parse(form) if name} <= rules, key

    def test_a_sentence_was_translated_not_copied(self):
        copied = [
            k for k in RU.keys() & EN.keys() if RU[k] == EN[k] and len(re.findall(r"[^\W\d_]{3,}", str(RU[k]))) >= 3
        ]
        assert copied == []

    def test_english_has_no_russian_letters(self):
        assert [
            key
            for key, sentence in EN.items()
            if re.search("[\u0400-\u04ff]", str(sentence)) and key != "frame.own_name"
        ] == []


def spoken_keys(file: Path) -> Iterator[tuple[ast.Call, str, bool]]:
    """(call, pattern of its key, whether it is exact) for each sentence a file asks for."""
    named = constants(file)
    for call in (n for n in ast.walk(parsed(file)) if isinstance(n, ast.Call) and n.args and _speaks(n.func)):
        inside = {id(part) for n in ast.walk(call.args[0]) if isinstance(n, ast.JoinedStr) for part in n.values}
        for node in _outer(call.args[0]):
            if (
                isinstance(node, ast.Constant)
                and id(node) not in inside
                and isinstance(node.value, str)
                and "." in node.value
            ):
                yield call, re.escape(node.value), True
            elif isinstance(node, ast.JoinedStr):
                parts = [_part(part, named) for part in node.values]
                yield call, "".join(parts), ".+" not in parts


def _speaks(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in SPEAKERS
    return func.attr in SPEAKERS if isinstance(func, ast.Attribute) else isinstance(func, ast.Call)


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, ast.IfExp):
        yield from _outer(node.body)
        yield from _outer(node.orelse)


def _part(part: ast.expr, named: dict[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return re.escape(part.value)
    known = isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id in named
    return re.escape(named[part.value.id]) if known else ".+"


def rooms_named(file: Path) -> Iterator[str]:
    """Rooms whose words are looked up by a code of the data: `words.name("common", row[down])`."""
    for call in (n for n in ast.walk(parsed(file)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)):
        if call.func.attr == "name" and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


SPOKEN = [(file, call, pattern, exact) for file in CODE for call, pattern, exact in spoken_keys(file)]


class TestUse:
    @pytest.mark.parametrize("file", CODE, ids=known_as)
    def test_every_key_used_exists(self, file):
        asked = [pattern for f, _, pattern, _ in SPOKEN if f == file]
        assert [pattern for pattern in asked if not any(re.fullmatch(pattern, key) for key in EN)] == []

    @pytest.mark.parametrize("file", CODE, ids=known_as)
    def test_every_sentence_gets_its_particulars(self, file):
        for f, call, pattern, exact in SPOKEN:
            key = re.sub(r"\\(.)", r"\1", pattern)
            if f != file or not exact or any(keyword.arg is None for keyword in call.keywords) or key not in EN:
                continue
            given, wanted = {keyword.arg for keyword in call.keywords}, placeholders(EN[key]) | placeholders(RU[key])
            assert wanted <= given, f"{key}: {sorted(wanted - given)} at line {call.lineno}"
            assert not isinstance(RU[key], dict) or "n" in given, f"{key} needs n at line {call.lineno}"

    def test_every_key_is_used(self):
        rooms = {f"{room}\\..+" for file in CODE for room in rooms_named(file)}
        # more patterns than `re` remembers: it would read each of them anew for every key
        patterns = [re.compile(pattern) for pattern in {pattern for _, _, pattern, _ in SPOKEN} | rooms]
        unused = [k for k in EN if not k.startswith(BY_CODE) and not any(p.fullmatch(k) for p in patterns)]
        assert unused == []

    def test_every_error_of_the_catalogue_can_happen(self):
        said = {text for file in CODE for text in texts(parsed(file))}
        missing_columns = {f"no_{name}_column" for base in BASES.values() for name in base.required}
        assert [
            k for k in EN if k.startswith("errors.") and k.removeprefix("errors.") not in said | missing_columns
        ] == []


class TestCodesOfTheData:
    """Codes that appear on screen by their own name have their words."""

    @pytest.mark.parametrize(
        "key", [f"columns.{name}" for name in (*FILTERS, *MEASURES)] + [f"common.{b}" for b in BUCKETS]
    )
    def test_filters_measures_and_buckets(self, key):
        assert key in EN or key.startswith("columns.attribute_")

    @pytest.mark.parametrize("base", BASES.values(), ids=lambda base: base.kind)
    def test_bases_and_their_columns(self, base):
        assert f"bases.{base.kind}" in EN and f"bases.{base.kind}_about" in EN
        assert [c.name for c in base.columns + base.only_to_compute if f"columns.{c.name}" not in EN] == []

    @pytest.mark.parametrize(
        "name", [n for n in EN if n.startswith("thresholds.") and n.removeprefix("thresholds.") in ALL]
    )
    def test_every_option_of_a_threshold_on_screen(self, name):
        threshold = ALL[name.removeprefix("thresholds.")]
        options = threshold.options if isinstance(threshold, Choice) else ()
        assert [option for option in options if f"{name}.{option}" not in EN] == []

    @pytest.mark.parametrize("page", files("pages"), ids=known_as)
    def test_every_page_has_its_title_question_and_definition(self, page):
        assert [key for key in ("title", "question", "definition") if f"{page.stem}.{key}" not in EN] == []


def raised() -> Iterator[tuple[str, ast.Call, tuple[str, ...]]]:
    """(file:line, call, its possible codes) of every Unusable raised."""
    for file in CODE:
        for call in (
            n for n in ast.walk(parsed(file)) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Unusable"
        ):
            yield f"{known_as(file)}:{call.lineno}", call, _codes(call.args[0], file)


def _codes(code: ast.expr, file: Path) -> tuple[str, ...]:
    written = tuple(n.value for n in _outer(code) if isinstance(n, ast.Constant))
    if isinstance(code, ast.JoinedStr):
        return tuple(sorted({f"no_{name}_column" for base in BASES.values() for name in base.required}))
    # a code held in a name is one of those the file writes and does not raise by itself
    return written or tuple(sorted({text for text in texts(parsed(file)) if f"errors.{text}" in EN} - _written(file)))


def _written(file: Path) -> set[str]:
    calls = [n for n in ast.walk(parsed(file)) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Unusable"]
    return {n.value for call in calls for n in _outer(call.args[0]) if isinstance(n, ast.Constant)}


@pytest.mark.parametrize(("call", "codes"), [pytest.param(call, codes, id=place) for place, call, codes in raised()])
def test_every_refusal_has_its_sentence_and_gives_it_all_it_needs(call, codes):
    assert [code for code in codes if f"errors.{code}" not in EN] == []
    if any(keyword.arg is None for keyword in call.keywords):
        return
    given = {keyword.arg for keyword in call.keywords}
    lacking = {code: placeholders(EN[f"errors.{code}"]) | placeholders(RU[f"errors.{code}"]) for code in codes}
    assert {code: needs - given for code, needs in lacking.items() if needs - given} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_to_do(language):
    """What is wrong and what to do are at least two sentences, or one with a colon or semicolon."""
    told = {k: s for k, s in catalogue(language).items() if k.startswith("errors.")}
    assert [
        k for k, s in told.items() if not re.search(r"[.:;] \S.*[.!]$", s if isinstance(s, str) else s["other"])
    ] == []


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from literals(node.left)
        yield from literals(node.right)


@pytest.mark.parametrize("file", [f for f in CODE if known_as(f).startswith(("ui", "pages", "app"))], ids=known_as)
def test_no_visible_word_is_written_in_code(file):
    for call in (n for n in ast.walk(parsed(file)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)):
        ours = isinstance(call.func.value, ast.Name) and call.func.value.id == "tune"
        shown = call.args[:1] if call.func.attr in SHOWN_BY and not ours else []
        shown += [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_IN]
        visible = [text for node in shown for text in literals(node) if LETTERS.search(MARKUP.sub("", text))]
        assert visible == [], f"line {call.lineno}"


@pytest.mark.parametrize("file", files("analytics/charts"), ids=known_as)
def test_no_word_is_written_in_a_chart(file):
    titles = [
        k.value
        for n in ast.walk(parsed(file))
        if isinstance(n, ast.Call)
        for k in n.keywords
        if k.arg in ("title", "text")
    ]
    written = [
        text
        for title in titles
        for text in literals(title)
        if LETTERS.search(text) and not re.fullmatch(r"\w+:[NQOT]", text)
    ]
    assert written == []


@pytest.mark.parametrize("file", sorted((ROOT / "ui").glob("*.html")), ids=known_as)
def test_no_word_is_written_in_a_component(file):
    assert not LETTERS.search(re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", file.read_text("utf-8"), flags=re.S))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language):
    told = words(language)
    for key, sentence in catalogue(language).items():
        rules = {
            name: spec
            for form in (sentence.values() if isinstance(sentence, dict) else [sentence])
            for _, name, spec, _ in Formatter().parse(form)
            if name
        }
        assert told(
            key,
            n=3,
            **{name: None for name, rule in rules.items() if rule and name != "n"},
            **{name: "x" for name, rule in rules.items() if not rule and name != "n"},
        )
