"""Charts: one specification whatever the data, small named datasets, colours by meaning, drawn in both languages and themes."""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa
import pytest
import vl_convert

from analytics.charts import (
    activity_bars,
    class_bars,
    distribution,
    gap_bars,
    matrix,
    movements,
    paired_bars,
    pareto,
    rate_line,
    reason_bars,
    rungs,
    segment_map,
    timeline,
    treemap,
    two_paths,
)
from analytics.charts.theme import CLASS_COLORS, Look, thousands
from analytics.classes import cross, sizes
from analytics.distribution import spread
from analytics.methods import abc_analysis, departures, economics, ladder, lifecycle, retention, rfm, xyz_analysis
from analytics.thresholds import Thresholds
from analytics.timeline import timeline as buckets
from tests.bases import FOUR_MONTHS, Base, monthly, totals, weekly, worth

LOOKS = [Look(language, dark) for language in ("ru", "en") for dark in (False, True)]
BY_LOOK = pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language} {'dark' if look.dark else 'light'}")
RETENTION = "retained returned new lost rate count reason published month as_is raised".split()
ABC, XYZ = abc_analysis.MEMBERS, xyz_analysis.MEMBERS
LABELS = dict.fromkeys(
    "customers value name rank measure class cumulative down across share bucket orders finished unfinished".split(),
    "word",
) | {"customers": "clients", "value": "money"}
LABELS |= dict.fromkeys(RETENTION, "word")
LABELS |= dict.fromkeys("recency frequency_money revenue amount fact".split(), "word")
LABELS |= {name: name for name in ("here", "farther", "left", "count", "code", "next")}
CHARTS = {
    "pareto": lambda look: pareto.chart(look, LABELS, ABC),
    "class_bars": lambda look: class_bars.chart(look, LABELS, ABC),
    "matrix": lambda look: matrix.chart(look, LABELS, ABC, XYZ),
    "timeline": lambda look: timeline.chart(look, LABELS),
    "movements": lambda look: movements.chart(look, LABELS),
    "rate_line": lambda look: rate_line.chart(look, LABELS),
    "reason_bars": lambda look: reason_bars.chart(look, LABELS, 6),
    "two_paths": lambda look: two_paths.chart(look, LABELS, 24),
    "segment_map": lambda look: segment_map.chart(look, LABELS),
    "treemap": lambda look: treemap.chart(look, LABELS),
    "distribution": lambda look: distribution.chart(look, LABELS, 1, 1000, "log"),
    "paired_bars": lambda look: paired_bars.chart(look, LABELS, lifecycle.IN_ORDER_OF_LIFE, lifecycle.MEMBERS),
    "gap_bars": lambda look: gap_bars.chart(look, LABELS, 60),
    "rungs": lambda look: rungs.chart(look, LABELS, ladder.CLIMBED),
    "activity_bars": lambda look: activity_bars.chart(look, LABELS, 16),
}


def spec_of(name: str, look: Look) -> dict:
    return CHARTS[name](look).to_dict()


def frames_of(name: str, base: Base, look: Look, method: str = "share") -> dict[str, pd.DataFrame]:
    return {dataset: table.to_pandas() for dataset, table in tables_of(name, base, look, method).items()}


def tables_of(name: str, base: Base, look: Look, method: str) -> dict[str, pa.Table]:
    facts, thresholds = base.facts(), Thresholds({"abc.method": method})
    column = abc_analysis.method(thresholds, facts, method).column()
    classes = sizes(base.warehouse, facts, column)
    if name == "pareto":
        curve = base.warehouse.rows(f"from {facts.pareto_curve}")
        return pareto.frames(pareto.points(curve), classes, [(0.75, "A"), (0.95, "B")], facts.whole["valued_clients"])
    if name == "class_bars":
        return class_bars.frames([c for c in classes if c["class"]], LABELS, look)
    if name == "matrix":
        rows = cross(base.warehouse, facts, column, xyz_analysis.column(thresholds))
        return matrix.frames(rows, column.name, "xyz_class", [("caption", "advice")] * len(rows), look)
    if name in ("movements", "rate_line", "reason_bars", "two_paths"):
        return of_retention(name, base, look)
    if name in ("segment_map", "treemap", "distribution"):
        return of_rfm(name, base, look)
    if name in ("paired_bars", "gap_bars", "rungs", "activity_bars"):
        return of_lifecycle(name, base, look)
    return timeline.frames(buckets(base.warehouse, facts), LABELS, lambda day: look.words.bucket("month", day), look)


