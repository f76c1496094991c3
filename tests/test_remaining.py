"""What is left when clients are taken out is judged just as a base that never had them. METHODS §7."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import customers
from analytics.errors import Unusable
from analytics.facts import Facts, alive, curve, remaining
from analytics.methods import dependence, profitability
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from tests.bases import Base, day, sales, totals, worth

WINDOW = "01-01 06-30"
LINES = "client day amount profit"
CASE = """
    anna   01-05 900 300
    anna   02-05 700 100
    boris  01-07 500  90
    vera   03-01 120 -30
    vera   03-01 -20   0
    gena   05-01  60  20
    dina   06-01  10   1
    zoya   06-02 -15  -5
"""


def without(base: Base, facts: Facts, gone: Sequence[str]) -> Facts:
    query = f"select customer_id from {facts.clients} where customer_id in (select unnest($gone))"
    return remaining(base.warehouse, facts, query, {"gone": list(gone)})


def rows_of(base: Base, facts: Facts) -> list[dict]:
    return base.warehouse.rows(f"from {facts.customers} order by rank")


def near(told: dict) -> dict:
    """The same, medians, means and indices to a part of a billion: floats are summed in any order."""
    return {
        name: pytest.approx(one, rel=1e-9, abs=1e-9) if isinstance(one, float) else one for name, one in told.items()
    }


class TestRemaining:
    def test_the_rest_is_ranked_and_shared_out_anew(self):
        base = worth("anna 60, boris 30, vera 10")
        left = without(base, base.facts(), ["anna"])
        told = [(row["customer_id"], row["rank"], row["share"], row["cumulative_share"]) for row in rows_of(base, left)]
        assert told == [("boris", 1, 0.75, 0.75), ("vera", 2, 0.25, 1.0)]
        assert (left.whole["clients"], left.whole["total"], left.whole["average"]) == (2, 40, 20)

    def test_taking_nobody_out_changes_nothing(self):
        base = sales(LINES, CASE)
        facts = base.facts()
        left = without(base, facts, [])
        assert rows_of(base, left) == rows_of(base, facts) and left.whole == near(facts.whole)

    def test_it_is_equal_to_a_base_that_never_had_them(self):
        base = sales(LINES, CASE)
        fresh = sales(LINES, "\n".join(line for line in CASE.splitlines() if "anna" not in line and "zoya" not in line))
        facts, expected = base.facts(window=WINDOW), fresh.facts(window=WINDOW)
        left = without(base, facts, ["anna", "zoya"])
        assert rows_of(base, left) == rows_of(fresh, expected)
        assert left.whole == near(expected.whole) and curve(base.warehouse, left) == curve(fresh.warehouse, expected)

    def test_those_who_only_returned_go_too(self):
        base = sales(LINES, CASE)
        query = "select 'zoya' as customer_id"
        left = remaining(base.warehouse, base.facts(), query)
        assert base.facts().whole["clients_with_returns_only"] == 1
        assert left.whole["clients_with_returns_only"] == 0 and left.whole["clients"] == 5

    def test_nobody_left_is_told(self):
        base = worth("anna 60, boris 30")
        with pytest.raises(Unusable) as fault:
            without(base, base.facts(), ["anna", "boris"])
        assert fault.value.code == "nobody_remains"

    def test_taking_out_twice_is_taking_out_together(self):
        base = sales(LINES, CASE)
        once = without(base, without(base, base.facts(), ["anna"]), ["vera"])
        assert rows_of(base, once) == rows_of(base, without(base, base.facts(), ["vera", "anna"]))

    def test_the_same_question_makes_no_new_tables(self):
        base = sales(LINES, CASE)
        first = without(base, base.facts(), ["anna"])
        made = set(base.warehouse.recently_used)
        assert without(base, base.facts(), ["anna"]).customers == first.customers
        assert set(base.warehouse.recently_used) == made

    def test_a_name_that_breaks_sql_is_a_name(self):
        base = totals("client amount", "anna 60\nx');drop_table_sales;-- 30")
        left = without(base, base.facts(), ["x');drop_table_sales;--"])
        assert [row["customer_id"] for row in rows_of(base, left)] == ["anna"]

    def test_what_is_left_may_be_pushed_out_as_any_facts(self):
        base = worth("anna 60, boris 30")
        left = without(base, base.facts(), ["anna"])
        assert alive(base.warehouse, left)
        with base.warehouse.transaction() as cursor:
            cursor.execute(f"drop table {left.customers}")
        base.warehouse.recently_used.pop(left.customers)
        assert not alive(base.warehouse, left)

    def test_set_apart_are_those_the_query_tells_once_and_nobody_unknown(self):
        base = worth("anna 60, boris 30")
        query = "select unnest(['anna', 'anna', null]) as customer_id"
        with base.warehouse.transaction() as cursor:
            table = Derived(cursor, base.warehouse.recently_used).made("set_apart", query=query)
        assert base.warehouse.rows(f"from {table}") == [{"customer_id": "anna"}]


CLIENTS = "abcdefgh"
lines = st.lists(
    st.tuples(st.sampled_from(CLIENTS), st.integers(0, 178), st.integers(-40, 400), st.integers(-60, 120)),
    min_size=1,
    max_size=30,
)
whom = st.sets(st.sampled_from(CLIENTS), max_size=6)
measures = st.sampled_from(("revenue", "profit", "orders"))
ways = st.sampled_from(("share", "average", "volume_frequency"))


@settings(max_examples=8, deadline=None)
@given(lines, whom, measures, ways)
def test_dropping_anybody_and_judging_anew_is_judging_the_rest_from_scratch(found, gone, measure, method):
    rows = [
        ("always", day("01-01"), 5, 1),
        *((c, day("01-01") + dt.timedelta(n), amount, profit) for c, n, amount, profit in found),
    ]
    changes = {"measure": measure, "abc.method": method}
    judged_alike("sales", ("customer_id", "order_date", "amount", "profit"), rows, gone, changes, window=WINDOW)


sums = st.lists(
    st.tuples(st.sampled_from(CLIENTS), st.integers(-40, 400), st.integers(-60, 120), st.integers(0, 9)), max_size=12
)


@settings(max_examples=8, deadline=None)
@given(sums, whom, measures, ways)
def test_so_it_is_of_totals(found, gone, measure, method):
    rows = [("always", 5, 1, 1), *found]
    changes = {"measure": measure, "abc.method": method}
    judged_alike("totals", ("customer_id", "amount", "profit", "orders"), rows, gone, changes)


def judged_alike(kind: str, names: tuple, rows: list, gone: set[str], changes: dict, **view) -> None:
    """Every column of every client: facts, ABC three ways, XYZ, RFM, life cycle, and the nested classes of profit."""
    base = Base().with_rows(kind, names, rows)
    fresh = Base().with_rows(kind, names, [row for row in rows if row[0] not in gone])
    thresholds, facts = Thresholds(changes), base.facts(changes, **view)
    left, expected = without(base, facts, sorted(gone)), fresh.facts(changes, **view)
    assert left.whole == near(expected.whole)
    assert told(base, left, thresholds) == [near(row) for row in told(fresh, expected, thresholds)]
    assert profit_classes(base, left, thresholds) == profit_classes(fresh, expected, thresholds)
    if facts.dated:
        gaps = [b.warehouse.rows(f"from {f.gap_counts}") for b, f in ((base, left), (fresh, expected))]
        assert gaps[0] == gaps[1]
    found = dependence.balance(base.warehouse, left, thresholds)
    assert found == near(dependence.balance(fresh.warehouse, expected, thresholds))


def told(base: Base, facts: Facts, thresholds: Thresholds) -> list[dict]:
    asked = [name for name in customers.COLUMNS if not name.startswith(("loyalty", "activity", "capacity", "growth"))]
    return customers.customers(base.warehouse, facts, thresholds, columns=asked).to_pylist()


def profit_classes(base: Base, facts: Facts, thresholds: Thresholds) -> list[tuple]:
    column = profitability.nested(base.warehouse, facts, thresholds)
    asked = f"select customer_id, ({column.sql}) as code, profit_rank from {facts.customers} order by rank"
    return [tuple(row.values()) for row in base.warehouse.rows(asked)]
