"""The card of a client: why its RFM segment, and what its classes were before. METHODS §8, §9."""

from __future__ import annotations

import pytest

from analytics import customers, reasons, segment_map
from analytics.bases import span
from analytics.methods import migration
from analytics.thresholds import Thresholds
from analytics.windows import both, pair
from tests.bases import Base, day, monthly, sales, seen, totals, worth
from tests.screens import Visitor, is_sentence, workspace_with
from ui import migration_history

# Recency 40, 30, 20, 10 and 0 days on 10 February; one to five orders of 10 each.
FIVE = "\n".join(
    f"{client} {last} 10" + f"\n{client} 01-01 10" * more
    for client, last, more in (
        ("anna", "2025-01-01", 0),
        ("boris", "2025-01-11", 1),
        ("vera", "2025-01-21", 2),
        ("gena", "2025-01-31", 3),
        ("dina", "2025-02-10", 4),
    )
)
SHOP = """Client,Date,Amount
Anna,2025-01-10,700
Zoe,2025-01-01,5
Anna,2025-02-10,7
Zoe,2025-02-12,500
Bob,2025-02-28,3
"""
FOLK = [f"{code}=Folk {place}" for place, code in enumerate(segment_map.SEGMENTS)]


def segment_of(base: Base, client: str, changes: dict | None = None) -> dict | None:
    facts, thresholds = base.facts({"order_grain": "row"} | (changes or {})), Thresholds(changes)
    row = customers.one(base.warehouse, facts, thresholds, client)
    found = reasons.of(base.warehouse, facts, thresholds, row)
    return next((reason for reason in found if reason["column"] == "rfm_segment"), None)


class TestTheReasonOfASegment:
    def scores(self, client: str, changes: dict) -> list[tuple]:
        found = segment_of(sales("client day amount", FIVE), client, changes)["scores"]
        return [(told.dimension.name, told.value, told.score, told.low, told.high) for told in found]

    own = {"rfm.method": "cuts", "rfm.recency_cuts": "10,30", "rfm.frequency_cuts": "2,4", "rfm.monetary_cuts": "20,40"}

    @pytest.mark.parametrize(
        ("client", "recency", "frequency", "monetary"),
        [
            ("dina", (0, 3, None, 10), (5, 3, 4, None), (50, 3, 40, None)),
            ("gena", (10, 3, None, 10), (4, 2, 2, 4), (40, 2, 20, 40)),
            ("vera", (20, 2, 10, 30), (3, 2, 2, 4), (30, 2, 20, 40)),
            ("boris", (30, 2, 10, 30), (2, 1, None, 2), (20, 1, None, 20)),
            ("anna", (40, 1, 30, None), (1, 1, None, 2), (10, 1, None, 20)),
        ],
    )
    def test_is_each_score_with_the_cut_points_around_the_value(self, client, recency, frequency, monetary):
        told = [("recency", *recency), ("frequency", *frequency), ("monetary", *monetary)]
        assert self.scores(client, self.own) == told

    def test_between_equal_cut_points_a_value_is_told_by_those_that_enclose_it(self):
        repeated = segment_of(worth_orders("anna 1, boris 1, vera 1, gena 1, dina 9"), "dina")["scores"][1]
        assert (repeated.score, repeated.low, repeated.high) == (5, repeated.dimension.cuts[-1], None)

    def test_says_the_code_and_the_cell_of_the_map(self):
        row = segment_of(sales("client day amount", FIVE), "boris", self.own)
        # the second of three scores is the fourth of five, the first is the second
        assert (row["class"], row["reason"], row["lacks"]) == ("potential_loyalist", "rfm", None)
        assert row["particulars"] == {"code": "2-1-1", "r": 4, "fm": 2}

    def test_a_base_that_tells_no_scores_has_none(self):
        assert segment_of(worth("anna 5, boris 9"), "anna") is None


