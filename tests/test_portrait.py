"""Portrait of a class: shares, lift, what marks it and what marks nothing. METHODS §16."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import attributes, significance, summary
from analytics import facts as heavy
from analytics.attributes import Described
from analytics.bands import Band, bands, round_edges
from analytics.charts import dumbbell
from analytics.charts.theme import Look
from analytics.classes import clients, count
from analytics.methods import abc_analysis, portrait
from analytics.methods.portrait import Trait
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.words import LANGUAGES
from tests.bases import Base, sales, totals, worth
from tests.screens import Visitor, workspace_with

LOOSE = {"portrait.min_support": 1}
# Forty clients: ten of class A, eight of those in oil; of the thirty others three are.
OIL = {f"a{i}": ("90", "oil" if i < 8 else "food", "m" if i % 2 else "f") for i in range(10)}
OIL |= {f"c{i}": ("1", "oil" if i < 3 else "food", "m" if i % 2 else "f") for i in range(30)}


def forty() -> Base:
    listed = "\n".join(f"{client} {industry} {sex}" for client, (_, industry, sex) in OIL.items())
    worths = ", ".join(f"{client} {amount}" for client, (amount, _, _) in OIL.items())
    return worth(worths).customers("client industry sex", listed)


def described(base: Base, **view) -> Described:
    return attributes.describe(base.warehouse, base.facts(**view))


def portrait_of(base: Base, code: str = "A", changes: dict | None = None, **view) -> dict[tuple, Trait]:
    """(attribute, value) → its trait in a class of ABC."""
    thresholds = Thresholds({**LOOSE, "abc.share.a": 0.9, **(changes or {})})
    column = abc_analysis.chosen(thresholds, base.facts(**view))
    found = portrait.portrait(base.warehouse, described(base, **view), thresholds, column, code)
    return {(trait.attribute.column, trait.value): trait for trait in found}


def values(base: Base, column: str, **view) -> dict:
    """value → clients of one attribute, not given and the others too."""
    attribute = next(a for a in described(base, **view).attributes if a.column == column)
    names = [None, *attribute.values, "others"]
    return {
        name.written() if isinstance(name, Band) else name: n
        for name, n in zip(names, attribute.clients, strict=False)
        if n
    }


class TestShares:
    def test_the_worked_example(self):
        """8 of 10 in A, 11 of 40 in the base: 0.8 / 0.275."""
        oil = portrait_of(forty())["industry", "oil"]
        assert (oil.members, oil.clients, oil.share_in_class, oil.share_in_base) == (8, 11, 0.8, 0.275)
        assert oil.lift == pytest.approx(2.909, abs=0.001)

    def test_it_marks_the_class_and_sex_does_not(self):
        found = portrait_of(forty())
        assert (found["industry", "oil"].mark, found["industry", "food"].mark) == ("more", "less")
        assert found["sex", "m"].mark == found["sex", "f"].mark == "same"
        assert [a.column for a in portrait.marks_nothing(list(found.values()))] == ["sex"]

    def test_shares_are_of_those_of_whom_it_is_known(self):
        base = worth("anna 90, boris 5, vera 5, gena 1").customers("client industry", "anna oil\nboris oil\nvera it")
        found = portrait_of(base, "A")
        assert (found["industry", "not_given"].clients, found["industry", "not_given"].share_in_base) == (1, 0.25)
        assert (found["industry", "oil"].share_in_class, found["industry", "oil"].share_in_base) == (1, 2 / 3)

    def test_a_class_better_known_than_the_base_is_not_marked_by_everything(self):
        """All of class A and none of the others are in the list: oil and food in halves mark nobody."""
        rows = [(f"a{i}", 90, "oil" if i % 2 else "it") for i in range(40)] + [(f"c{i}", 1, ".") for i in range(60)]
        rows += [(f"d{i}", 1, "oil" if i % 2 else "it") for i in range(20)]
        base = worth(", ".join(f"{client} {amount}" for client, amount, _ in rows))
        base.customers("client industry", "\n".join(f"{client} {industry}" for client, _, industry in rows))
        assert {t.mark for t in portrait_of(base).values() if t.is_value} == {"same"}

    def test_totals_and_sales_tell_their_own_columns(self):
        assert values(totals("client amount channel", "anna 5 shop\nanna 9 web\nboris 1 web"), "channel") == {"web": 2}
        base = sales("client day amount channel", "anna 01-01 10 shop\nanna 01-02 30 web\nboris 02-01 1 .")
        assert values(base, "channel") == {"web": 1, None: 1}
        assert values(base, "channel", window="01-01 01-01") == {"shop": 1}

    def test_grades_and_flags_are_attributes_too(self):
        base = worth("anna 9, boris 1").customers("client capacity image_client", "anna 4 true\nboris 2.5 .")
        assert values(base, "capacity") == {"2.5": 1, "4": 1}
        assert values(base, "image_client") == {"yes": 1, None: 1}

    def test_rare_values_stand_together(self):
        clients = {f"c{i}": f"town{i}" for i in range(attributes.MOST_VALUES + 5)}
        listed = "\n".join(f"{c} {town}" for c, town in clients.items())
        base = worth(", ".join(f"{c} 1" for c in clients)).customers("client city", listed)
        assert values(base, "city")["others"] == 5
        assert portrait_of(base, "A")["city", "others"].p is None

    def test_without_attributes_there_is_no_portrait(self):
        assert portrait_of(worth("anna 9, boris 1")) == {}
        assert portrait.table(Base().warehouse, described(worth("anna 9")), Thresholds(), None, "A") == []

    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(1, 99), st.sampled_from(["oil", "food", "it", "."])), min_size=1, max_size=20)
    )
    def test_laws(self, rows):
        base = worth(", ".join(f"c{i} {amount}" for i, (amount, _) in enumerate(rows)))
        base.customers("client industry", "\n".join(f"c{i} {industry}" for i, (_, industry) in enumerate(rows)))
        for code in abc_analysis.MEMBERS:
            its = [t for t in portrait_of(base, code).values() if t.share_in_class is not None]
            values = [t for t in its if t.code]
            assert sum(t.share_in_base for t in values) == pytest.approx(1 if values else 0)
            assert sum(t.share_in_class for t in values) == pytest.approx(1 if values else 0)
            for trait in (t for t in its if t.clients):
                assert trait.lift * trait.share_in_base == pytest.approx(trait.share_in_class)
                assert trait.p is None or 0 <= trait.p <= 1


class TestSignificance:
    def test_chi_square_is_scipys_own(self):
        from scipy.stats import chi2_contingency

        p, phi = significance.of_tables([(120, 200, 60, 600)])[0]
        expected = chi2_contingency([[60, 140], [60, 340]], correction=False)
        assert p == pytest.approx(expected.pvalue)
        assert phi == pytest.approx((expected.statistic / 600) ** 0.5)

    def test_a_value_rarer_in_the_class_has_a_phi_below_zero(self):
        assert significance.of_tables([(300, 200, 20, 600)])[0][1] < 0

    def test_few_expected_are_judged_by_fisher(self):
        """The lady tasting tea: 3 of 4 cups, p = 0.4857."""
        assert significance.of_tables([(4, 4, 3, 8)])[0][0] == pytest.approx(0.4857, abs=1e-4)

    @pytest.mark.parametrize(("having", "members", "both"), [(0, 5, 0), (10, 5, 5), (4, 0, 0), (4, 10, 4)])
    def test_where_everybody_is_alike_nothing_is_told(self, having, members, both):
        assert significance.of_tables([(having, members, both, 10)]) == [None]

    def test_many_tests_are_corrected_for_their_number(self):
        """Benjamini and Yekutieli by hand: 0.01 · 3 · (1 + 1/2 + 1/3) = 0.055, the next 0.04 · 3/2 · 11/6 = 0.11."""
        found = significance.corrected([0.01, None, 0.04, 0.9])
        assert found == [pytest.approx(0.055), None, pytest.approx(0.11), 1.0]
        assert significance.corrected([]) == [] and significance.corrected([None]) == [None]

    def test_of_fifty_values_that_mark_nothing_none_is_called_a_mark(self):
        towns = [f"town{i % 20}" for i in range(400)]
        base = worth(", ".join(f"c{i} {90 if i % 7 == 0 else 1}" for i in range(400)))
        base.customers("client city", "\n".join(f"c{i} {town}" for i, town in enumerate(towns)))
        assert {trait.mark for trait in portrait_of(base).values() if trait.is_value} == {"same"}


class TestThresholds:
    def test_a_value_of_too_few_clients_is_not_judged(self):
        found = portrait_of(forty(), changes={"portrait.min_support": 12})
        assert (found["industry", "oil"].mark, found["industry", "oil"].p) == ("few", None)
        found = portrait_of(forty(), changes={"portrait.min_support": 11})
        assert found["industry", "oil"].mark == "more"

    def test_the_least_lift_is_met_exactly(self):
        """Half of the base is in oil and all of class A: ×2."""
        base = worth(", ".join(f"{kind}{i} {90 if kind == 'a' else 1}" for kind in "ac" for i in range(30)))
        base.customers(
            "client industry", "\n".join(f"{k}{i} {'oil' if k == 'a' else 'it'}" for k in "ac" for i in range(30))
        )
        for least, mark in ((2, "more"), (2.1, "same")):
            assert portrait_of(base, changes={"portrait.min_lift": least})["industry", "oil"].mark == mark

    @pytest.mark.parametrize(
        ("share", "size"), [(0.069, "small"), (0.07, "workable"), (0.10, "workable"), (0.101, "large")]
    )
    def test_a_workable_segment_is_7_to_10_per_cent(self, share, size):
        assert portrait.size_of(share) == size

    def test_a_class_of_nobody_has_no_shares(self):
        trait = portrait_of(forty(), "B")["industry", "oil"]
        assert (trait.members, trait.share_in_class, trait.lift, trait.p) == (0, None, None, None)

    def test_a_constant_column_is_not_judged(self):
        base = worth("anna 90, boris 5, vera 5").customers("client country", "anna us\nboris us\nvera us")
        found = list(portrait_of(base).values())
        assert [a.column for a in portrait.not_judged(found)] == ["country"]
        assert portrait.marks_nothing(found) == []

    def test_what_is_known_of_the_class_more_often_is_to_be_read_with_care(self):
        rows = [(f"a{i}", 90, "oil" if i % 2 else "it") for i in range(20)] + [(f"c{i}", 1, ".") for i in range(40)]
        base = worth(", ".join(f"{client} {amount}" for client, amount, _ in rows))
        base.customers("client industry", "\n".join(f"{client} {industry}" for client, _, industry in rows))
        assert [t.attribute.column for t in portrait.unevenly_given(list(portrait_of(base).values()))] == ["industry"]

    def test_two_columns_that_say_the_same_are_told_once(self):
        listed = "\n".join(f"{client} {industry} {industry}" for client, (_, industry, _) in OIL.items())
        base = worth(", ".join(f"{client} {row[0]}" for client, row in OIL.items()))
        base.customers("client industry source", listed)
        assert len(portrait.typical(list(portrait_of(base).values()))) == 1


class TestBands:
    def test_ages_are_cut_at_round_edges(self):
        assert round_edges([31, 38, 45, 54], whole=True) == (30, 40, 45, 55)
        assert [band.written() for band in bands([31, 38, 45, 54], whole=True)] == [
            "< 30",
            "30–39",
            "40–44",
            "45–54",
            "≥ 55",
        ]

    def test_a_fraction_keeps_its_edges(self):
        assert [band.written() for band in bands([0.21, 0.48], whole=False)] == ["< 0.2", "0.2–0.4", "≥ 0.4"]

    def test_nothing_and_the_same_again(self):
        assert bands([], whole=True) == (Band(None, None, True),)
        assert len(bands([5, 5, 5, 5], whole=True)) == 2

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4))
    def test_edges_never_meet(self, quantiles):
        distinct = sorted({round(q, 3) for q in quantiles})
        edges = round_edges(distinct, whole=False)
        assert all(low < high for low, high in zip(edges, edges[1:], strict=False)) and len(edges) == len(distinct)

    def test_an_age_belongs_from_its_lower_edge_on(self):
        ages = [29, 30, 39, 40, *range(20, 60)]
        base = worth(", ".join(f"c{i} 1" for i in range(len(ages))))
        base.customers("client age", "\n".join(f"c{i} {age}" for i, age in enumerate(ages)))
        found = values(base, "age")
        low, high = next(name for name in found if name.startswith("<")), max(found)
        assert sum(found.values()) == len(ages)
        assert found[low] == sum(age < int(low[2:]) for age in ages)
        assert found[high] == sum(age >= int(high[2:]) for age in ages)

    def test_a_number_that_is_not_one_is_not_given(self):
        base = worth(", ".join(f"c{i} 1" for i in range(40)))
        base.customers("client age", "\n".join(f"c{i} {'nan' if i == 0 else 20 + i}" for i in range(40)))
        assert values(base, "age")[None] == 1


class TestMembers:
    def test_the_clients_of_a_value_are_those_counted(self):
        base = forty()
        known, thresholds = described(base), Thresholds({"abc.share.a": 0.9})
        column = abc_analysis.chosen(thresholds, known.facts)
        for trait in portrait_of(base).values():
            its = {
                inside: attributes.having(known, trait.attribute, trait.code, attributes.members(column, "A", inside))
                for inside in (True, False)
            }
            asked = (base.warehouse, base.facts(), (), {})
            assert count(*asked, among=its[True]) == trait.members
            assert count(*asked, among=its[False]) == trait.clients - trait.members

    def test_users_text_is_never_sql(self):
        base = worth("anna 9, boris 1").customers("client industry", "anna x');drop--\nboris oil")
        assert values(base, "industry") == {"oil": 1, "x');drop--": 1}
        assert clients(base.warehouse, base.facts()).num_rows == 2


class TestPlanted:
    def test_what_marks_class_a_and_what_marks_nothing(self, souvenirs):
        thresholds = Thresholds()
        facts = heavy.build(souvenirs, View().under(thresholds))
        known, column = attributes.describe(souvenirs, facts), abc_analysis.chosen(thresholds, facts)
        found = portrait.portrait(souvenirs, known, thresholds, column, "A")
        leading = [(t.attribute.column, t.value) for t in portrait.typical(found)]
        assert leading[0] == ("size", "Large")
        assert {("industry", "Banking"), ("industry", "Energy")} <= set(leading)
        large = next(t for t in found if t.value == "Large")
        assert 2.5 < large.lift < 6
        assert {"sex", "age"} <= {a.column for a in portrait.marks_nothing(found)}

    def test_the_summary_tells_the_same(self, souvenirs):
        thresholds = Thresholds()
        told = summary.tables(souvenirs, heavy.build(souvenirs, View().under(thresholds)), thresholds)["portrait"]
        assert list(told[0]) == "class attribute value share_in_class share_in_base lift p_value".split()
        large = {row["class"]: row for row in told if row["value"] == "Large"}
        assert list(large) == ["A", "B", "C"] and large["A"]["lift"] == pytest.approx(3.96, abs=0.01)
        for code in "ABC":
            sizes = [row["share_in_class"] for row in told if row["class"] == code and row["attribute"] == "size"]
            assert sum(sizes) == pytest.approx(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_has_a_row_a_value_and_room_for_labels(language):
    row = {"name": "size: Large", "place": 3, "base": 0.2, "share": 0.9, "mark": "more", "label": "90 % · ×4.5"}
    row |= dict.fromkeys(dumbbell.TOLD, "word")
    frames = dumbbell.frames([row, row | {"mark": "few", "name": "age: 30"}], Look(language))
    assert frames["rows"]["letter"].to_pylist() == ["A", ""] and frames["rows"]["faint"].to_pylist() == [False, True]
    assert frames["edge"]["at"].to_pylist() == [pytest.approx(0.9 * 1.35)]
    spec = dumbbell.chart(Look(language), dict.fromkeys([*dumbbell.TOLD, "share"], "word"), 2).to_dict()
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"rows", "edge"}


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SALES = "client;date;sum;channel\n" + "\n".join(
        f"c{i};2025-0{1 + i % 9}-01;{900 if i % 4 == 0 else 10 + i};{'fair' if i % 4 == 0 else 'web'}"
        for i in range(60)
    )

    def test_the_headline_names_what_is_typical(self):
        visitor = Visitor("en", workspace_with(("sales.csv", self.SALES))).opens("portrait")
        assert "More often than in the base: Channel — fair" in visitor.headline

    def test_another_class_is_chosen_and_stays_in_the_link(self):
        visitor = Visitor("en", workspace_with(("sales.csv", self.SALES))).opens("portrait")
        visitor.chooses("portrait.of", "C")
        assert visitor.headline.startswith("C: ") and visitor.link["portrait.of"] == "abc_share_class.C"
        again = Visitor("en", visitor.browser).opens("portrait", portrait__of="abc_share_class.C")
        assert again.headline.startswith("C: ")

    def test_a_class_that_is_only_without_something_says_so(self):
        """One client of four is in A, all by another channel each: only the web is rarer than in the base."""
        rows = [f"a{i};2025-01-0{1 + i % 9};900;own{i}" for i in range(20)] + [
            f"c{i};2025-02-01;1;web" for i in range(60)
        ]
        visitor = Visitor("en", workspace_with(("sales.csv", "client;date;sum;channel\n" + "\n".join(rows))))
        assert "more rarely: Channel — web" in visitor.opens("portrait", abc__share__a="0.9").headline
        assert visitor.words("portrait.outside_about", klass="A") not in visitor.reads()

    def test_a_class_nobody_knows_is_passed_over(self):
        visitor = Visitor("en", workspace_with(("sales.csv", self.SALES)))
        assert visitor.opens("portrait", portrait__of="x.y").headline.startswith("A: ")

    def test_the_list_begins_with_whom_to_develop(self):
        visitor = Visitor("ru", workspace_with(("sales.csv", self.SALES))).opens("portrait")
        whom = next(group for group in visitor.app.button_group if str(group.key or "").startswith("portrait.whom"))
        assert whom.value in ("inside", "outside")

    def test_without_attributes_it_says_what_is_needed_and_still_has_personas(self):
        plain = "client;date;sum\n" + "\n".join(f"c{i};2025-0{1 + i % 9}-01;{(i % 3) ** 5 * 10 + i}" for i in range(60))
        visitor = Visitor("en", workspace_with(("sales.csv", plain))).opens("portrait")
        assert visitor.remarks == [visitor.words("portrait.needs_customers")]
        assert "personas" in visitor.headline
