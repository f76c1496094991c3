"""The measures of loyalty: what each counts, how it is scored, why a base may not have it. METHODS §12."""

from __future__ import annotations

import pytest

from analytics.errors import Unusable
from tests.bases import sales, totals
from tests.loyal import FOUR, PAPERS, SALES, contacted, held, missing, scored


class TestFinancial:
    def test_a_sum_scores_the_share_of_clients_with_as_much_or_less(self):
        assert scored(sales(SALES, FOUR), "revenue") == {"anna": 100, "boris": 75, "vera": 50, "gena": 25}

    def test_equal_values_score_alike_and_the_type_is_the_mean_of_its_measures(self):
        base = sales(SALES, FOUR)
        assert set(scored(base, "orders").values()) == {100}
        assert scored(base, "financial") == {"anna": 100, "boris": 87.5, "vera": 75, "gena": 62.5}

    def test_nothing_and_less_than_nothing_score_0(self):
        base = sales(SALES, "anna 01-10 40\nboris 01-10 0\nvera 01-10 5\nvera 01-11 -9")
        assert scored(base, "revenue") == {"anna": 100, "boris": 0, "vera": 0}

    def test_totals_without_orders_are_judged_by_revenue_alone(self):
        base = totals("client amount", "anna 30\nboris 10")
        assert scored(base, "financial") == {"anna": 100, "boris": 50}
        assert missing(base)["orders"] == "no_orders"

    def test_a_client_whose_orders_are_unknown_is_neither_scored_nor_counted_among_the_others(self):
        base = totals("client amount orders", "anna 30 4\nboris 20 2\nvera 10 .")
        assert scored(base, "orders") == {"anna": 100, "boris": 50, "vera": None}
        assert scored(base, "financial")["vera"] == pytest.approx(100 / 3)

    def test_only_the_window_counts(self):
        assert scored(sales(SALES, FOUR), "revenue", window="02-01 03-31") == {
            "boris": 100, "vera": pytest.approx(200 / 3), "gena": pytest.approx(100 / 3)
        }  # fmt: skip


class TestReferral:
    def test_those_who_brought_others_by_how_many(self):
        base = sales(SALES, FOUR).customers("customer_id referrer_id", "boris anna\nvera anna\ngena boris\nanna .")
        assert scored(base, "referral") == {"anna": 100, "boris": 75, "vera": 0, "gena": 0}

    def test_nobody_brings_oneself_and_a_card_written_twice_is_one_client(self):
        base = sales(SALES, FOUR).customers("customer_id referrer_id", "anna anna\nboris anna\nboris anna\nvera gena")
        assert scored(base, "referral") == {"anna": 100, "boris": 0, "vera": 0, "gena": 100}

    def test_the_source_may_name_who_brought_a_client_by_id_or_by_name(self):
        cards = "anna Ashgrove advert\nboris Bluebell Ashgrove\nvera Vector boris\ngena Granite advert"
        base = sales(SALES, FOUR).customers("customer_id name source", cards)
        assert scored(base, "referral") == {"anna": 100, "boris": 100, "vera": 0, "gena": 0}

    def test_a_name_that_two_clients_bear_tells_nobody(self):
        cards = "anna Ashgrove advert\nboris Ashgrove advert\nvera Vector Ashgrove\ngena Granite Vector"
        base = sales(SALES, FOUR).customers("customer_id name source", cards)
        assert scored(base, "referral") == {"anna": 0, "boris": 0, "vera": 100, "gena": 0}

    def test_one_brought_before_the_window_does_not_count_and_one_that_never_ordered_does(self):
        base = sales(SALES, FOUR).customers("customer_id referrer_id", "anna vera\nzoya gena\nvera .")
        assert scored(base, "referral", window="02-01 03-31") == {"boris": 0, "vera": 0, "gena": 100}

    def test_without_a_word_of_who_brought_whom_it_is_a_gap_with_its_reason(self):
        bare, silent = sales(SALES, FOUR), sales(SALES, FOUR).customers("customer_id city source", "anna Omsk advert")
        assert (missing(bare)["referred"], missing(silent)["referred"]) == ("no_customers", "no_referrers")
        empty = sales(SALES, FOUR).customers("customer_id referrer_id", "anna .\nboris .")
        assert missing(empty)["referred"] == "no_referrers"
        assert set(scored(empty, "referral").values()) == {None}