def of_lifecycle(name: str, base: Base, look: Look) -> dict[str, pa.Table]:
    facts, thresholds = base.facts(), Thresholds()
    if name == "gap_bars":
        bars = gap_bars.binned(lifecycle.gap_counts(base.warehouse, facts), 60, 5)
        told = pa.Table.from_pylist([bar | {"told": "told"} for bar in bars])
        return gap_bars.frames(told, 60, [(30, "at risk"), (90, "lost")])
    if name == "rungs":
        rows = ladder.ladder(base.warehouse, facts, thresholds, None)
        return rungs.frames([row for row in rows if row["rung"] != "gone"], LABELS, look)
    if name == "activity_bars":
        rows = activity_bars.observed(of_codes({"1111": (40, 0.5), "0001": (2, 1.0), "0110": (0, None)}))
        return activity_bars.frames(rows, ["told"] * len(rows))
    stages = lifecycle.stages(base.warehouse, facts, thresholds)
    rows = [row | {"name": row["class"], "place": lifecycle.MEMBERS.index(row["class"])} for row in stages]
    return paired_bars.frames(rows, ("clients", "revenue"), look)


def of_codes(seen: dict[str, tuple]) -> list[dict]:
    """code → how often it was seen and which share bought next."""
    return [{"activity_code": code, "observed": n, "bought_next": share} for code, (n, share) in seen.items()]


def of_rfm(name: str, base: Base, look: Look) -> dict[str, pa.Table]:
    facts = base.facts()
    judge = rfm.method(Thresholds(), facts)
    if name == "distribution":
        axis, rows = spread(base.warehouse, facts, "value")
        return distribution.frames(distribution.bars(axis, rows, look), axis, judge.monetary, look)
    rows = rfm.codes(base.warehouse, facts, judge)
    if name == "segment_map":
        return segment_map.frames(rfm.cells(rows, judge, facts), ["caption"] * 25, rfm.reachable(judge), look)
    found = rfm.segments(rows, judge, facts)
    return treemap.frames(found, "customers", ["told"] * len(found), look)


def of_retention(name: str, base: Base, look: Look) -> dict[str, pa.Table]:
    rows = retention.table(base.warehouse, base.facts(), Thresholds())
    month = lambda day: look.words.bucket("month", day)  # noqa: E731
    if name == "movements":
        return movements.frames(rows, LABELS, month, look)
    if name == "rate_line":
        return rate_line.frames(rows, [(0.35, "excellent")], LABELS, month, look)
    if name == "two_paths":
        found = economics.Rates(100, 0.5, 20, 10, None, 12)
        return two_paths.frames(economics.path(found), economics.path(economics.with_points(found, 0.1)), LABELS, look)
    own = {"reason": "own", "customers": 0, "share": 0.0, "published_share": None}
    known = [own | {"reason": code, "published_share": share} for code, share in departures.published().items()]
    return reason_bars.frames([*known, own], str, look)


def walked(node: object):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walked(value)
    elif isinstance(node, list):
        for value in node:
            yield from walked(value)


def fields(spec: dict) -> set[str]:
    shorthand = {node["field"] for node in walked(spec) if isinstance(node.get("field"), str)}
    return shorthand | set(re.findall(r"datum\.(\w+)", str(spec))) - {"value"}


def drawn(spec: dict, frames: dict[str, pd.DataFrame]) -> str:
    rows = {
        name: [{k: v for k, v in row.items() if not pd.isna(v)} for row in frame.to_dict("records")]
        for name, frame in frames.items()
    }
    return vl_convert.vegalite_to_svg({**spec, "datasets": rows})


def draws_its_rows(spec: dict, frames: dict[str, pd.DataFrame]) -> None:
    full, empty = drawn(spec, frames), drawn(spec, {name: frame.head(0) for name, frame in frames.items()})
    assert full.startswith("<svg") and len(full) > len(empty) + 500
    assert "NaN" not in full and "undefined" not in full


