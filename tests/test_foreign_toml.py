"""TOML from somebody's file: what a person writes is read, what would take hours is refused at once."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.foreign_toml import parsed

MANY = 300_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"abc.share.a" = 0.8\n[xyz.regularity]\nx = 0.7 # a.b.c.d.e.f.g.h.i.j, it\'s "so"',
        '[scenarios."a.b.c.d.e.f.g.h.i.j.k"]\n"x \\" .y" = "1.2.3.4.5.6.7.8.9.10"',
        "cuts = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5]\nempty = \"\"\nliteral = 'a.b.c.d.e.f.g.h.i.j'",
        "a.b.c.d.e.f.g.h = 1",
    ],
)
def test_what_a_person_or_the_program_writes_is_read(text):
    assert parsed(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a." * MANY + "a = 1",
        '"a".' * MANY + "a = 1",
        "a . " * MANY + "a = 1",
        "[" + "'a'." * MANY + "a]",
        'x = [ """\n" """, {' + "a." * MANY + "a = 1} ]",
        "x = ['''\n' ''', {" + "a." * MANY + "a = 1} ]",
        "x = " + "[" * MANY,
        "x = {" + "a = {" * MANY,
        '"\\' * MANY,
        "'\"" * MANY,
        "a" * MANY,
        "a " * MANY,
        '"' * MANY,
    ],
    ids=lambda text: text[:16],
)
def test_what_would_hold_the_parser_is_refused(text):
    with pytest.raises(ValueError):
        parsed(text)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("ab._- \"'#", min_size=1, max_size=20), st.floats(-9, 9)))
def test_quoted_names_are_read_whatever_is_in_them(told):
    text = "".join(f"{json.dumps(key)} = {value!r}\n" for key, value in told.items())
    assert parsed(text) == told
