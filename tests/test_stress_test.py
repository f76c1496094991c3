"""Stress test: who is gone, what goes with them, and how the rest is judged. METHODS §7."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import Unusable
from analytics.methods import stress_test
from analytics.methods.stress_test import Loss, State
from analytics.thresholds import Thresholds
from tests.bases import Base, monthly, sales, totals, worth

TEXTBOOK = Thresholds()
BOOKS = """
    anna   01-05 700 70 ira
    anna   03-05 100 10 ira
    boris  02-20 200 20 oleg
    vera   03-06  50 -9 oleg
    vera   03-07  40  1 ira
    gena   03-06  20  2 .
"""
COLUMNS = "client day amount profit manager"


def gone(base: Base, loss: Loss, thresholds: Thresholds = TEXTBOOK) -> str:
    """`anna boris`: who is gone, by name."""
    table = stress_test.members(base.warehouse, base.facts(), thresholds, loss)
    return " ".join(row["customer_id"] for row in base.warehouse.rows(f"from {table} order by 1")) if table else ""


def states(base: Base, loss: Loss, thresholds: Thresholds = TEXTBOOK) -> tuple[State, State]:
    facts = base.facts()
    left = stress_test.without(
        base.warehouse, facts, stress_test.members(base.warehouse, facts, thresholds, loss) or ""
    )
    return tuple(stress_test.state(base.warehouse, side, thresholds) for side in (facts, left))


class TestWhoIsGone:
    def test_the_largest(self):
        assert gone(worth("anna 60, boris 30, vera 10"), Loss(top=2)) == "anna boris"

    def test_a_class(self):
        base = worth("anna 80, boris 15, vera 4, gena 1")
        assert gone(base, Loss(of_class=("abc_share_class", "C"))) == "gena vera"

    def test_the_thresholds_decide_who_is_in_the_class(self):
        base = worth("anna 80, boris 15, vera 4, gena 1")
        assert gone(base, Loss(of_class=("abc_share_class", "C")), Thresholds({"abc.share.b": 0.99})) == "gena"

    def test_a_managers_book_is_those_who_bought_most_from_the_manager(self):
        assert gone(sales(COLUMNS, BOOKS), Loss(column="manager", values=("oleg",))) == "boris vera"

    def test_several_books(self):
        assert gone(sales(COLUMNS, BOOKS), Loss(column="manager", values=("oleg", "ira"))) == "anna boris vera"

    def test_a_column_of_the_list_of_clients(self):
        base = worth("anna 60, boris 30").customers("client region", "boris north\nanna south")
        assert gone(base, Loss(column="region", values=("north",))) == "boris"

    def test_clients_by_their_code(self):
        assert gone(worth("anna 60, boris 30, vera 10"), Loss(clients=("vera", "nobody"))) == "vera"

    def test_a_set_of_several_parts_takes_whoever_is_in_any(self):
        loss = Loss(top=1, column="manager", values=("oleg",), clients=("boris",))
        assert gone(sales(COLUMNS, BOOKS), loss) == "anna boris vera"

    @pytest.mark.parametrize(
        "loss",
        [
            Loss(),
            Loss(column="manager"),
            Loss(column="colour", values=("red",)),
            Loss(of_class=("colour_class", "A")),
            Loss(of_class=("abc_share_class", "Q")),
        ],
        ids=["nothing", "no value", "a column the base lacks", "no such class", "no such code"],
    )
    def test_what_cannot_be_chosen_takes_nobody(self, loss):
        base = sales(COLUMNS, BOOKS)
        assert stress_test.members(base.warehouse, base.facts(), TEXTBOOK, loss) is None
        assert stress_test.lost(base.warehouse, base.facts(), TEXTBOOK, loss)["customers"] == 0

    def test_the_visitors_text_is_a_value_and_no_sql(self):
        base = sales(COLUMNS, BOOKS)
        text = "x') or true or customer_id in ('"
        assert gone(base, Loss(column="manager", values=(text,), clients=(text,))) == ""


class TestWhatGoes:
    def test_worked_by_hand(self):
        base = sales(COLUMNS, BOOKS)
        lost = stress_test.lost(base.warehouse, base.facts(), TEXTBOOK, Loss(top=1))
        assert lost == {
            "customers": 1,
            "customer_share": 0.25,
            "revenue": 800,
            "revenue_share": pytest.approx(800 / 1110),
            "profit": 80,
            "profit_share": pytest.approx(80 / 94),
            "orders": 2,
            "order_share": pytest.approx(2 / 6),
        }

    def test_what_the_base_does_not_know_stays_unknown(self):
        base = worth("anna 60, boris 30")
        lost = stress_test.lost(base.warehouse, base.facts(), TEXTBOOK, Loss(top=1))
        assert (lost["profit"], lost["profit_share"], lost["orders"], lost["order_share"]) == (None, None, None, None)

    def test_nobody_takes_nothing_away(self):
        base = sales(COLUMNS, BOOKS)
        lost = stress_test.lost(base.warehouse, base.facts(), TEXTBOOK, Loss())
        assert set(lost.values()) == {0}

    def test_one_by_one_the_largest(self):
        base = sales(COLUMNS, BOOKS)
        rows = stress_test.losses_of_the_largest(base.warehouse, base.facts(), 2)
        told = [(row["top"], row["name"], row["customers"], row["revenue"], row["profit"]) for row in rows]
        assert told == [(0, None, 4, 1110, 94), (1, "anna", 3, 310, 14), (2, "boris", 2, 110, -6)]
        assert [row["revenue_share"] for row in rows] == pytest.approx([1, 310 / 1110, 110 / 1110])

    def test_no_more_than_there_are(self):
        base = worth("anna 60, boris 30")
        assert len(stress_test.losses_of_the_largest(base.warehouse, base.facts(), 50)) == 3


class TestBeforeAndAfter:
    BASE = "anna 700, boris 100, vera 100, gena 60, dina 30, zoya 10"

    def test_the_rest_is_judged_anew(self):
        before, after = states(worth(self.BASE), Loss(top=1))
        assert [row["customers"] for row in before.classes] == [2, 2, 2]
        assert [row["customers"] for row in after.classes] == [3, 1, 1]
        told = {
            row["what"]: (row["before"], row["after"], row["change"]) for row in stress_test.compared(before, after)
        }
        assert told["customers"] == (6, 5, -1)
        assert told["revenue"] == (1000, 300, -700)
        assert told["revenue_per_customer"] == (Decimal(1000) / 6, 60, pytest.approx(Decimal(60) - Decimal(1000) / 6))
        assert told["a_customer_share"][:2] == (pytest.approx(1 / 3), 0.6)
        assert told["top1_share"][:2] == (0.7, pytest.approx(1 / 3))
        assert (before.told["verdict"], after.told["verdict"]) == ("diluted", "diluted")

    def test_what_neither_side_knows_is_left_out(self):
        rows = stress_test.compared(*states(worth(self.BASE), Loss(top=1)))
        assert {"profit", "orders"}.isdisjoint(row["what"] for row in rows)

    def test_classes_side_by_side_with_their_boundaries(self):
        rows = stress_test.compared_classes(*states(worth(self.BASE), Loss(top=1)))
        told = [(r["class"], r["customers_before"], r["customers_after"]) for r in rows]
        assert told == [("A", 2, 3), ("B", 2, 1), ("C", 2, 1)]
        boundaries = [(r["least_value_before"], r["least_value_after"]) for r in rows]
        assert boundaries == [(100, 60), (60, 30), (10, 10)]

    def test_who_is_judged_otherwise(self):
        base = worth(self.BASE)
        before, after = states(base, Loss(top=1))
        moves = stress_test.moves(base.warehouse, before, after, TEXTBOOK)
        told = [(m["from_class"], m["to_class"], m["move"], m["customers"], m["revenue"]) for m in moves]
        assert told == [("B", "A", "climbed", 2, 160), ("C", "B", "climbed", 1, 30)]
        assert stress_test.together(moves) == (3, 190)
        clients = stress_test.moved(base.warehouse, before, after, TEXTBOOK)
        assert [(c["name"], c["from_class"], c["to_class"]) for c in clients] == [
            ("vera", "B", "A"),
            ("gena", "B", "A"),
            ("dina", "C", "B"),
        ]
        assert stress_test.moved(base.warehouse, before, after, TEXTBOOK, 1, 1) == clients[1:2]

    def test_the_small_gone_push_others_down(self):
        base = worth("anna 50, boris 24, vera 16, gena 6, dina 4")
        before, after = states(base, Loss(clients=("gena", "dina")))
        clients = stress_test.moved(base.warehouse, before, after, TEXTBOOK)
        assert [(c["name"], c["from_class"], c["to_class"]) for c in clients] == [("vera", "A", "B")]
        moves = stress_test.moves(base.warehouse, before, after, TEXTBOOK)
        assert [(m["move"], m["customers"]) for m in moves] == [("fallen", 1)]

    def test_who_keeps_the_class_is_not_among_them(self):
        base = worth("anna 80, boris 15, vera 4, gena 1")
        before, after = states(base, Loss(clients=("gena",)))
        assert stress_test.moves(base.warehouse, before, after, TEXTBOOK) == []
        assert stress_test.together([]) == (0, 0)

    def test_everybody_gone_is_told(self):
        with pytest.raises(Unusable) as fault:
            states(worth(self.BASE), Loss(top=6))
        assert fault.value.code == "nobody_remains"

    def test_a_single_client_can_stay(self):
        after = states(worth(self.BASE), Loss(top=5))[1]
        assert (after.told["customers"], after.told["hhi"], after.told["gini"]) == (1, 10_000, 0)

    def test_after_the_only_positive_nothing_can_be_compared(self):
        before, after = states(worth("anna 9, boris 0, vera -2"), Loss(top=1))
        told = {
            row["what"]: (row["before"], row["after"], row["change"]) for row in stress_test.compared(before, after)
        }
        assert told["hhi"] == (10_000, None, None) and told["revenue"] == (7, -2, -9)


class TestCandidates:
    BASE = "client amount customer_name", "1 90 Anna\n2 70 Boris\n3 50 Anna\n4 30 Vera\n5 10 Annette"

    def found(self, search: str = "", chosen: tuple = (), largest: int = 2, most: int = 5) -> dict[str, str]:
        base = totals(*self.BASE)
        return stress_test.candidates(base.warehouse, base.facts(), search, chosen, largest, most)

    def test_the_largest_are_offered(self):
        assert self.found() == {"1": "Anna", "2": "Boris"}

    def test_what_is_chosen_stays_among_them(self):
        assert self.found(chosen=("4", "nobody")) == {"1": "Anna", "2": "Boris", "4": "Vera"}

    def test_others_are_found_by_a_piece_of_the_name_or_code(self):
        assert list(self.found("ANN")) == ["1", "2", "3", "5"]
        assert list(self.found("4")) == ["1", "2", "4"]
        assert list(self.found("ann", most=2)) == ["1", "2", "3"]

    def test_a_name_several_bear_tells_the_code(self):
        assert self.found("ann") == {"1": "Anna (1)", "2": "Boris", "3": "Anna (3)", "5": "Annette"}

    def test_values_of_a_column_the_commonest_first(self):
        base = sales(COLUMNS, BOOKS + "zoya 03-08 5 1 oleg")
        assert stress_test.values_of(base.warehouse, base.facts(), "manager") == ["oleg", "ira"]


amounts = st.lists(st.integers(-40, 300), min_size=2, max_size=9)
chosen = st.sets(st.integers(0, 8), max_size=5)


@settings(max_examples=8, deadline=None)
@given(amounts, chosen, st.integers(0, 3))
def test_before_is_what_is_lost_and_what_is_left(values, clients, top):
    rows = [(f"c{i}", "2025-01-05", value, value // 3) for i, value in enumerate(values)]
    rows += [("always", "2025-01-06", 1, 0)]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount", "profit"), rows)
    loss = Loss(top=top, clients=tuple(f"c{i}" for i in sorted(clients)))
    facts = base.facts()
    lost = stress_test.lost(base.warehouse, facts, TEXTBOOK, loss)
    table = stress_test.members(base.warehouse, facts, TEXTBOOK, loss)
    if lost["customers"] == facts.whole["clients"]:
        with pytest.raises(Unusable):
            stress_test.without(base.warehouse, facts, table)
        return
    left = stress_test.without(base.warehouse, facts, table) if table else facts
    for name in stress_test.SUMS[1:]:
        assert facts.whole[name] == lost[name] + left.whole[name]
    assert facts.whole["clients"] == lost["customers"] + left.whole["clients"]


def test_the_steady_and_the_recent_are_judged_anew_too():
    """Who is regular is the client's own; whose scores are high depends on who else is there."""
    base = monthly({"anna": [40] * 4, "boris": [20, 0, 20, 0], "vera": [1, 1, 1, 1], "gena": [0, 0, 2, 0]})
    facts = base.facts()
    left = stress_test.without(base.warehouse, facts, stress_test.members(base.warehouse, facts, TEXTBOOK, Loss(top=1)))
    assert left.whole["quantiles"]["value"].mean < facts.whole["quantiles"]["value"].mean
    assert (left.whole["finished_buckets"], left.whole["clients"]) == (facts.whole["finished_buckets"], 3)