def is_a_template_over(spec: dict, frames: dict[str, pd.DataFrame]) -> None:
    """The datasets a chart names are those its frames hold, and so are the fields."""
    held = [node["data"] for node in walked(spec) if isinstance(node.get("data"), dict)]
    assert {data["name"] for data in held} == set(frames)
    assert fields(spec) <= {column for frame in frames.values() for column in frame.columns}


@BY_LOOK
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_template_over_named_datasets(name, look):
    spec = spec_of(name, look)
    assert "datasets" not in spec
    held = [node["data"] for node in walked(spec) if "data" in node and isinstance(node["data"], dict)]
    assert held and all(set(data) == {"name"} for data in held)


@pytest.mark.parametrize("name", CHARTS)
def test_frames_hold_every_dataset_and_field_a_chart_names(name):
    is_a_template_over(spec_of(name, LOOKS[0]), frames_of(name, monthly(FOUR_MONTHS), LOOKS[0]))


@BY_LOOK
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_something_in_both_languages_and_themes(name, look):
    draws_its_rows(spec_of(name, look), frames_of(name, monthly(FOUR_MONTHS), look))


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "base",
    [{"anna": [5]}, {"anna": [5], "boris": [5]}, {"anna": [1] * 14}],
    ids=["one client", "all equal", "14 months"],
)
def test_the_smallest_bases_are_drawn_too(name, base):
    svg = drawn(spec_of(name, LOOKS[0]), frames_of(name, monthly(base), LOOKS[0]))
    assert "NaN" not in svg and "undefined" not in svg


@pytest.fixture(scope="module")
def hundred_thousand() -> Base:
    return Base().filled(
        "totals", ("customer_id", "amount"), "select i::varchar, 1e7 / (1 + i) from range(100000) t(i)"
    )


@pytest.mark.parametrize("name", ["pareto", "class_bars", "matrix"])
def test_a_large_base_draws_no_more_marks_than_a_small_one(name, hundred_thousand):
    frames = frames_of(name, hundred_thousand, LOOKS[0])
    assert sum(len(frame) for frame in frames.values()) <= 500


class TestPareto:
    def bands(self, base: Base, method: str = "share") -> list[tuple]:
        rows = frames_of("pareto", base, LOOKS[0], method)["bands"]
        return list(rows[["class", "from", "middle", "to"]].itertuples(index=False, name=None))

    def test_the_curve_runs_from_nothing_to_everything(self):
        curve = frames_of("pareto", worth("a 70, b 10, c 15, d 5"), LOOKS[0])["curve"]
        points = curve[["customer_share", "cumulative_share"]].to_numpy().tolist()
        assert points == [[0, 0], [0.25, 0.7], [0.5, 0.85], [0.75, 0.95], [1, 1]]

    def test_a_class_is_a_band_over_its_clients(self):
        bands = self.bands(worth("a 70, b 10, c 15, d 5"))
        assert bands == [("A", 0, 0.25, 0.5), ("B", 0.5, 0.625, 0.75), ("C", 0.75, 0.875, 1)]

    @pytest.mark.parametrize("method", ["share", "average"])
    def test_neighbouring_bands_meet_where_one_class_ends(self, method, hundred_thousand):
        bands, base = self.bands(hundred_thousand, method), hundred_thousand
        assert [band[0] for band in bands] == ["A", "B", "C"]
        assert (bands[0][1], bands[-1][3]) == (0, 1)
        column = abc_analysis.method(Thresholds(), base.facts(), method).column()
        for (left, _, _, end), (_, start, _, _) in zip(bands, bands[1:], strict=False):
            last = f"select max(rank) from {base.facts().customers} where ({column.sql}) = '{left}'"
            assert start == end == base.warehouse.value(last) / 100_000

    def test_a_band_too_thin_keeps_no_letter(self):
        base = worth("big 900, " + ", ".join(f"c{i:02} 1" for i in range(99)))
        bands = frames_of("pareto", base, LOOKS[0])["bands"]
        assert bands[["class", "letter"]].to_numpy().tolist() == [["A", ""], ["B", "B"], ["C", "C"]]

    def test_an_empty_a_leaves_the_other_classes(self):
        assert [band[0] for band in self.bands(worth("a 3, b 2, c 1"), "average")] == ["B", "C"]

    def test_clients_without_a_class_have_no_band(self):
        base = totals("client amount profit", "a 5 10\nb 9 .\nc 5 1")
        facts, thresholds = base.facts({"measure": "profit"}), Thresholds({"measure": "profit"})
        classes = sizes(base.warehouse, facts, abc_analysis.chosen(thresholds, facts))
        curve = base.warehouse.rows(f"from {facts.pareto_curve}")
        bands = pareto.frames(pareto.points(curve), classes, [], facts.whole["valued_clients"])["bands"].to_pandas()
        assert (list(bands["class"]), bands["to"].max()) == (["A", "B"], 1)

    @pytest.mark.parametrize("values", ["a 0, b 0", "a -1, b -5"])
    def test_nothing_positive_is_drawn_without_a_fault(self, values):
        for method in ("share", "average"):
            assert drawn(spec_of("pareto", LOOKS[0]), frames_of("pareto", worth(values), LOOKS[0], method))

    def test_nobody_at_all_is_drawn_without_a_fault(self):
        frames = {dataset: table.to_pandas() for dataset, table in pareto.frames(pareto.points([]), [], [], 1).items()}
        assert len(frames["bands"]) == 0 and drawn(spec_of("pareto", LOOKS[0]), frames)

    def test_the_curve_stays_while_a_threshold_moves(self):
        base = worth("a 70, b 10, c 15, d 5")
        curves = [frames_of("pareto", base, LOOKS[0], method)["curve"] for method in ("share", "average")]
        assert curves[0].equals(curves[1])


