"""Charts of satisfaction and of the service board: one specification whatever the data, and what is not known is told."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.charts import interval_rows, lanes, score_bars, score_line
from analytics.charts.theme import Look
from analytics.methods import satisfaction
from analytics.thresholds import Thresholds
from tests.bases import Base, sales
from tests.test_charts import BY_LOOK, LOOKS, drawn, draws_its_rows, is_a_template_over

LABELS = dict.fromkeys("value bucket within count score share month finished unfinished most".split(), "word")
GROUPS = {code: code for code in ("promoters", "passives", "detractors", "high", "middle", "low")}


def point(month: int, value: float | None, why: str = "", finished: bool = True) -> dict:
    low, high = (None, None) if value is None else (value - 9, value + 9)
    told = {"bucket": dt.date(2025, month, 1), "value": value, "low": low, "high": high}
    return told | {"count": 40, "why": why, "finished": finished}


def row(name: str, value: float | None, why: str = "") -> dict:
    return point(1, value, why) | {"name": name}


def spread(measure: str, *given: int) -> list[dict]:
    rows = [("2025-01-01", score) for score in given]
    base: Base = sales("client day amount", "anna 01-01 5").with_rows("scores", ("date", "score"), rows)
    return satisfaction.distribution(base.warehouse, base.facts(), Thresholds(), measure)


def name_of(look: Look):
    return lambda day: look.words.bucket("quarter", day)


def score_lines(look: Look, rows: list[dict]):
    return score_line.frames(rows, LABELS, name_of(look), look.words.exact, look)


def months(*complaints: int | None) -> list[dict]:
    return [{"bucket": dt.date(2025, 1 + i, 1), "finished": i > 0, "complaints": n} for i, n in enumerate(complaints)]


def board(look: Look, rows: list[dict]):
    return lanes.frames(rows, [("complaints", "Complaints", "C", look.words.number)], LABELS, look.words.month, look)


CHARTS = {
    "score_line": (
        lambda look: score_line.chart(look, LABELS, True),
        lambda look: score_lines(look, [point(1, 30.0, finished=False), point(4, None, "few"), point(7, -5.0)]),
    ),
    "score_bars": (
        lambda look: score_bars.chart(look, LABELS),
        lambda look: score_bars.frames(spread("csi", 0, 3, 5, 9, 9), GROUPS, look),
    ),
    "interval_rows": (
        lambda look: interval_rows.chart(look, LABELS, ("Olga", "Igor")),
        lambda look: interval_rows.frames(
            [row("Olga", -60.0), row("Igor", None, "few")], {"value": 10, "label": "all"}, look.words.exact, look
        ),
    ),
    "lanes": (lambda look: lanes.chart(look, LABELS, 1), lambda look: board(look, months(2, None, 4))),
}


def frames_of(name: str, look: Look) -> dict:
    return {dataset: table.to_pandas() for dataset, table in CHARTS[name][1](look).items()}


@BY_LOOK
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_its_rows_in_both_languages_and_themes(name, look):
    draws_its_rows(CHARTS[name][0](look).to_dict(), frames_of(name, look))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_template_over_the_datasets_its_frames_hold(name):
    is_a_template_over(CHARTS[name][0](LOOKS[0]).to_dict(), frames_of(name, LOOKS[0]))


@BY_LOOK
def test_a_quarter_without_a_score_says_why_and_how_many_answered(look):
    svg = drawn(score_line.chart(look, LABELS, True).to_dict(), frames_of("score_line", look))
    assert ">few<" in svg and ">40<" in svg


def test_rows_beyond_the_line_for_all_are_coloured_and_the_others_are_not():
    rows = [row("worse", -60.0), row("like all", 12.0), row("better", 60.0), row("unknown", None, "few")]
    told = interval_rows.frames(rows, {"value": 10, "label": "all"}, str, LOOKS[0])["rows"].to_pylist()
    assert [each["letter"] for each in told] == ["C", "", "A", ""]
    alone = interval_rows.frames(rows, None, str, LOOKS[0])["rows"].to_pylist()
    assert {each["letter"] for each in alone} == {""}


def test_a_group_in_two_pieces_is_named_once_with_its_whole_share():
    heads = score_bars.frames(spread("csi", 0, 3, 5, 9), GROUPS, LOOKS[1])["heads"].to_pylist()
    assert [(head["name"], head["label"][:2]) for head in heads] == [("middle", "50"), ("low", "25"), ("high", "25")]


def test_a_month_that_is_not_known_has_no_bar_and_one_of_nothing_a_flat_one():
    bars = board(LOOKS[0], months(2, None, 0))["bars"].to_pylist()
    assert [(bar["to"] > bar["from"]) for bar in bars] == [True, False]
