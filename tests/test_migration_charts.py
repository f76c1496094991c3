"""The charts of migration: the matrix of moves, the flow of clients, the sizes of classes over time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.charts import class_timeline, flow, moves
from analytics.charts.moves import MOVES, Shown
from analytics.charts.theme import CLASS_COLORS, Look
from tests.test_charts import BY_LOOK, LOOKS, draws_its_rows, is_a_template_over

LABELS = dict.fromkeys("down across customers money until class share".split(), "word")
DOWN, ACROSS = ("A", "B", "came"), ("A", "B", "left")
SHOWN = (
    Shown("A", "A", "stayed", 40, "1 → 2"),
    Shown("A", "B", "fallen", 10, "1 → 2"),
    Shown("A", "left", "lost", 10, "1 → 2"),
    Shown("B", "A", "climbed", 20, "1 → 2"),
    Shown("B", "B", "stayed", 0, "1 → 2"),
    Shown("B", "left", "lost", 0, "1 → 2"),
    Shown("came", "A", "new", 20, "1 → 2"),
    Shown("came", "B", "new", 0, "1 → 2"),
)
SIZES = [
    {"until": dt.date(2025, month, 28), "class": code, "customers": n}
    for month, counts in ((1, {"A": 1, "B": 3, None: 0}), (2, {"A": 2, "B": 0, None: 2}))
    for code, n in counts.items()
]
NAMES = {"A": "A", "B": "B", None: "none"}
CHARTS = {
    "moves": lambda look: (moves.chart(look, LABELS, DOWN, ACROSS), moves.frames(SHOWN, look)),
    "many moves": lambda look: (moves.chart(look, LABELS, tuple("ABCDEFGH"), ACROSS), moves.frames(SHOWN, look)),
    "flow": lambda look: (flow.chart(look, LABELS, 3, 8), flow.frames(SHOWN, DOWN, ACROSS, look)),
    "class_timeline": lambda look: (
        class_timeline.chart(look, LABELS, tuple(NAMES.values()), class_timeline.colors(tuple(NAMES), look)),
        class_timeline.frames(SIZES, NAMES, str, look),
    ),
}
EVERY = pytest.mark.parametrize("name", CHARTS)


@EVERY
@BY_LOOK
def test_a_chart_is_a_template_and_draws_its_data(name, look):
    chart, frames = CHARTS[name](look)
    spec = chart.to_dict()
    assert "datasets" not in spec
    tables = {dataset: frame.to_pandas() for dataset, frame in frames.items()}
    is_a_template_over(spec, tables)
    draws_its_rows(spec, tables)


class TestMoves:
    def rows(self) -> list[dict]:
        return moves.frames(SHOWN, Look("en"))["cells"].to_pylist()

    def test_a_sign_says_without_colour_which_way_clients_went(self):
        assert [row["count"].replace("\u00a0", " ") for row in self.rows()] == [
            "40", "▼ 10", "✕ 10", "▲ 20", "0", "0", "+ 20", "0",
        ]  # fmt: skip

    def test_the_fullest_cell_is_the_deepest_and_an_empty_one_is_calm(self):
        rows = self.rows()
        assert [row["strength"] for row in rows][:2] == [1, 0.5]
        assert (rows[5]["strength"], MOVES[rows[5]["move"]]) == (0, "stayed")

    @pytest.mark.parametrize("look", LOOKS[:2], ids=str)
    def test_climbing_is_green_and_falling_red_as_everywhere(self, look):
        colors = dict(zip(MOVES, moves.scale(look).range, strict=True))
        assert (colors["climbed"], colors["fallen"]) == (look.class_color("A"), look.class_color("C"))


class TestFlow:
    def ends(self, shown: list[Shown], down: list[str], across: list[str]) -> dict[str, dict[str, list[tuple]]]:
        """Side → class → where its ribbons begin and end at that side, from the top down."""
        rows = flow.frames(shown, down, across, Look("en"))["ribbons"].to_pylist()
        found = {}
        for side, name, x in (("left", "from", flow.BLOCK), ("right", "to", 1 - flow.BLOCK)):
            found[side] = {}
            for row in rows:
                if abs(row["x"] - x) < 1e-9:
                    found[side].setdefault(row[name], []).append((row["top"], row["bottom"]))
        return found

    cells = st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.integers(0, 500)), min_size=1, max_size=16
    )

    @settings(max_examples=40, deadline=None)
    @given(cells)
    def test_ribbons_fill_their_blocks_without_gap_or_overlap(self, cells):
        shown = [Shown(down, across, "stayed", n, "") for (down, across), n in {(d, a): n for d, a, n in cells}.items()]
        blocks = flow.frames(shown, "ABCD", "ABCD", Look("en"))["blocks"].to_pylist()
        ends = self.ends(shown, "ABCD", "ABCD")
        for block in blocks:
            mine = sorted(ends["right" if block["right"] else "left"][block["label"][0]])
            assert mine[0][0] == pytest.approx(block["top"]) and mine[-1][1] == pytest.approx(block["bottom"])
            assert all(a[1] == pytest.approx(b[0]) for a, b in zip(mine, mine[1:], strict=False))
        assert all(-1e-9 <= block["top"] <= block["bottom"] <= 1 + 1e-9 for block in blocks)

    def test_thickness_is_clients(self):
        (top, bottom), *_ = self.ends(SHOWN, DOWN, ACROSS)["left"]["A"]
        (other_top, other_bottom), *_ = self.ends(SHOWN, DOWN, ACROSS)["left"]["B"]
        assert bottom - top == pytest.approx(2 * (other_bottom - other_top))

    def test_a_long_name_is_written_in_two_lines(self):
        shown = [Shown("Potential loyalists", "A", "moved", 1204, "")]
        frames = flow.frames(shown, ["Potential loyalists"], ["A"], Look("en"))
        assert frames["blocks"]["label"].to_pylist() == ["Potential\nloyalists 1,204", "A 1,204"]
        assert flow.longest_line(frames) == len("loyalists 1,204")

    def test_of_very_many_ribbons_the_thickest_are_drawn(self):
        names = [f"class {i}" for i in range(12)]
        shown = [Shown(d, a, "moved", i * 12 + j + 1, "") for i, d in enumerate(names) for j, a in enumerate(names)]
        rows = flow.frames(shown, names, names, Look("en"))["ribbons"].to_pylist()
        assert len({row["ribbon"] for row in rows}) == flow.LARGEST
        assert min(int(row["count"]) for row in rows) == 144 - flow.LARGEST + 1


class TestClassTimeline:
    def test_columns_are_shares_that_reach_the_whole(self):
        rows = class_timeline.frames(SIZES, NAMES, str, Look("en"))["columns"].to_pylist()
        told = [(row["until"][5:7], row["class"], row["from"], row["to"]) for row in rows]
        assert told == [("01", "A", 0, 0.25), ("01", "B", 0.25, 1), ("02", "A", 0, 0.5), ("02", "none", 0.5, 1)]

    def test_a_class_with_a_colour_of_its_own_keeps_it_and_others_go_from_good_to_lost(self):
        look = Look("en")
        assert class_timeline.colors(("A", "B", "C"), look) == tuple(look.class_color(code) for code in "ABC")
        first, *_, last = class_timeline.colors(("one", "two", "three", None), look)[:3]
        assert first == look.class_color("A") and first != last
        assert class_timeline.colors(("A", None), look)[-1] == CLASS_COLORS[False][""]