class TestClassBars:
    def test_both_bars_are_filled_from_end_to_end(self):
        rows = frames_of("class_bars", worth("a 70, b 10, c 15, d 5"), LOOKS[0])["classes"]
        for _, bar in rows.groupby("row"):
            assert bar["from"].iloc[0] == 0 and bar["to"].iloc[-1] == pytest.approx(1)
            assert bar["from"].iloc[1:].tolist() == bar["to"].iloc[:-1].tolist()

    def test_an_empty_class_takes_no_place(self):
        rows = frames_of("class_bars", worth("a 3, b 2, c 1"), LOOKS[0], "average")["classes"]
        assert set(rows["class"]) == {"B", "C"}

    def test_a_loss_making_class_takes_no_place_in_the_money(self):
        rows = frames_of("class_bars", worth("a 80, b 20, c -50"), LOOKS[0])["classes"]
        money = rows[rows["row"] == "money"]
        assert money["to"].max() == pytest.approx(1) and "C" not in set(money["class"])


class TestMatrix:
    def test_every_cell_is_there_even_when_empty(self):
        cells = frames_of("matrix", monthly({"anna": [1] * 14}), LOOKS[0])["cells"]
        assert len(cells) == 9 and cells["customers"].tolist() == [1] + [0] * 8


class TestTimeline:
    def test_bars_keep_their_order_and_mark_the_unfinished(self):
        rows = frames_of("timeline", monthly({"anna": [1, 2, 3]}), LOOKS[1])["buckets"]
        assert rows["position"].is_monotonic_increasing
        assert rows["finished"].tolist() == [False, True, False]
        assert rows["value"].tolist() == [1, 2, 3]


class TestTreemap:
    @pytest.mark.parametrize("sizes", [[1], [5, 5], [100, 1, 1, 1], [8, 5, 3, 2, 2, 1, 1, 1, 1, 1], [1e9, 1e-9]])
    def test_rectangles_are_as_large_as_their_parts_and_fill_the_whole(self, sizes):
        areas = [(x2 - x) * (y2 - y) for x, y, x2, y2 in treemap.squares(sizes)]
        assert areas == pytest.approx([size / sum(sizes) for size in sizes])

    def test_rectangles_do_not_overlap(self):
        places = treemap.squares([8, 5, 3, 2, 2, 1, 1])
        for i, (x, y, x2, y2) in enumerate(places):
            for a, b, a2, b2 in places[:i]:
                assert min(x2, a2) - max(x, a) < 1e-9 or min(y2, b2) - max(y, b) < 1e-9

    def test_one_too_small_for_its_words_keeps_them_for_the_tooltip(self):
        rows = [{"segment": "champion", "customers": 999}, {"segment": "hibernating", "customers": 1}]
        parts = treemap.frames(rows, "customers", ["a lot", "little"], LOOKS[2])["parts"].to_pylist()
        assert [(p["label"], p["told"]) for p in parts] == [("Champions\na lot", "a lot"), ("", "little")]


