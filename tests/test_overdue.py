"""Who is past the own usual gap, by the money at stake. METHODS §10."""

from __future__ import annotations

from decimal import Decimal

from analytics.methods import overdue
from analytics.thresholds import Thresholds
from tests.bases import Base, sales

LINES = "client day amount"


def told(base: Base, **view) -> list[tuple]:
    rows = overdue.overdue(base.warehouse, base.facts(**view), Thresholds()).to_pylist()
    return [(row["customer_id"], row["at_stake"], row["overdue_days"]) for row in rows]


def every(days: int, orders: int, client: str, amount: int) -> str:
    return "\n".join(f"{client} 2025-01-{1 + days * i:02} {amount}" for i in range(orders))


class TestWhoIsOverdue:
    def test_who_is_past_the_usual_gap_by_falling_money(self):
        base = sales(LINES, "\n".join([every(5, 3, "anna", 10), every(10, 3, "boris", 40), "today 2025-02-10 1"]))
        assert told(base) == [("boris", Decimal(120), 10.0), ("anna", Decimal(30), 25.0)]

    def test_on_the_day_of_the_usual_gap_nobody_is(self):
        base = sales(LINES, every(10, 3, "anna", 10))
        assert told(base, as_of="01-31") == []
        assert told(base, as_of="02-01") == [("anna", Decimal(30), 1.0)]

    def test_who_has_no_rhythm_is_not_listed(self):
        assert told(sales(LINES, f"{every(10, 2, 'anna', 10)}\ntoday 2025-12-31 1")) == []

    def test_the_totals_are_of_all_of_them_and_a_page_is_a_part(self):
        base = sales(LINES, "\n".join([every(5, 3, "anna", 10), every(10, 3, "boris", 40), "today 2025-03-10 1"]))
        assert totals_of(base)["all"] == {"customers": 2, "at_stake": Decimal(150)}
        page = overdue.overdue(base.warehouse, base.facts(), Thresholds(), 1, 1).to_pylist()
        assert [(row["customer_id"], row["lifecycle_stage"]) for row in page] == [("anna", "developing")]

    def test_nobody_is_nothing_at_stake(self):
        base = sales(LINES, "anna 01-01 1")
        assert totals_of(base)["all"] == {"customers": 0, "at_stake": 0}


class TestTheLost:
    """boris, silent for 60 days, is at risk; anna, silent for 75, is lost after 70."""

    changes = {"lifecycle.at_risk_after": 30, "lifecycle.lost_after": 70}

    def base(self) -> Base:
        anna, boris = every(5, 3, "anna", 10), every(10, 3, "boris", 40)
        return sales(LINES, "\n".join([anna.replace("2025-01-11", "2025-01-07"), boris, "today 2025-03-23 1"]))

    def listed(self, whom: str) -> list[str]:
        base = self.base()
        rows = overdue.overdue(base.warehouse, base.facts(), Thresholds(self.changes), whom=whom).to_pylist()
        return [f"{row['customer_id']} {row['lifecycle_stage']}" for row in rows]

    def test_may_be_left_out_for_a_call_may_come_too_late(self):
        assert self.listed("not_lost") == ["boris at_risk"]
        assert self.listed("all") == ["boris at_risk", "anna lost"]

    def test_are_counted_apart(self):
        assert totals_of(self.base(), self.changes) == {
            "not_lost": {"customers": 1, "at_stake": Decimal(120)},
            "lost": {"customers": 1, "at_stake": Decimal(30)},
            "all": {"customers": 2, "at_stake": Decimal(150)},
        }


def totals_of(base: Base, changes: dict | None = None) -> dict:
    return overdue.totals(base.warehouse, base.facts(), Thresholds(changes))


class TestMoneyAtStake:
    def test_it_is_the_year_that_ends_with_the_last_order(self):
        lines = "anna 2024-01-10 7\nanna 2024-01-11 100\nanna 2024-12-30 10\nanna 2025-01-09 1\ntoday 2025-12-31 1"
        assert told(sales(LINES, lines))[0][:2] == ("anna", Decimal(111))

    def test_what_came_back_since_is_taken_off(self):
        base = sales(LINES, f"{every(5, 3, 'anna', 10)}\nanna 2025-02-01 -4\ntoday 2025-02-10 1")
        assert told(base)[0][:2] == ("anna", Decimal(26))

    def test_orders_before_the_window_count(self):
        base = sales(LINES, "anna 2024-12-01 10\nanna 2024-12-11 10\nanna 2025-01-01 10\ntoday 2025-03-01 1")
        assert told(base, window="2025-01-01 2025-03-01")[0][:2] == ("anna", Decimal(30))
