"""Charts of dependence: one specification whatever the data, to one scale, and nothing drawn where nothing is known."""

from __future__ import annotations

import pytest

from analytics.charts import balance_scale, before_after, break_even, lorenz, loss_curve
from analytics.charts.theme import Look
from tests.test_charts import BY_LOOK, LOOKS, draws_its_rows, is_a_template_over

WORDS = "clients share told_clients told_share name value top left row told rise change told_rise".split()
LABELS = dict.fromkeys(WORDS, "word")
ENGLISH = LOOKS[2]
ZONES = {"dependent": "few", "balanced": "norm", "diluted": "many"}
ROWS = ("clients: before", "clients: after")
NAMES = {"revenue": "Revenue", "profit": "Profit"}
CHARTS = {
    "balance_scale": lambda look: balance_scale.chart(look, LABELS),
    "lorenz": lambda look: lorenz.chart(look, LABELS),
    "loss_curve": lambda look: loss_curve.chart(look, LABELS, 2),
    "before_after": lambda look: before_after.chart(look, LABELS, ROWS, ("A", "B", "C")),
    "break_even": lambda look: break_even.chart(look, LABELS),
}


def losses(*left: float | None) -> list[dict]:
    return [{"top": i, "name": f"client {i}" if i else None, "revenue_share": share} for i, share in enumerate(left)]


def changes(profit: float | None = 30.0) -> list[dict]:
    return [{"rise": x, "revenue": -50 + 100 * x, "profit": profit and profit * x - 9} for x in (0, 0.5, 1)]


def tables_of(name: str, look: Look) -> dict:
    if name == "balance_scale":
        return balance_scale.frames(0.16, "dependent", (0.2, 0.3), ZONES, "A: 16%")
    if name == "lorenz":
        points = [(0, 0), (0.5, 0.05), (0.8, 0.2), (1, 1)]
        told = [{"clients": x, "share": y, "name": "", "value": 1.0} for x, y in points]
        return lorenz.frames(told, {"clients": 0.8, "share": 0.2}, "Gini 0.7", "the best bring 80%", look)
    if name == "loss_curve":
        return loss_curve.frames(losses(1, 0.6, 0.3), 1, "left 60%", look)
    if name == "before_after":
        bars = [(ROWS[0], {"A": 2, "B": 3, "C": 5}, 10), (ROWS[1], {"A": 2, "B": 1, "C": 1}, 10)]
        return before_after.frames(bars, "gone", look)
    return break_even.frames(changes(), {"revenue": 0.5, "profit": 0.3}, NAMES, 0.5, look)


def frames_of(name: str, look: Look) -> dict:
    return {dataset: table.to_pandas() for dataset, table in tables_of(name, look).items()}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_template_over_named_datasets_that_its_frames_hold(name):
    is_a_template_over(CHARTS[name](ENGLISH).to_dict(), frames_of(name, ENGLISH))


@BY_LOOK
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_something_in_both_languages_and_themes(name, look):
    draws_its_rows(CHARTS[name](look).to_dict(), frames_of(name, look))


class TestBalanceScale:
    def test_the_zones_fill_the_scale_from_end_to_end(self):
        zones = frames_of("balance_scale", ENGLISH)["zones"]
        assert zones[["from", "to", "label"]].to_numpy().tolist() == [
            [0, 0.2, "few"],
            [0.2, 0.3, "norm"],
            [0.3, 1, "many"],
        ]

    def test_a_zone_too_narrow_keeps_no_word_and_one_of_no_width_is_left_out(self):
        zones = balance_scale.frames(0.5, "diluted", (0.0, 0.05), ZONES, "A")["zones"].to_pylist()
        assert [(zone["letter"], zone["label"]) for zone in zones] == [("A", ""), ("B", "many")]

    def test_the_mark_has_the_colour_of_its_zone(self):
        letters = [
            balance_scale.frames(0.5, verdict, (0.2, 0.3), ZONES, "A")["mark"]["letter"][0].as_py() for verdict in ZONES
        ]
        assert letters == ["C", "A", "B"]


class TestLossCurve:
    def test_the_mark_stands_at_how_many_are_gone(self):
        now = loss_curve.frames(losses(1, 0.6, 0.3), 1, "left 60%", ENGLISH)["now"].to_pylist()
        assert now == [{"top": 1, "share": 0.6, "label": "left 60%", "late": False}]

    def test_more_than_are_drawn_stand_at_the_end(self):
        now = loss_curve.frames(losses(1, 0.6, 0.3), 9, "left", ENGLISH)["now"].to_pylist()[0]
        assert (now["top"], now["late"]) == (2, True)

    def test_less_than_nothing_is_drawn_as_nothing_and_told_as_it_is(self):
        steps = loss_curve.frames(losses(1, -0.2, None), 0, "all", ENGLISH)["steps"].to_pylist()
        assert [(step["share"], step["left"]) for step in steps] == [(1, "100.0%"), (0, "−20.0%"), (0, "—")]


class TestBeforeAfter:
    def test_what_is_missing_stays_empty_at_the_end_of_its_bar(self):
        parts = frames_of("before_after", ENGLISH)["parts"]
        after = parts[parts["row"] == ROWS[1]]
        assert after[["class", "from", "to"]].to_numpy().tolist() == [
            ["A", 0, pytest.approx(0.2)],
            ["B", pytest.approx(0.2), pytest.approx(0.3)],
            ["C", pytest.approx(0.3), pytest.approx(0.4)],
            ["", pytest.approx(0.4), pytest.approx(1)],
        ]
        assert after["hollow"].tolist() == [False, False, False, True] and after["label"].iloc[-1] == "gone  60%"

    def test_a_class_below_zero_takes_no_place(self):
        parts = before_after.frames([(ROWS[0], {"A": 10, "C": -5}, 10)], "gone", ENGLISH)["parts"].to_pylist()
        assert [(part["class"], part["to"]) for part in parts] == [("A", 1)]

    def test_nothing_at_all_is_drawn_without_a_fault(self):
        assert before_after.frames([(ROWS[0], {"A": 0}, 0)], "gone", ENGLISH)["parts"].num_rows == 0


class TestBreakEven:
    def test_a_line_that_never_crosses_has_no_ring(self):
        even = break_even.frames(changes(), {"revenue": 0.5, "profit": None}, NAMES, 0.5, ENGLISH)["even"].to_pylist()
        assert [(ring["what"], ring["rise"], ring["label"]) for ring in even] == [(break_even.REVENUE, 0.5, "50%")]

    def test_without_profit_there_is_one_line(self):
        frames = break_even.frames(changes(None), {"revenue": 0.5, "profit": None}, NAMES, 0.5, ENGLISH)
        assert set(frames["lines"]["what"].to_pylist()) == {break_even.REVENUE} and frames["ends"].num_rows == 1