class TestDistribution:
    def test_cut_points_that_coincide_are_drawn_once_and_leave_no_band(self):
        frames = frames_of("distribution", monthly({f"c{i}": [5] for i in range(9)} | {"rich": [90]}), LOOKS[2])
        assert frames["cuts"]["label"].tolist() == ["5"]
        assert frames["bands"]["depth"].tolist() == [1.0]


class TestMovements:
    """anna every month, boris lost in March and back in April; the window begins and ends inside a month."""

    def parts(self, look: Look = LOOKS[1]) -> pd.DataFrame:
        return frames_of("movements", monthly({"anna": [1] * 4, "boris": [1, 1, 0, 1]}), look)["flows"]

    def test_those_who_joined_stand_on_the_retained_and_the_lost_hang_below(self):
        parts = self.parts()
        flows = [movements.FLOWS[place] for place in parts["flow"]]
        told = list(zip(parts["first_day"].str[5:7], flows, parts["from"], parts["to"], strict=True))
        assert told == [
            ("01", "new", 0, 2), ("02", "retained", 0, 2), ("03", "retained", 0, 1), ("03", "lost", 0, -1),
            ("04", "retained", 0, 1), ("04", "returned", 1, 2),
        ]  # fmt: skip

    def test_the_unfinished_are_marked(self):
        parts = self.parts()
        assert set(parts[~parts["finished"]]["first_day"]) == {"2025-01-01", "2025-04-01"}

    def test_only_the_last_buckets_are_drawn(self):
        rows = weekly({"anna": [1] * 120})
        found = retention.table(rows.warehouse, rows.facts({"bucket": "week"}), Thresholds({"bucket": "week"}))
        drawn = movements.frames(found, LABELS, str, LOOKS[0])["flows"].num_rows
        assert len(found) == 120 and drawn == movements.MOST_BUCKETS


class TestRateLine:
    def test_the_line_breaks_where_there_is_no_rate(self):
        frames = frames_of("rate_line", monthly({"anna": [1] * 4, "boris": [1, 1, 0, 1]}), LOOKS[2])
        rates = [None if pd.isna(rate) else rate for rate in frames["rates"]["rate"]]
        assert rates == [None, 1.0, 0.5, None]
        assert frames["last"]["text"].tolist() == ["50.0%"]

    def test_its_buckets_stand_under_those_of_the_movements(self):
        base = monthly({"anna": [1] * 4})
        over, under = (frames_of(name, base, LOOKS[0]) for name in ("movements", "rate_line"))
        assert list(dict.fromkeys(over["flows"]["position"])) == under["rates"]["position"].tolist()


class TestTwoPaths:
    def test_names_of_equal_ends_do_not_meet(self):
        ways = [economics.path(economics.Rates(100, 0.5, 20, 10, None, 12)) for _ in range(2)]
        places = two_paths.frames(*ways, LABELS, LOOKS[0])["ends"]["place"].to_pylist()
        assert places[1] - places[0] > 0.08 * ways[0][-1]["customers"]