class TestProcedural:
    def test_the_share_of_requests_by_our_form(self):
        base = contacted(
            "anna 01-02 request\nanna 01-03 request_own_form\nanna 01-04 request\nanna 01-05 request\nboris 02-01 request"
        )
        assert scored(base, "own_form") == {"anna": 25, "boris": 0, "vera": None, "gena": None}
        assert scored(base, "procedural") == {"anna": 25, "boris": 0, "vera": None, "gena": None}

    @pytest.mark.parametrize(
        ("sent", "paid", "score"),
        [
            ("03-03", "03-06", 100),  # Monday to Thursday: three working days
            ("03-03", "03-07", 0),
            ("03-06", "03-11", 100),  # Thursday to Tuesday over a weekend
            ("03-06", "03-12", 0),
            ("04-30", "05-07", 100),  # 1 and 2 May are holidays in Russia, 3 and 4 a weekend
            ("03-03", "03-01", 100),  # paid in advance
        ],
    )
    def test_an_invoice_is_in_time_within_three_working_days_of_sending(self, sent, paid, score):
        base = sales(PAPERS, f"anna {sent} 10 1 {sent} {paid} . .\nzoya 12-31 1 2 . . . .")
        assert scored(base, "paid_in_time")["anna"] == score

    def test_the_number_of_days_and_the_country_are_thresholds(self):
        base = sales(PAPERS, "anna 04-30 10 1 04-30 05-07 . .\nzoya 12-31 1 2 . . . .")
        assert scored(base, "paid_in_time", {"loyalty.country": "US"})["anna"] == 0
        assert scored(base, "paid_in_time", {"loyalty.working_days": 5, "loyalty.country": "US"})["anna"] == 100
        assert scored(base, "paid_in_time", {"loyalty.working_days": 1})["anna"] == 0
        with pytest.raises(Unusable, match="country_unknown"):
            held(base, {"loyalty.country": "XX"})

    def test_an_unpaid_invoice_is_late_once_its_days_are_over_and_not_yet_judged_before(self):
        rows = "anna 03-03 10 1 03-03 . . .\nboris 03-03 10 2 03-03 . . .\nboris 03-03 10 3 03-03 03-04 . ."
        assert scored(sales(PAPERS, f"{rows}\nzoya 03-07 1 4 . . . ."), "paid_in_time") == {
            "anna": 0,
            "boris": 50,
            "zoya": None,
        }
        assert scored(sales(PAPERS, f"{rows}\nzoya 03-06 1 4 . . . ."), "paid_in_time") == {
            "anna": None,
            "boris": 100,
            "zoya": None,
        }

    def test_lines_of_one_invoice_are_one_and_it_is_settled_by_the_last_of_them(self):
        rows = "anna 03-03 10 1 03-03 03-04 . .\nanna 03-03 5 1 03-03 03-20 . .\nanna 03-03 5 2 03-03 03-05 . ."
        assert scored(sales(PAPERS, f"{rows}\nzoya 12-31 1 9 . . . ."), "paid_in_time")["anna"] == 50

    def test_a_return_sends_no_invoice(self):
        rows = "anna 03-03 10 1 03-03 03-04 . .\nanna 03-04 -5 2 03-04 . . .\nzoya 12-31 1 9 . . . ."
        assert scored(sales(PAPERS, rows), "paid_in_time")["anna"] == 100

    def test_documents_are_judged_as_invoices_are(self):
        rows = "anna 03-03 10 1 03-03 03-04 03-05 03-10\nanna 03-04 10 2 03-04 . 03-05 03-11\nzoya 12-31 1 9 . . . ."
        base = sales(PAPERS, rows)
        assert scored(base, "signed_in_time")["anna"] == 50
        assert scored(base, "procedural")["anna"] == 50

    def test_a_year_that_a_slip_of_the_hand_has_moved_is_only_late(self):
        rows = "anna 03-03 10 1 03-03 2925-03-04 . .\nboris 03-03 10 2 0025-03-03 03-04 . .\nzoya 12-31 1 9 . . . ."
        assert scored(sales(PAPERS, rows), "paid_in_time") == {"anna": 0, "boris": 0, "zoya": None}

    def test_own_pick_up_is_a_share_of_orders(self):
        base = sales(SALES, f"{FOUR}\nanna 03-11 5\nanna 03-12 5\nanna 03-13 5")
        picked = contacted("anna 01-10 own_pickup\nboris 02-10 own_pickup\nboris 02-11 own_pickup", base)
        assert scored(picked, "own_pickup") == {"anna": 25, "boris": 100, "vera": 0, "gena": 0}

    def test_without_invoices_and_requests_it_is_a_gap_with_its_reasons(self):
        found = missing(sales(SALES, FOUR))
        assert [found[name] for name in ("own_form", "paid_in_time", "signed_in_time", "own_pickup")] == [
            "no_contacts", "no_papers", "no_papers", "no_contacts"
        ]  # fmt: skip
        assert missing(totals("client amount", "anna 5"))["paid_in_time"] == "no_sales"

    def test_columns_of_invoices_that_are_empty_break_nothing(self):
        base = sales(PAPERS, "anna 03-03 10 1 . . . .\nboris 03-04 5 2 . . . .")
        assert missing(base)["paid_in_time"] == "nobody"
        assert set(scored(base, "procedural").values()) == {None}


