"""Charts of loyalty: one specification whatever the data; what is not known is a gap that says so and never a nought."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.charts import loyalty_map, radar, rate_line, type_trend
from analytics.charts.theme import Look
from analytics.methods.type_trend import trends
from tests.test_charts import BY_LOOK, LOOKS, draws_its_rows, is_a_template_over, walked

TYPES = ("financial", "referral", "procedural", "contact", "evaluative")
LABELS = dict.fromkeys(
    "series type score now later directly indirectly customers with_data quarter rate bucket count".split(), "word"
)
TOLD = {f"{what}_{code}": code for what in ("name", "told") for code in TYPES} | {"finished": "", "unfinished": "part"}
ENGLISH = LOOKS[2]


def series(**scores: str) -> list[dict]:
    """`series(anna="90 . 40 0 100")`: the scores of the five types, a lone `.` is no data."""
    return [
        {"series": name, "type": code, "score": None if score == "." else float(score)}
        for name, told in scores.items()
        for code, score in zip(TYPES, told.split(), strict=True)
    ]


def of_radar(rows: list[dict], look: Look = ENGLISH, names: tuple[str, ...] = TYPES) -> dict[str, list[dict]]:
    frames = radar.frames(rows, {code: code.title() for code in names}, look)
    return {name: table.to_pylist() for name, table in frames.items()}


def by_type(*showing: int | None) -> list[dict]:
    rows = zip(TYPES, showing, strict=True)
    return [
        {"type": code, "customers_with_data": 0 if n is None else 50, "customers_showing": n, "mean_score": 40.0}
        for code, n in rows
    ]


def quarters(**showing: str) -> list[dict]:
    """`quarters(contact="3 . 5 4")`: clients showing a type by quarter, the last one unfinished, `.` is no data."""
    return [
        {"quarter": dt.date(2024 + i // 4, 1 + i % 4 * 3, 1), "finished": i < len(told.split()) - 1, "type": code}
        | {"customers_with_data": 0 if n == "." else 9, "customers_showing": None if n == "." else int(n)}
        for code, told in showing.items()
        for i, n in enumerate(told.split())
    ]


def of_trend(rows: list[dict], look: Look = ENGLISH):
    return type_trend.frames(rows, trends(rows), TOLD, lambda day: look.words.bucket("quarter", day), look)


CHARTS = {
    "radar": (
        lambda look: radar.chart(look, LABELS, 2),
        lambda look: radar.frames(series(anna="90 20 40 0 100", boris="5 . . 9 ."), dict.fromkeys(TYPES, "Тип"), look),
    ),
    "radar of one": (
        lambda look: radar.chart(look, LABELS, 1),
        lambda look: radar.frames(series(anna="90 . 40 0 100"), dict.fromkeys(TYPES, "Тип"), look),
    ),
    "loyalty_map": (
        lambda look: loyalty_map.chart(look, LABELS),
        lambda look: loyalty_map.frames(by_type(9, 0, None, 4, 1), dict.fromkeys(TYPES, "Type"), look),
    ),
    "type_trend": (
        lambda look: type_trend.chart(look, LABELS, 2),
        lambda look: of_trend(quarters(financial="9 8 . 7 3", contact=". . . . ."), look),
    ),
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


class TestRadar:
    def test_a_score_lies_on_its_spoke_from_the_middle_to_the_rim(self):
        points = of_radar(series(anna="100 0 50 50 100"))["points"]
        places = {point["type"]: (point["x"], point["y"]) for point in points}
        assert places["Financial"] == (0, 1)
        assert places["Referral"] == (0, 0)
        assert places["Procedural"] == (pytest.approx(0.2939), pytest.approx(-0.4045))
        assert places["Evaluative"] == (pytest.approx(-0.9511), pytest.approx(0.309))

    def test_what_has_no_data_is_no_point_and_no_line_leads_to_it(self):
        frames = of_radar(series(anna="100 . 50 50 100"))
        assert [point["type"] for point in frames["points"]] == ["Financial", "Procedural", "Contact", "Evaluative"]
        assert len(frames["edges"]) == 3
        assert frames["areas"] == []

    def test_a_gap_is_a_cross_beyond_the_rim_that_says_no_data(self):
        gaps = of_radar(series(anna="100 . 50 50 100"))["gaps"]
        assert [(gap["type"], gap["score"], gap["spoken"]) for gap in gaps] == [
            ("Referral", "no data", "anna. Referral: no data")
        ]
        assert gaps[0]["x"] ** 2 + gaps[0]["y"] ** 2 > 1

    def test_a_nought_is_a_point_and_not_a_gap(self):
        frames = of_radar(series(anna="0 0 0 0 0"))
        assert (len(frames["points"]), frames["gaps"], len(frames["edges"])) == (5, [], 5)

    def test_the_name_of_a_type_says_who_lacks_it(self):
        told = of_radar(series(anna="1 . . 1 1", boris="1 . 1 1 1"))["types"]
        assert [each["lacking"] for each in told] == ["", "no data", "no data: anna", "", ""]

    def test_crosses_of_several_do_not_lie_on_one_another(self):
        gaps = of_radar(series(**{name: ". . . . ." for name in "abcde"}))["gaps"]
        assert len({(gap["x"], gap["y"]) for gap in gaps}) == len(gaps) == 25

    def test_no_more_than_five_are_laid_over_one_another(self):
        frames = of_radar(series(**{name: "1 2 3 4 5" for name in "abcdefg"}))
        assert [row["name"] for row in frames["legend"]] == list("abcde")
        assert {point["series"] for point in frames["points"]} == set("abcde")

    def test_series_are_told_apart_without_colours(self):
        assert len({str(dash) for dash in radar.DASHES}) == len(set(radar.MARKERS)) == radar.MOST_SERIES
        assert all(len(set(colours)) == radar.MOST_SERIES for colours in radar.COLORS.values())

    def test_types_come_clockwise_in_the_order_of_their_names(self):
        turned = ("evaluative", "procedural", "financial", "referral", "contact")
        frames = of_radar(series(anna="1 2 3 4 5"), names=turned)
        assert [each["name"] for each in frames["types"]] == [code.title() for code in turned]
        assert [point["score"] for point in frames["points"]] == ["5", "3", "1", "2", "4"]

    def test_the_scores_of_one_alone_are_written_and_of_several_not(self):
        assert [value["label"] for value in of_radar(series(anna="1 . 3 4 5"))["values"]] == ["1", "3", "4", "5"]
        assert of_radar(series(anna="1 2 3 4 5", boris="1 2 3 4 5"))["values"] == []

    def test_rings_are_told_by_their_scores(self):
        assert [ring["label"] for ring in of_radar(series(anna="1 2 3 4 5"))["rings"]] == ["0", "25", "50", "75", "100"]

    def test_nobody_at_all_leaves_the_bare_net(self):
        frames = of_radar([])
        assert len(frames["grid"]) == 25 and frames["points"] == frames["legend"] == []


class TestMap:
    def bubbles(self, *showing: int | None) -> dict[str, dict]:
        frames = loyalty_map.frames(by_type(*showing), dict.fromkeys(TYPES, "Type"), ENGLISH)
        return {list(loyalty_map.PLACES)[bubble["place"]]: bubble for bubble in frames["bubbles"].to_pylist()}

    def test_a_type_lies_where_it_pays_now_or_later_directly_or_not(self):
        found = self.bubbles(1, 1, 1, 1, 1)
        now = {code for code, bubble in found.items() if bubble["x"] < 1}
        directly = {code for code, bubble in found.items() if bubble["y"] < loyalty_map.MIDDLE}
        assert (now, directly) == ({"financial", "procedural"}, {"financial", "contact"})

    def test_the_area_of_a_bubble_is_the_clients_who_show_the_type(self):
        found = self.bubbles(40, 20, 10, 0, None)
        areas = [found[code]["area"] for code in TYPES]
        assert areas[:3] == [loyalty_map.LARGEST, loyalty_map.LARGEST / 2, loyalty_map.LARGEST / 4]
        assert areas[3] == loyalty_map.LEAST

    def test_no_data_is_told_and_none_is_a_nought(self):
        found = self.bubbles(40, 20, 10, 0, None)
        assert (found["contact"]["told"], found["contact"]["known"]) == ("0 clients of 50", True)
        assert (found["evaluative"]["told"], found["evaluative"]["known"]) == ("no data", False)
        assert found["evaluative"]["count"] == "—"


class TestTrendChart:
    def test_a_quarter_nobody_has_data_in_breaks_the_line(self):
        frames = of_trend(quarters(contact="3 . 5 4 4"))
        assert len(frames["points"]) == 4
        assert [step["step"] for step in frames["steps"].to_pylist()] == ["0.2", "0.2", "0.3", "0.3"]

    def test_a_line_to_an_unfinished_quarter_is_unfinished_too(self):
        frames = of_trend(quarters(contact="3 5 4"))
        assert [step["finished"] for step in frames["steps"].to_pylist()] == [True, True, False, False]
        assert [point["finished"] for point in frames["points"].to_pylist()] == [True, True, False]

    def test_a_falling_type_is_marked_and_others_are_not(self):
        heads = of_trend(quarters(contact="90 90 90 20 0", financial="90 90 90 90 90"))["heads"].to_pylist()
        assert [(head["name"], head["letter"]) for head in heads] == [("contact", "C"), ("financial", "")]

    def test_lanes_have_scales_of_their_own_from_nothing(self):
        points = of_trend(quarters(contact="0 2 4", financial="0 500 1000"))["points"].to_pylist()
        heights = [round(point["at"] - point["lane"], 4) for point in points]
        assert heights == [0, type_trend.FILLED / 2, type_trend.FILLED] * 2

    def test_only_the_last_quarters_are_drawn(self):
        frames = of_trend(quarters(contact=" ".join(["5"] * 30)))
        assert len(frames["points"]) == type_trend.MOST_QUARTERS


def test_a_rate_may_have_a_lower_top():
    scales = [node["scale"] for node in walked(rate_line.chart(ENGLISH, LABELS, 0.1).to_dict()) if node.get("scale")]
    domains = [scale["domain"] for scale in scales if "domain" in scale]
    assert [0, 0.1] in domains and [0, 1] not in domains
