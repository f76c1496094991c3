"""The ladder of commitment: who stands where, who went on, who left, and what became of leads. METHODS §10."""

from __future__ import annotations

import pytest

from analytics.methods import ladder
from analytics.outcomes import is_won
from analytics.thresholds import Thresholds
from tests.bases import Base, sales, totals

LINES = "client day amount"
CHANGES = {"lifecycle.at_risk_after": 30, "lifecycle.lost_after": 60}
# one order, two, three, five; one of a year ago, and five of them
SHOP = """
    anna   12-31 1
    boris  12-30 1
    boris  12-31 1
    vera   12-29 1
    vera   12-30 1
    vera   12-31 1
    gena   12-27 1
    gena   12-28 1
    gena   12-29 1
    gena   12-30 1
    gena   12-31 1
    dina   01-01 1
    egor   01-01 1
    egor   01-02 1
"""


def rungs(base: Base, changes: dict | None = None, **view) -> dict[str, dict]:
    changes = CHANGES | (changes or {})
    facts = base.facts(changes, **view)
    rows = ladder.ladder(base.warehouse, facts, Thresholds(changes), ladder.leads(base.warehouse, facts))
    return {row["rung"]: row for row in rows}


def with_leads(base: Base, columns: str, rows: str) -> Base:
    names = columns.split()
    return base.with_rows("leads", names, [line.split() for line in rows.split("\n") if line.strip()])


class TestRungs:
    def test_a_client_stands_where_its_orders_put_it(self):
        told = sales(LINES, SHOP).told("ladder_rung", CHANGES)
        assert told == (
            "gena committed, vera frequent, boris second_purchase, egor gone, anna first_purchase, dina gone"
        )

    @pytest.mark.parametrize(("k", "vera"), [(2, "committed"), (3, "committed"), (4, "frequent")])
    def test_who_is_committed_is_the_slider_of_the_regular(self, k, vera):
        base = sales(LINES, SHOP)
        assert base.clients(CHANGES | {"lifecycle.regular_from": k})["vera"]["ladder_rung"] == vera

    def test_who_brought_another_client_is_committed(self):
        base = sales(LINES, SHOP).customers("customer_id referrer_id", "anna .\nboris anna\nvera vera\ndina anna")
        found = base.clients(CHANGES)
        assert (found["anna"]["ladder_rung"], found["vera"]["ladder_rung"]) == ("committed", "frequent")

    def test_a_referrer_who_is_lost_is_gone(self):
        base = sales(LINES, SHOP).customers("customer_id referrer_id", "boris dina")
        assert base.clients(CHANGES)["dina"]["ladder_rung"] == "gone"

    def test_totals_without_orders_have_no_rungs(self):
        assert totals("client amount recency_days", "anna 1 5").told("ladder_rung", CHANGES) == "anna ."


class TestConversion:
    def test_those_who_left_count_as_far_as_they_had_come(self):
        found = rungs(sales(LINES, SHOP))
        told = {rung: (row["customers"], row["reached"], row["left"]) for rung, row in found.items()}
        assert told == {
            "first_purchase": (1, 6, 1),
            "second_purchase": (1, 4, 1),
            "frequent": (1, 2, 0),
            "committed": (1, 1, 0),
            "gone": (2, 2, 2),
        }

    def test_it_is_the_part_of_the_rung_below_that_went_on(self):
        found = rungs(sales(LINES, SHOP))
        conversion = {rung: row["conversion"] for rung, row in found.items()}
        assert conversion == {
            "first_purchase": None,
            "second_purchase": 4 / 6,
            "frequent": 0.5,
            "committed": 0.5,
            "gone": 2 / 6,
        }

    def test_shares_are_of_all_clients_and_sum_to_one(self):
        found = rungs(sales(LINES, SHOP))
        assert sum(row["share"] for row in found.values()) == pytest.approx(1)
        assert sum(row["customers"] for row in found.values()) == 6

    def test_over_an_empty_rung_nothing_is_defined(self):
        found = rungs(sales(LINES, "anna 12-31 1"))
        assert [row["conversion"] for row in found.values()] == [None, 0, None, None, 0]

    def test_a_referrer_has_climbed_all_the_rungs(self):
        found = rungs(sales(LINES, SHOP).customers("customer_id referrer_id", "boris anna"))
        assert [found[rung]["reached"] for rung in ladder.CLIMBED] == [6, 5, 3, 2]


class TestLeads:
    shop = "Anna 12-31 1\nBoris 12-31 1"

    def test_without_a_base_of_leads_there_is_no_such_rung(self):
        assert "lead" not in rungs(sales(LINES, self.shop))

    def test_an_enquiry_that_became_no_client_stands_below(self):
        base = with_leads(sales(LINES, self.shop), "lead_id date", "L1 2025-05-01\nL2 2025-06-01")
        lead, first = (rungs(base)[rung] for rung in ("lead", "first_purchase"))
        assert (lead["customers"], lead["reached"], lead["share"], lead["conversion"]) == (2, 4, None, None)
        assert first["conversion"] == 0.5

    @pytest.mark.parametrize(
        ("columns", "row"),
        [
            ("lead_id date", "anna 2025-05-01"),
            ("lead_id date company", "L1 2025-05-01 ANNA"),
            ("lead_id date outcome", "L1 2025-05-01 Won"),
        ],
        ids=["its number is a client", "its company is a client", "its outcome says so"],
    )
    def test_one_that_became_a_client_does_not(self, columns, row):
        assert rungs(with_leads(sales(LINES, self.shop), columns, row))["lead"]["customers"] == 0

    def test_a_company_is_known_by_the_name_of_a_client_too(self):
        base = sales(LINES, self.shop).customers("customer_id name", "Anna Romashka")
        assert rungs(with_leads(base, "lead_id date company", "L1 2025-05-01 romashka"))["lead"]["customers"] == 0

    def test_one_after_the_day_of_asking_is_not_there_yet(self):
        base = with_leads(sales(LINES, self.shop), "lead_id date", "L1 2025-12-31\nL2 2026-01-01")
        assert rungs(base)["lead"]["customers"] == 1

    def test_totals_know_no_day_of_asking(self):
        base = with_leads(totals("client amount orders recency_days", "anna 1 1 5"), "lead_id date", "L1 2025-12-31")
        assert rungs(base)["lead"]["customers"] == 1

    @pytest.mark.parametrize(
        ("outcome", "won"),
        [
            ("Won", True),
            ("Стал клиентом", True),
            ("выиграно", True),
            ("refused", False),
            ("Отказ", False),
            (None, False),
        ],
    )
    def test_outcomes_are_understood_in_both_languages(self, outcome, won):
        assert is_won(outcome) == won