def worth_orders(orders: str) -> Base:
    rows = [pair.split() for pair in orders.split(",")]
    lines = (f"{client} 10 {number} 5" for client, number in rows)
    return totals("client amount orders recency_days", "\n".join(lines))


class TestOneClientInBothWindows:
    months = {"anna": [90, 10], "boris": [5, 90], "vera": [5, 0], "gena": [0, 3]}

    def moved(self, client: str, name: str = "abc_share_class") -> tuple:
        base = monthly(self.months)
        windows = pair(span(base.warehouse), seen("02-01 02-28"), (day("01-01"), day("01-31")))
        asked = migration.of_class(both(base.warehouse, windows), Thresholds(), name)
        found = migration.of_client(base.warehouse, asked, client)
        return found["from_class"], found["to_class"], found["move"]

    def test_is_the_cell_of_the_matrix(self):
        assert self.moved("anna") == ("A", "B", "fallen")
        assert self.moved("boris") == ("B", "A", "climbed")

    def test_says_who_came_and_who_left(self):
        assert self.moved("gena") == ("new", "C", "new")
        assert self.moved("vera") == ("C", "lost", "lost")

    def test_of_neither_window_there_is_no_move(self):
        assert self.moved("nobody") == (None, None, None)


class TestOnTheCard:
    @pytest.fixture(scope="class")
    def shop(self):
        return workspace_with(("sales.csv", SHOP))

    def card(self, shop: str, client: str, language: str = "en") -> Visitor:
        visitor = Visitor(language, shop)
        visitor.app.session_state["client.history"] = True
        return visitor.opens("client", client=client)

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_every_score_has_its_value_and_its_bounds(self, shop, language):
        told = next(text for text in self.card(shop, "Anna", language).reads() if text.startswith("* R "))
        lines = [line.removeprefix("* ") for line in told.splitlines()]
        assert [line[0] for line in lines] == ["R", "F", "M"]
        assert all(is_sentence(line, language, "client.score") for line in lines)

    def test_a_segment_goes_by_the_visitors_own_name(self, shop):
        visitor = Visitor("en", shop).opens("client", client="Anna", rfm__names=FOLK)
        assert any("[Folk " in text and "RFM segment" in text for text in visitor.reads())

    def test_the_classes_before_stand_beside_those_now(self, shop):
        card = self.card(shop, "Anna")
        rows = {row["class_name"]: row for row in card.table("class_name", "then").to_dict("records")}
        assert (rows["ABC by share"]["then"], rows["ABC by share"]["now"]) == ("A", "C")
        assert (rows["ABC by share"]["previous_class"], rows["ABC by share"]["changed_on"]) == ("A", "Feb 28, 2025")

    def test_who_came_later_did_not_buy_before(self, shop):
        rows = self.card(shop, "Bob").table("class_name", "then")
        assert set(rows["then"]) == {"did not buy"}

    def test_in_a_large_base_the_dates_of_change_are_counted_when_asked(self, shop, monkeypatch):
        monkeypatch.setattr(migration_history, "ORDERS_AT_ONCE", 0)
        card = self.card(shop, "Anna")
        assert "changed_on" not in card.table("class_name", "then").columns
        assert "Feb 28, 2025" in card.presses("client.history.count").column("changed_on", "then")

    def test_one_day_of_sales_has_no_before(self):
        card = self.card(workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\n")), "Anna")
        assert card.words("errors.pair_too_short", start=day("01-10")) in card.reads()


def test_migration_calls_segments_by_the_visitors_own_names():
    shop = workspace_with(("sales.csv", SHOP))
    visitor = Visitor("en", shop).opens("migration", rfm__names=FOLK)
    visitor.app.selectbox(key="migration.class").set_value("rfm_segment")
    assert any("Folk" in text for text in visitor.runs().letters())
    ours = {visitor.words(f"common.{code}") for code in segment_map.SEGMENTS} - {visitor.words("common.new")}
    assert not ours & set(visitor.letters())
