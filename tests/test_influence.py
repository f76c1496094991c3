"""Does an attribute matter: what it explains of behaviour and of the class, the strongest first. METHODS §16."""

from __future__ import annotations

import re

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from analytics import attributes, significance
from analytics.charts import explained_bars
from analytics.charts.theme import Look
from analytics.methods import abc_analysis, influence
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES
from tests.bases import Base, worth
from tests.screens import Visitor, workspace_with


def company(rows: int = 90) -> Base:
    """Oil brings a hundred times more than the others; sex and country tell nothing."""
    base = worth(", ".join(f"c{i} {100 * (i % 3 == 0) * 10 + 10 + i % 5}" for i in range(rows)))
    listed = "\n".join(f"c{i} {('oil', 'food', 'it')[i % 3]} {'m' if (i // 3) % 2 else 'f'} us" for i in range(rows))
    return base.customers("client industry sex country", listed)


def asked(base: Base, code: str = "A") -> tuple:
    thresholds = Thresholds({"abc.share.a": 0.9})
    known = attributes.describe(base.warehouse, base.facts())
    return base.warehouse, known, abc_analysis.chosen(thresholds, known.facts), code


def influences(base: Base) -> dict[str, influence.Influence]:
    warehouse, known, column, code = asked(base)
    behaviour = influence.of_behaviour(warehouse, known)
    rows = influence.influence(warehouse, known, behaviour, column, code)
    return {row.attribute.column: row for row in rows}


class TestInfluence:
    def test_the_attribute_that_matters_comes_first_and_the_rest_make_no_difference(self):
        found = influences(company())
        assert list(found) == ["industry", "sex", "country"]
        assert found["industry"].matters_for("revenue") and found["industry"].explained["class"] > 0.8
        assert found["sex"].strongest is None and found["sex"].is_judged

    def test_a_constant_column_and_facts_the_base_lacks_are_not_judged(self):
        found = influences(company())
        assert not found["country"].is_judged
        assert found["industry"].explained["recency_days"] is None and found["industry"].p["orders"] is None

    def test_values_of_few_clients_are_left_out(self):
        assert not influences(company(rows=27))["industry"].is_judged

    def test_without_attributes_there_is_nothing(self):
        assert influences(worth("anna 5, boris 1")) == {}

    def test_by_value_tells_medians_and_the_share_of_the_class(self):
        warehouse, known, column, code = asked(company())
        rows = influence.by_value(warehouse, known, known.attributes[1], column, code)
        told = {known.attributes[1].values[row["code"] - 1]: row for row in rows}
        assert {industry: row["customers"] for industry, row in told.items()} == {"oil": 30, "food": 30, "it": 30}
        assert float(told["oil"]["revenue"]) == 1012 and float(told["food"]["revenue"]) == 12
        assert told["oil"]["in_class"] > 0.8 and told["it"]["in_class"] == 0
        assert sum(row["customer_share"] for row in rows) == pytest.approx(1)


class TestTests:
    def test_groups_by_hand(self):
        """1 2 3 against 4 5 6: H = 3.857, of n − 1 = 5."""
        p, explained = significance.of_groups([[1, 2, 3], [4, 5, 6]])
        assert (p, explained) == (pytest.approx(0.0495, abs=1e-4), pytest.approx(3.857 / 5, abs=1e-3))

    def test_counts_by_hand(self):
        """30 of 40 against 10 of 40: χ² = 20, of 80."""
        p, explained = significance.of_counts([30, 10], [10, 30])
        assert explained == pytest.approx(0.25) and p == pytest.approx(7.7e-6, rel=0.01)

    def test_nothing_to_compare(self):
        assert significance.of_groups([[1, 2]]) is significance.of_groups([[1, 1], [1]]) is None
        assert significance.of_counts([1, 0], [0, 0]) is significance.of_counts([1, 2], [0, 0]) is None

    @given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=8), min_size=2, max_size=4))
    def test_a_share_is_a_share(self, groups):
        found = significance.of_groups(groups)
        assert found is None or (0 <= found[0] <= 1 and 0 <= found[1] <= 1)


class TestDrawing:
    @pytest.mark.parametrize(
        "share, told", [(0, "faint"), (0.0599, "faint"), (0.06, "noticeable"), (0.1399, "noticeable"), (0.14, "strong")]
    )
    def test_a_share_in_words(self, share, told):
        assert explained_bars.strength(share) == told

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_more_an_attribute_explains_the_deeper_its_bar_and_labels_have_room(self, language):
        rows = [
            {"name": name, "place": place, "share": share, "label": name, "revenue": "—"}
            for place, (name, share) in enumerate({"size": 1.0, "city": 0.07, "sex": 0.0}.items())
        ]
        frames = explained_bars.frames(rows, ["revenue"])
        assert frames["rows"]["strength"].to_pylist() == ["strong", "noticeable", "faint"]
        assert frames["edge"]["at"].to_pylist() == [2]
        spec = explained_bars.chart(Look(language), {"share": "share of differences", "revenue": "money"}, 3).to_dict()
        spec["datasets"] = {name: table.to_pylist() for name, table in frames.items()}
        drawn = vl_convert.vegalite_to_svg(spec)
        assert {"size", "city", "sex", "share of differences"} <= set(re.findall(r"<text[^>]*>([^<]*)", drawn))


class TestPage:
    SALES = "client;date;sum;channel;manager\n" + "\n".join(
        f"c{i};2025-0{1 + i % 9}-01;{900 if i % 4 == 0 else 10 + i};{'fair' if i % 4 == 0 else 'web'};m{i % 2}"
        for i in range(80)
    )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_attribute_has_its_bar_and_the_strongest_is_compared_first(self, language):
        visitor = Visitor(language, workspace_with(("sales.csv", self.SALES))).opens("portrait")
        visitor.app.session_state[f"portrait.tabs.{language}"] = visitor.words("portrait.tab_influence")
        visitor.runs()
        assert visitor.words("portrait.explained_hint") in visitor.reads()
        assert visitor.column("attribute")[0] == visitor.words.name("columns", "channel")
        assert visitor.column("trait") == ["web", "fair"]