class TestTheme:
    @BY_LOOK
    def test_a_letter_has_one_colour_in_every_chart(self, look):
        found: dict[str, set[str]] = {}
        for name in ("pareto", "class_bars"):
            for node in walked(spec_of(name, look)):
                scale = node.get("scale")
                if isinstance(scale, dict) and scale.get("domain") == list(ABC):
                    for letter, colour in zip(scale["domain"], scale["range"], strict=True):
                        found.setdefault(letter, set()).add(colour)
        assert found == {letter: {CLASS_COLORS[look.dark][letter]} for letter in ABC}

    def test_the_best_of_both_classes_share_a_colour(self):
        for colours in CLASS_COLORS.values():
            assert [colours[c] for c in ABC] == [colours[c] for c in XYZ] and len({colours[c] for c in ABC}) == 3

    def test_an_unknown_class_is_grey(self):
        assert Look().class_color("whatever") == CLASS_COLORS[False][""]

    @pytest.mark.parametrize(("language", "mark"), [("ru", ","), ("en", ".")])
    def test_numbers_follow_the_language(self, language, mark):
        locale = spec_of("pareto", Look(language))["config"]["locale"]
        assert locale["number"]["decimal"] == mark
        assert len(locale["time"]["months"]) == 12 and len(locale["time"]["days"]) == 7

    @pytest.mark.parametrize(
        ("language", "monday", "january"), [("ru", "понедельник", "январь"), ("en", "Monday", "January")]
    )
    def test_days_begin_with_sunday_as_d3_wants(self, language, monday, january):
        time = spec_of("timeline", Look(language))["config"]["locale"]["time"]
        assert (time["days"][1], time["months"][0]) == (monday, january)

    @pytest.mark.parametrize(("language", "words"), [("ru", ["тыс.", "млн", "млрд"]), ("en", ["K", "M", "B"])])
    def test_large_numbers_are_shortened_in_the_languages_words(self, language, words):
        assert all(word in thousands(Look(language)) for word in words)

    @pytest.mark.parametrize("name", CHARTS)
    def test_no_number_is_shortened_by_d3s_own_letters(self, name):
        formats = {node.get("format") for node in walked(spec_of(name, Look("ru")))}
        assert not any(form and form.endswith("s") for form in formats)

    @BY_LOOK
    def test_ink_can_be_read_on_paper(self, look):
        assert contrast(look.ink, look.paper) >= 7 and contrast(look.muted, look.paper) >= 4.5
        assert contrast(look.accent, look.paper) >= 3
        assert all(contrast(colour, look.paper) >= 2 for colour in CLASS_COLORS[look.dark].values())


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestPairedBars:
    def test_both_parts_have_one_scale_that_holds_the_longest_bar(self):
        bars = frames_of("paired_bars", monthly({"anna": [90], "boris": [0, 10]}), LOOKS[2])["bars"]
        new = bars[bars["name"] == "new"]
        assert new["from"].tolist() == [0, paired_bars.PANEL]
        assert (new["to"] - new["from"]).tolist() == [1, 1]
        assert new["label"].tolist() == ["2 · 100%", "100 · 100%"]


class TestGapBars:
    def test_a_bar_holds_the_lengths_up_to_its_right_edge(self):
        counts = [{"length": length, "count": 1} for length in (0, 1, 5, 6, 10, 11, 60, 61)]
        found = {bar["to"]: bar["count"] for bar in gap_bars.binned(counts, 60, 5) if bar["count"]}
        assert found == {5: 3, 10: 2, 15: 1, 60: 1}

    def test_the_axis_holds_nearly_all_in_at_most_sixty_bars(self):
        counts = [{"length": length, "count": 1} for length in range(1000)]
        most, step = gap_bars.reach(counts, 90)
        assert (most, step) == (980 // step * step + (step if 980 % step else 0), 20)
        assert most / step <= gap_bars.MOST_BARS
        assert gap_bars.reach([], 234) == (235, 5)

    def test_a_boundary_beyond_the_axis_stands_at_its_edge(self):
        frames = frames_of("gap_bars", monthly({"anna": [1] * 4}), LOOKS[2])
        assert frames["cuts"][["at", "leftwards"]].to_numpy().tolist() == [[30, False], [60, True]]
        assert frames["bands"][["from", "to"]].to_numpy().tolist() == [[0, 30], [30, 60], [60, 60]]


class TestRungs:
    def test_a_column_is_filled_by_those_above_those_here_and_those_who_left(self):
        base = monthly({"anna": [1] * 12, "boris": [0] * 11 + [1], "vera": [1] + [0] * 11})
        parts = frames_of("rungs", base, LOOKS[2])["parts"]
        first = parts[parts["rung"] == "first_purchase"]
        assert first[["part", "from", "to"]].to_numpy().tolist() == [["farther", 0, 1], ["here", 1, 2], ["left", 2, 3]]
