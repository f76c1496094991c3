"""Five types of loyalty: what shows a type, who shows which, quarter by quarter. METHODS §12."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from analytics import facts as heavy
from analytics import summary
from analytics.classes import count
from analytics.customers import customers
from analytics.methods import abc_analysis, loyalty
from analytics.methods.loyalty_measures import MEASURES, TYPES
from analytics.methods.type_trend import LEAST_CLIENTS
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, totals
from tests.loyal import FOUR, PAPERS, SALES, contacted, held, missing, scored
from tests.screens import Visitor, as_read, workspace_with


def rows_of(base: Base, changes: dict | None = None, **view) -> dict[str, dict]:
    facts, thresholds = base.facts(changes, **view), Thresholds(changes)
    scores = loyalty.scores(base.warehouse, facts, thresholds)
    return {row["type"]: row for row in loyalty.types(scores, loyalty.showing(base.warehouse, scores, thresholds))}


def by_quarter(base: Base, type: str, changes: dict | None = None, **view) -> list[tuple]:
    facts, thresholds = base.facts(changes, **view), Thresholds(changes)
    rows = loyalty.by_quarter(base.warehouse, loyalty.quarters(base.warehouse, facts, thresholds), thresholds)
    keys = ("quarter", "finished", "customers_with_data", "customers_showing")
    return [tuple(row[key] for key in keys) for row in rows if row["type"] == type]


class TestShowing:
    REVIEWS = "anna 01-02 review_order\nanna 01-03 review_order\nboris 02-02 review_order"

    def test_a_client_shows_a_type_at_the_threshold_and_not_below(self):
        """Financial scores are 100, 87.5, 75 and 62.5."""
        base = sales(SALES, FOUR)
        for least, showing in ((62.5, 4), (63, 3), (87.5, 2), (100, 1)):
            assert rows_of(base, {"loyalty.shows_from": least})["financial"]["customers_showing"] == showing

    def test_the_rows_of_the_types(self):
        rows = rows_of(contacted(self.REVIEWS))
        assert [rows["evaluative"][key] for key in ("customers_with_data", "customers_showing", "mean_score")] == [
            4,
            2,
            43.75,
        ]
        assert rows["contact"] == {
            "type": "contact", "customers_with_data": 0, "customers_showing": None, "mean_score": None, "reason": "no_kind"
        }  # fmt: skip
        assert rows["procedural"]["reason"] == "several"

    def test_combinations_come_by_how_many_show_them_and_sum_to_all_clients(self):
        base, thresholds = contacted(self.REVIEWS), Thresholds({"loyalty.shows_from": 80})
        scores = held(base)
        found = loyalty.showing(base.warehouse, scores, thresholds)
        assert found == [
            {"shows": (), "customers": 2},
            {"shows": ("financial",), "customers": 1},
            {"shows": ("financial", "evaluative"), "customers": 1},
        ]

    def test_who_shows_them_can_be_listed_with_others_or_alone(self):
        base, thresholds = contacted(self.REVIEWS), Thresholds({"loyalty.shows_from": 80})
        scores = held(base)

        def listed(*shows: str, alone: bool = False) -> int:
            query = loyalty.members(scores, thresholds, shows, alone)
            return count(base.warehouse, base.facts(), (), {}, among=query)

        assert (listed("financial"), listed("financial", alone=True), listed(alone=True)) == (2, 1, 2)
        assert (listed("financial", "evaluative"), listed()) == (1, 4)

    def test_the_columns_of_the_list_of_clients(self):
        base = contacted(self.REVIEWS)
        assert base.told("loyalty_evaluative") == "anna 100.0, boris 75.0, vera 0.0, gena 0.0"
        assert base.told("loyalty_contact") == "anna ., boris ., vera ., gena ."

    def test_the_contract_of_the_summary(self):
        rows = summary.tables(sales(SALES, FOUR).warehouse, sales(SALES, FOUR).facts(), Thresholds())
        assert [list(row) for row in rows["loyalty"]] == [
            ["type", "customers_with_data", "customers_showing", "mean_score"]
        ] * 5
        assert rows["loyalty"][0] == {
            "type": "financial", "customers_with_data": 4, "customers_showing": 4, "mean_score": 81.25
        }  # fmt: skip

    def test_a_class_and_a_client_beside_the_average(self):
        base = contacted(self.REVIEWS)
        facts, scores = base.facts(), held(base)
        rows = loyalty.by_class(base.warehouse, facts, scores, abc_analysis.chosen(Thresholds(), facts))
        assert [(row["class"], row["customers"], row["financial"], row["contact"]) for row in rows] == [
            ("A", 3, 87.5, None), ("B", 1, 62.5, None)
        ]  # fmt: skip
        assert loyalty.of_client(base.warehouse, scores, "anna")["evaluative"] == 100
        assert loyalty.of_client(base.warehouse, scores, "zoya") is None

    def test_a_filter_ranks_among_those_it_keeps(self):
        sold = sales("client day amount channel", "anna 01-10 40 shop\nboris 02-10 30 web\nvera 03-10 20 web")
        base = contacted("anna 01-12 request\nboris 01-12 request", sold)
        assert scored(base, "contact", only={"channel": ["web"]}) == {"boris": 100, "vera": 0}


class TestQuarters:
    YEAR = "anna 01-01 10\nboris 05-10 5\nanna 08-10 10\nvera 12-31 5"

    def test_those_take_part_who_were_clients_by_the_end_of_the_quarter(self):
        firsts = [day(f"{month:02}-01") for month in (1, 4, 7, 10)]
        assert by_quarter(sales(SALES, self.YEAR), "financial") == [
            (firsts[0], True, 1, 1), (firsts[1], True, 2, 1), (firsts[2], True, 2, 1), (firsts[3], True, 3, 1)
        ]  # fmt: skip

    def test_a_quarter_partly_in_the_window_is_unfinished(self):
        assert [row[1] for row in by_quarter(sales(SALES, self.YEAR), "financial", window="02-01 09-30")] == [
            False, True, True
        ]  # fmt: skip

    def test_quarters_outside_the_contacts_are_gaps_and_within_them_nothing_is_0(self):
        base = contacted("boris 05-01 event\nanna 07-02 event\nanna 08-02 event", sales(SALES, self.YEAR))
        assert [row[2:] for row in by_quarter(base, "contact")] == [(0, None), (2, 1), (2, 1), (0, None)]

    def test_shares_count_only_those_who_have_one(self):
        rows = "anna 01-13 9 1 01-13 01-14 . .\nboris 01-14 9 2 01-14 02-14 . .\nvera 04-14 9 3 . . . ."
        assert [row[2:] for row in by_quarter(sales(PAPERS, rows), "procedural")] == [(2, 1), (0, None)]

    def test_a_client_is_brought_in_the_quarter_of_its_first_order(self):
        base = sales(SALES, self.YEAR).customers("customer_id referrer_id", "boris anna\nvera boris\nzoya boris")
        assert [row[3] for row in by_quarter(base, "referral")] == [0, 1, 0, 1]

    def test_a_request_before_the_first_order_is_of_nobody_yet(self):
        base = contacted("vera 05-01 request\nanna 05-02 request\nvera 12-31 request", sales(SALES, self.YEAR))
        assert [row[2:] for row in by_quarter(base, "contact")] == [(0, None), (2, 1), (2, 0), (3, 1)]

    def test_totals_have_no_quarters(self):
        assert by_quarter(totals("client amount", "anna 5"), "financial") == []

    def test_one_whole_quarter_scores_as_the_window_does(self):
        base = contacted(
            "anna 01-02 event\nboris 03-02 event\nboris 03-03 request",
        )
        rows = rows_of(base, window="01-01 03-31")
        for type in TYPES:
            assert by_quarter(base, type, window="01-01 03-31")[0][2:] == tuple(
                rows[type][key] for key in ("customers_with_data", "customers_showing")
            )


WORTH = st.lists(st.integers(-5, 5), min_size=1, max_size=8).filter(lambda amounts: any(a >= 0 for a in amounts))
KINDS = ("request", "request_own_form", "event", "mailing_sent", "mailing_response", "review_order", "own_pickup")
HAPPENED = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(KINDS)), max_size=25)


@settings(max_examples=15, deadline=None)
@given(WORTH, HAPPENED)
def test_scores_lie_within_0_and_100_and_equal_clients_score_alike(worth, happened):
    base = sales(SALES, "\n".join(f"c{i} 01-10 {amount}" for i, amount in enumerate(worth)))
    base = contacted("\n".join(f"c{i} 01-10 {kind}" for i, kind in happened), base)
    columns = [measure.name for measure in held(base).told] + list(TYPES)
    rows = base.warehouse.rows(f"select client_id, {', '.join(columns)} from {held(base).table}")
    assert len(rows) == base.facts().whole["clients"]
    alike: dict[tuple, tuple] = {}
    for row in rows:
        i = int(row.pop("client_id")[1:])
        assert all(score is None or 0 <= score <= 100 for score in row.values())
        did = (worth[i], tuple(sorted(kind for who, kind in happened if who == i)))
        assert alike.setdefault(did, tuple(row.values())) == tuple(row.values())


@settings(max_examples=15, deadline=None)
@given(WORTH, st.integers(1, 100), st.integers(0, 99))
def test_a_higher_threshold_never_lets_more_show_a_type(worth, least, more):
    base = sales(SALES, "\n".join(f"c{i} 01-10 {amount}" for i, amount in enumerate(worth)))
    lower, higher = (rows_of(base, {"loyalty.shows_from": min(100, t)})["financial"] for t in (least, least + more))
    assert higher["customers_showing"] <= lower["customers_showing"] <= lower["customers_with_data"]


@pytest.mark.parametrize("measure", [m.name for m in MEASURES])
def test_every_measure_is_told_or_has_its_reason(measure):
    bases = [sales(SALES, FOUR), contacted("anna 01-02 event"), totals("client amount", "anna 5")]
    assert all((measure in held(base).measures) != (measure in missing(base)) for base in bases)


def truth(code: str) -> dict:
    written = tomllib.loads((Path(sample_data.__file__).parent / "truths.toml").read_text("utf-8"))["truth"]
    return next(told for told in written if told["code"] == code and told["section"] == 12)


class TestPlanted:
    @pytest.fixture(scope="class")
    def company(self, souvenirs) -> dict[str, dict]:
        facts = heavy.build(souvenirs, View().under(Thresholds()))
        scores = loyalty.scores(souvenirs, facts, Thresholds())
        return {row["client_id"]: row for row in souvenirs.rows(f"select * from {scores.table}")}

    def test_the_referral_loyal_group_is_found(self, souvenirs, company):
        """The planted ones brought four to seven clients each; nobody else brought any."""
        showing = {client for client, row in company.items() if row["referral"] >= 50}
        assert truth("referrers")["lowest"] <= len(showing) <= truth("referrers")["highest"]
        planted = "select referrer_id from customers where referrer_id is not null group by all having count(*) >= 4"
        assert showing == {row["referrer_id"] for row in souvenirs.rows(planted)}

    def test_the_slow_payers_are_found(self, souvenirs, company):
        often = """select customer_id from (select distinct customer_id, order_id from sales where paid_date is not null)
            group by 1 having count(*) >= 3"""
        known = {row["customer_id"] for row in souvenirs.rows(often)}
        rated = {client: row["paid_in_time"] for client, row in company.items() if client in known}
        slow = [client for client, score in rated.items() if score < 50]
        assert truth("slow_payers")["lowest"] <= len(slow) <= truth("slow_payers")["highest"]
        assert sum(company[client]["procedural"] < 50 for client in slow) / len(slow) > 0.9
        prompt = [score for score in rated.values() if score >= 50]
        assert truth("prompt_payers")["lowest"] <= sum(prompt) / len(prompt) / 100 <= truth("prompt_payers")["highest"]

    def test_the_sociable_group_stands_out_in_contact(self, souvenirs, company):
        """Those who answer over a third of at least six mailings score far above the others."""
        planted = truth("contact_loyal")["find"].replace("'Mailing sent'", "'mailing_sent'").replace(
            "'Mailing response'", "'mailing_response'"
        ).replace("count(*) from (\n        select", "customer_id from (select")  # fmt: skip
        sociable = {row["customer_id"] for row in souvenirs.rows(planted)}
        assert truth("contact_loyal")["lowest"] <= len(sociable) <= truth("contact_loyal")["highest"]
        scores = {client: row["contact"] for client, row in company.items()}
        of_them = [scores[client] for client in sociable if client in scores]
        others = [score for client, score in scores.items() if client not in sociable]
        assert sum(of_them) / len(of_them) > 1.8 * sum(others) / len(others)

    def test_everything_but_pick_up_is_told(self, souvenirs):
        facts = heavy.build(souvenirs, View().under(Thresholds()))
        assert loyalty.scores(souvenirs, facts, Thresholds()).missing == {"own_pickup": "no_kind"}


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SOLD = ("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,700\nBoris,2025-06-20,200\nVera,2025-12-31,100\n")
    HAPPENED = "Anna,2025-02-01,Event\nAnna,2025-02-02,Company review\nBoris,2025-02-02,Order review\nAnna,2025-03-03,Request\n"
    TALKED = ("contacts.csv", f"Client,Contact date,Kind of contact\n{HAPPENED}")

    def visitor(self, *more: tuple, language: str = "en", **link) -> Visitor:
        return Visitor(language, workspace_with(self.SOLD, *more)).opens("loyalty", **link)

    def test_the_headline_tells_the_commonest_type_and_the_slider_moves_it(self):
        assert "financial: 3 clients of 3 show it (100.0%)" in self.visitor(self.TALKED).headline
        assert (
            "financial: 1 client of 3 shows it (33.3%)" in self.visitor(self.TALKED, loyalty__shows_from="90").headline
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_missing_is_told_with_its_reason_and_what_would_bring_it(self, language):
        says, visitor = words(language), self.visitor(language=language)
        assert says("loyalty.headline_alone") in visitor.headline
        read = "\n".join(visitor.reads())
        for name, reason in (
            ("referred", "no_customers"),
            ("company_reviews", "no_contacts"),
            ("signed_in_time", "no_papers"),
        ):
            assert f"{says(f'loyalty.measure_{name}').lower()}: {says(f'loyalty.why_{reason}')}" in read.lower()
        measures, types = 1, 3
        assert read.count(says("loyalty.why_no_contacts")) == measures + types
        assert as_read(says("loyalty.bring_contacts")) in "\n".join(visitor.remarks)

    def test_a_kind_of_contact_that_is_not_there_is_named(self):
        assert (
            "Share of requests by the company's form, share of orders picked up, share of mailings responded to: "
            "the contacts have no “request by our form”, “own pick-up”, “mailing sent” and “mailing response”"
            in "\n".join(self.visitor(self.TALKED).reads())
        )

    def test_the_tables_tell_types_and_measures(self):
        visitor = self.visitor(self.TALKED)
        types = visitor.table("customers_showing")
        assert types["type"].tolist() == ["Financial", "Referral", "Procedural", "Contact", "Evaluative"]
        assert types["customers_showing"].tolist() == ["3", "—", "—", "1", "2"]
        assert "Events attended" in visitor.column("measure", "type")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_trend_draws_no_lane_for_a_type_nobody_has_data_on_and_judges_no_handful(self, language):
        says, visitor = words(language), self.visitor(language=language)
        unknown = ", ".join(says(f"loyalty_parts.type_{type}").lower() for type in TYPES[1:])
        read = "\n".join(as_read(text) for text in visitor.reads())
        assert says("loyalty_parts.trend_unknown", types=unknown) in read
        assert as_read(says("loyalty_parts.trend_few_clients", least=LEAST_CLIENTS)) in read

    def test_a_row_of_combinations_lists_its_clients(self):
        visitor = self.visitor(self.TALKED)
        visitor.app.session_state["loyalty_combinations.en.False"] = {"selection": {"picked": [{"place": 2}]}}
        assert any("1 client: financial, contact, evaluative only" in text for text in visitor.runs().reads())
        visitor.app.session_state["loyalty_combinations.en.False"] = {"selection": {"picked": [{"place": "x"}]}}
        visitor.runs()

    def test_a_bubble_of_the_map_lists_who_shows_its_type(self):
        visitor = self.visitor(self.TALKED)
        visitor.app.session_state["loyalty_map.en.False"] = {"selection": {"picked": [{"place": 2}]}}
        assert any("1 client shows loyalty: contact" in text for text in visitor.runs().reads())

    def test_a_client_is_laid_over_the_others_on_the_radar(self):
        visitor = self.visitor(self.TALKED)
        visitor.app.text_input(key="loyalty.search").set_value("bor")
        assert ("client", "Boris") in visitor.runs().presses("loyalty.add").app.session_state["loyalty.series"]
        assert "Boris" in visitor.letters()

    def test_a_goal_puts_its_types_first(self):
        visitor = self.visitor(self.TALKED, loyalty__goal="streamline")
        assert visitor.table("customers_showing")["type"].tolist()[:2] == ["Evaluative", "Procedural"]

    def test_totals_and_a_base_of_one_client_have_their_part(self):
        for base in ("Client,Revenue\nAnna,10\nBoris,5\n", "Client,Date,Amount\nAnna,2025-01-01,700\n"):
            visitor = Visitor("en", workspace_with(("base.csv", base))).opens("loyalty")
            assert "The commonest loyalty is financial" in visitor.headline

    def test_a_country_without_a_calendar_is_told(self):
        papers = "Client,Date,Amount,Invoice sent,Paid\nAnna,2025-01-01,700,2025-01-02,2025-01-03\n"
        visitor = Visitor("en", workspace_with(("sales.csv", papers))).opens("loyalty", loyalty__country="XX")
        assert visitor.complaints


def test_the_scores_of_clients_are_columns_of_the_export():
    base = sales(SALES, FOUR)
    table = customers(base.warehouse, base.facts(), Thresholds(), columns=["customer_id", *loyalty.COLUMNS])
    assert table.to_pylist()[0] == {"customer_id": "anna", "loyalty_financial": 100.0} | dict.fromkeys(
        loyalty.COLUMNS[1:]
    )
