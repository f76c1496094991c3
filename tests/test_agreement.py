"""Agreement: on which clients several ways of judging agree, and kappa of each pair of them. METHODS §18."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.methods import agreement
from analytics.methods.agreement import AVERAGE, PROFIT, SHARE, VOLUME, Panel
from analytics.thresholds import Thresholds
from tests.bases import Base, sales, totals, weekly, worth
from tests.screens import Visitor, workspace_with

# by share of 1000: anna A, boris A (starts at 70 %), vera B, gena and dina C; by the average (200): anna and boris B, vera C;
# by share of 100 of profit: boris A (60), vera A (starts at 60 %), anna B (starts at 80 %), gena C (95 %), dina loses
SHOP = """
    anna  700 15
    boris 200 60
    vera   60 20
    gena   30  5
    dina   10 -5
"""


def shop() -> Base:
    return totals("client amount profit", SHOP)


def panel(base: Base, changes: dict | None = None, **asked) -> Panel:
    return agreement.of_abc(base.warehouse, base.facts(changes), Thresholds(changes), **asked)


def told(base: Base, found: Panel) -> list[str]:
    """`BA B 1`: the classes by each way, and how many clients have them."""
    rows = agreement.combinations(base.warehouse, found)
    return [f"{''.join(code or '.' for code in row['codes'])} {row['customers']}" for row in rows]


class TestWays:
    def test_are_6p_shares_and_profit(self):
        assert panel(shop()).ways == (AVERAGE, SHARE, PROFIT)

    def test_without_profit_there_are_two(self):
        assert panel(worth("anna 70, boris 30")).ways == (AVERAGE, SHARE)

    def test_volume_by_frequency_is_asked_for_and_needs_orders(self):
        base = sales("client day amount", "anna 01-01 70\nboris 01-02 30")
        assert panel(base, with_volume=True).ways == (AVERAGE, SHARE, VOLUME)
        assert panel(shop(), with_volume=True).ways == (AVERAGE, SHARE, PROFIT)

    def test_by_profit_the_client_on_the_line_belongs_to_the_better_class(self):
        base = totals("client amount profit", "anna 1 75\nboris 1 20\nvera 1 5")
        column = agreement.by_profit(base.warehouse, base.facts(), Thresholds())
        assert base.judged(column) == "anna A, boris B, vera C"
        column = agreement.by_profit(base.warehouse, base.facts(), Thresholds({"abc.share.a": 0.751}))
        assert base.judged(column) == "anna A, boris A, vera C"

    def test_a_loss_is_c_and_an_unknown_profit_is_no_class(self):
        base = totals("client amount profit", "anna 9 75\nboris 8 .\nvera 7 -5\ngena 6 0")
        column = agreement.by_profit(base.warehouse, base.facts(), Thresholds())
        assert base.judged(column) == "anna A, boris ., vera C, gena C"

    def test_where_everybody_loses_all_are_c(self):
        base = totals("client amount profit", "anna 9 -1\nboris 8 -2")
        assert base.judged(agreement.by_profit(base.warehouse, base.facts(), Thresholds())) == "anna C, boris C"


class TestTogether:
    def test_every_combination_of_classes_has_its_clients(self):
        base = shop()
        assert told(base, panel(base)) == ["CCC 2", "BAA 1", "BAB 1", "CBA 1"]

    def test_tells_on_whom_all_agree_and_what_the_others_bring(self):
        base = shop()
        found = agreement.together(agreement.combinations(base.warehouse, panel(base)))
        assert (found.clients, found.agreed, found.disputed, found.share) == (5, 2, 3, 0.4)
        assert (found.revenue, found.revenue_share, found.unjudged) == (960, 0.96, 0)

    def test_who_lacks_a_class_somewhere_is_counted_apart(self):
        base = totals("client amount profit", "anna 9 75\nboris 8 .")
        found = agreement.together(agreement.combinations(base.warehouse, panel(base)))
        assert (found.clients, found.unjudged) == (1, 1)

    def test_nobody_judged_by_all_is_no_share(self):
        found = agreement.together([{"codes": ("A", None), "customers": 3, "value": 1, "revenue": 1}])
        assert (found.clients, found.share, found.revenue_share) == (0, None, None)

    def test_who_is_in_a_class_and_by_which_ways(self):
        base = shop()
        found = agreement.in_class(agreement.combinations(base.warehouse, panel(base)), panel(base), "A")
        assert [(row["shows"], row["customers"]) for row in found] == [
            ((PROFIT,), 1), ((SHARE,), 1), ((SHARE, PROFIT), 1),
        ]  # fmt: skip


class TestClients:
    def names(self, base: Base, found: Panel, where: str, *page: int) -> list[str]:
        return agreement.clients(base.warehouse, found, where, *page)["customer_id"].to_pylist()

    def test_the_disputed_come_by_their_money_with_each_ways_class(self):
        base = shop()
        rows = agreement.clients(base.warehouse, panel(base), agreement.disputed(panel(base))).to_pylist()
        assert [(row["customer_id"], row[AVERAGE], row[SHARE], row[PROFIT]) for row in rows] == [
            ("anna", "B", "A", "B"), ("boris", "B", "A", "A"), ("vera", "C", "B", "A"),
        ]  # fmt: skip

    def test_come_a_page_at_a_time(self):
        base = shop()
        assert self.names(base, panel(base), agreement.disputed(panel(base)), 2, 1) == ["boris", "vera"]

    def test_one_combination_has_its_own_clients(self):
        base = shop()
        assert self.names(base, panel(base), agreement.shown_by(panel(base), "A", (SHARE,))) == ["anna"]
        assert self.names(base, panel(base), agreement.shown_by(panel(base), "A", (SHARE, PROFIT))) == ["boris"]

    def test_who_lacks_a_class_is_not_disputed(self):
        base = totals("client amount profit", "anna 9 75\nboris 8 .")
        assert self.names(base, panel(base), agreement.disputed(panel(base))) == ["anna"]


class TestKappa:
    def test_is_what_the_textbook_example_says(self):
        """Two readers, 50 proposals: 35 alike, 0.5 expected by chance."""
        table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
        assert agreement.kappa(table) == pytest.approx(0.4)

    def test_has_its_word(self):
        words = [agreement.called(value) for value in (-0.2, 0, 0.01, 0.2, 0.21, 0.6, 0.61, 0.8, 0.81, 1, None)]
        assert words == [
            "none", "none", "slight", "slight", "fair", "moderate", "substantial", "substantial", "perfect", "perfect", None,
        ]  # fmt: skip

    def test_where_both_ways_know_but_one_class_there_is_none(self):
        assert agreement.kappa({("C", "C"): 7}) is None and agreement.kappa({}) is None

    def test_ways_that_never_agree_are_below_chance(self):
        assert agreement.kappa({("A", "B"): 5, ("B", "A"): 5}) == -1

    def test_pairs_of_ways_are_told(self):
        base = shop()
        rows = agreement.pairs(agreement.combinations(base.warehouse, panel(base)), panel(base))
        assert [(row["first"], row["second"], row["agreed"], row["customers"]) for row in rows] == [
            (AVERAGE, SHARE, 2, 5), (AVERAGE, PROFIT, 3, 5), (SHARE, PROFIT, 3, 5),
        ]  # fmt: skip
        # by chance: (2·2 A, 1·1 B, 2·2 C) of 25, so (3/5 − 9/25) / (16/25)
        assert rows[2]["kappa"] == pytest.approx(0.375) and rows[2]["called"] == "fair"


tables = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), st.integers(1, 40), min_size=1)


class TestLaws:
    @given(table=tables)
    def test_kappa_does_not_care_which_way_is_first(self, table):
        assert agreement.kappa(table) == agreement.kappa({(b, a): n for (a, b), n in table.items()})

    @settings(max_examples=30, deadline=None)
    @given(table=tables)
    def test_kappa_equals_that_of_scikit_learn(self, table):
        from sklearn.metrics import cohen_kappa_score

        pairs = [pair for pair, n in table.items() for _ in range(n)]
        assume(len({code for pair in pairs for code in pair}) > 1)
        found = agreement.kappa(table)
        assert found is None or found == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
        assert found is None or -1 <= found <= 1

    @given(sizes=st.dictionaries(st.sampled_from("ABC"), st.integers(1, 40), min_size=2))
    def test_full_agreement_is_one(self, sizes):
        assert agreement.kappa({(code, code): n for code, n in sizes.items()}) == 1

    @settings(max_examples=8, deadline=None)
    @given(rows=st.lists(st.tuples(st.integers(1, 99), st.integers(-9, 99)), min_size=1, max_size=12))
    def test_everybody_is_agreed_or_disputed_and_the_list_has_the_disputed(self, rows):
        base = totals("client amount profit", "\n".join(f"c{i} {a} {p}" for i, (a, p) in enumerate(rows)))
        found = panel(base)
        together = agreement.together(agreement.combinations(base.warehouse, found))
        assert together.clients + together.unjudged == len(rows)
        assert agreement.clients(base.warehouse, found, agreement.disputed(found)).num_rows == together.disputed


class TestBuckets:
    def buckets(self, base: Base) -> Panel:
        return agreement.of_buckets(base.warehouse, base.facts(), Thresholds())

    def test_the_same_client_is_judged_by_weeks_months_and_quarters(self):
        # the first week, month and quarter are not whole: of 54 weeks once a month is 13, and once a year none
        base = weekly({"every week": [1] * 56, "once a month": [1, 0, 0, 0] * 14, "once a year": [1] + [0] * 55})
        assert sorted(told(base, self.buckets(base))) == ["XXX 1", "ZXX 1", "ZZZ 1"]

    def test_too_few_quarters_are_no_class(self):
        base = weekly({"every week": [1] * 26})
        assert told(base, self.buckets(base)) == ["XX. 1"]


PROFITABLE = (
    "sales.csv",
    "Client,Date,Amount,Profit\nanna,2025-01-10,700,15\nboris,2025-02-10,200,60\nvera,2025-03-10,60,20\n",
)


@pytest.mark.usefixtures("own_rooms")
class TestOnScreen:
    def opened(self, language: str, *files: tuple[str, str]) -> Visitor:
        visitor = Visitor(language, workspace_with(*files))
        told = visitor.words("what_if_evidence.tab_agreement")
        visitor.app.session_state[f"what_if_evidence.tabs.{language}"] = told
        return visitor.opens("what_if")

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_the_disputed_clients_are_listed_with_their_classes(self, language):
        visitor = self.opened(language, PROFITABLE)
        table = visitor.table(AVERAGE, SHARE, PROFIT)
        assert table.drop(columns=["revenue"]).to_numpy().tolist() == [
            ["anna", "B", "A", "B"],
            ["boris", "B", "A", "A"],
            ["vera", "C", "B", "A"],
        ]

    def test_a_row_of_the_chart_leads_to_its_clients(self):
        visitor = self.opened("en", PROFITABLE)
        visitor.app.session_state["agreement_rows.A.en.False"] = {"selection": {"picked": [{"place": 0}]}}
        visitor.runs()
        assert "A by these alone: ABC by profit. 1 client" in [heading.value for heading in visitor.app.subheader]
        assert visitor.column("customer_id", PROFIT) == ["vera"]

    def test_without_profit_it_says_so(self):
        visitor = self.opened("en", ("sales.csv", "Client,Date,Amount\nanna,2025-01-10,700\nboris,2025-02-10,200\n"))
        assert visitor.words("what_if_evidence.no_profit") in visitor.reads()