class TestContact:
    ROWS = """
        anna  01-02 request
        anna  01-03 request_own_form
        boris 02-01 request
        anna  02-02 event
        anna  03-01 mailing_sent
        anna  03-02 mailing_sent
        anna  03-03 mailing_response
        boris 03-01 mailing_sent
    """

    def test_requests_of_both_kinds_events_and_the_response_to_mailings(self):
        base = contacted(self.ROWS)
        assert scored(base, "requests") == {"anna": 100, "boris": 75, "vera": 0, "gena": 0}
        assert scored(base, "events") == {"anna": 100, "boris": 0, "vera": 0, "gena": 0}
        assert scored(base, "response") == {"anna": 50, "boris": 0, "vera": None, "gena": None}

    def test_doing_nothing_is_0_and_not_being_mailed_is_nothing(self):
        """anna (100 + 100 + 50) / 3, boris (75 + 0 + 0) / 3, the others 0 and 0 with no third."""
        contact = scored(contacted(self.ROWS), "contact")
        assert contact == {"anna": pytest.approx(250 / 3), "boris": 25, "vera": 0, "gena": 0}

    def test_more_responses_than_mailings_are_all_of_them(self):
        rows = "anna 01-02 mailing_sent\nanna 01-03 mailing_response\nanna 01-04 mailing_response"
        assert scored(contacted(rows), "response")["anna"] == 100

    def test_a_kind_that_the_base_never_has_is_missing_and_one_that_nobody_shows_is_0(self):
        found = missing(contacted("anna 01-02 event\nanna 01-03 complaint"))
        assert {name: found[name] for name in ("requests", "response", "order_reviews")} == dict.fromkeys(
            ("requests", "response", "order_reviews"), "no_kind"
        )
        later = contacted("anna 01-02 event\nanna 03-31 complaint")
        assert set(scored(later, "events", window="02-01 03-31").values()) == {0}

    def test_a_window_outside_the_contacts_is_not_recorded(self):
        base = contacted("anna 01-02 event\nanna 01-31 request")
        assert missing(base, window="02-01 03-31")["events"] == "not_recorded"
        assert set(scored(base, "contact", window="02-01 03-31").values()) == {None}

    def test_contacts_of_those_who_did_not_buy_and_of_other_days_do_not_count(self):
        base = contacted("anna 01-12 request\nanna 05-12 request\nzoya 01-12 request\nzoya 01-13 request")
        assert scored(base, "requests") == {"anna": 100, "boris": 0, "vera": 0, "gena": 0}

    def test_totals_without_dates_take_every_contact(self):
        base = contacted("anna 2019-01-12 request\nanna 05-12 event", totals("client amount", "anna 30\nboris 10"))
        assert scored(base, "contact") == {"anna": 100, "boris": 0}

    def test_an_empty_base_of_contacts_breaks_nothing(self):
        assert missing(contacted(""))["requests"] == "no_kind"


class TestEvaluative:
    def test_reviews_of_orders_and_of_the_company(self):
        base = contacted(
            "anna 01-02 review_order\nanna 01-03 review_company\nboris 02-01 review_order\nboris 02-02 review_order"
        )
        assert scored(base, "order_reviews") == {"anna": 75, "boris": 100, "vera": 0, "gena": 0}
        assert scored(base, "evaluative") == {"anna": 87.5, "boris": 50, "vera": 0, "gena": 0}
