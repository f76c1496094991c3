"""The table of clients: the columns of CONTRACT.md, one row per client, by falling value."""

from __future__ import annotations

from decimal import Decimal

from analytics.customers import COLUMNS, Selection, classes, customers, one
from analytics.thresholds import Thresholds
from tests.bases import Base, day, sales, totals, worth

CONTRACT = (
    "customer_id, name, revenue, profit, margin, orders, quantity, average_order, first_order_date, last_order_date, "
    "first_ever_date, recency_days, tenure_days, active_buckets, active_share, revenue_cv, value, rank, share, "
    "cumulative_share, abc_share_class, abc_average_class, abc_volume_frequency_class, abc_class, profit_class, class_d, "
    "xyz_class, abc_xyz, r_score, f_score, m_score, rfm_code, rfm_segment, lifecycle_stage, lifecycle_rule, ladder_rung, "
    "median_gap_days, overdue_days, loyalty_financial, loyalty_referral, loyalty_procedural, loyalty_contact, "
    "loyalty_evaluative, activity, capacity, growth_quadrant, csi, distance_to_better_class, next_step"
).split(", ")
SHOP = """
    anna   01-10  600  60  6
    anna   02-10  100  10  1
    boris  01-20  200  50  2
    vera   03-31  100   .  1
"""


def shop() -> Base:
    return sales("client day amount profit quantity", SHOP)


EVERYBODY = Selection()


def table(base: Base, selection: Selection = EVERYBODY, changes: dict | None = None, **page):
    return customers(base.warehouse, base.facts(changes, window="01-01 03-31"), Thresholds(changes), selection, **page)


def test_columns_are_those_of_the_contract_in_its_order():
    assert [name for name in CONTRACT if name in COLUMNS] == COLUMNS
    assert table(shop()).column_names == COLUMNS


def test_every_class_is_a_column_under_its_own_name():
    base = worth("a 5")
    named = [column.name for column in classes(Thresholds(), base.facts())]
    assert set(named) <= set(COLUMNS) and len(named) == len(set(named))


def test_a_client_told_in_full():
    row = table(shop()).to_pylist()[0]
    assert row == {
        "customer_id": "anna", "name": "anna", "revenue": Decimal(700), "profit": Decimal(70), "margin": 0.1, "orders": 2,
        "quantity": Decimal(7), "average_order": 350.0, "first_order_date": day("01-10"), "last_order_date": day("02-10"),
        "first_ever_date": day("01-10"), "recency_days": 49, "tenure_days": 80, "active_buckets": 2, "active_share": 2 / 3,
        "revenue_cv": row["revenue_cv"], "value": Decimal(700), "rank": 1, "share": 0.7, "cumulative_share": 0.7,
        "abc_share_class": "A", "abc_average_class": "B", "abc_volume_frequency_class": "A", "abc_class": "A",
        "profit_class": "AA", "class_d": False, "xyz_class": "Y", "abc_xyz": "AY",
        "lifecycle_stage": "developing", "lifecycle_rule": "develop", "ladder_rung": "second_purchase",
        "median_gap_days": 31, "overdue_days": None, "r_score": 3, "f_score": 5, "m_score": 5, "rfm_code": "3-5-5",
        "loyalty_financial": 100.0, "loyalty_referral": None, "loyalty_procedural": None, "loyalty_contact": None,
        "loyalty_evaluative": None,
        "rfm_segment": "loyal", "csi": None, "distance_to_better_class": None, "next_step": "level_out",
        "activity": None, "capacity": None, "growth_quadrant": None,
    }  # fmt: skip


def test_one_row_per_client_by_falling_value():
    rows = table(shop()).to_pylist()
    assert [(row["customer_id"], row["rank"]) for row in rows] == [("anna", 1), ("boris", 2), ("vera", 3)]


def test_another_measure_ranks_anew():
    assert table(shop(), changes={"measure": "profit"})["customer_id"].to_pylist() == ["anna", "boris", "vera"]
    assert table(shop(), changes={"measure": "average_order"})["value"].to_pylist() == [350, 200, 100]


def test_a_list_of_one_class():
    base = shop()
    assert table(base, Selection((("abc_class", "A"),)))["customer_id"].to_pylist() == ["anna", "boris"]
    assert table(base, Selection((("abc_class", "A"), ("xyz_class", "Y")), "BOR"))["customer_id"].to_pylist() == [
        "boris"
    ]


def test_a_page_of_the_list():
    assert table(shop(), limit=1, offset=1)["customer_id"].to_pylist() == ["boris"]


class TestColumnsOfOtherTables:
    """Loyalty, growth and CSI stand in tables of their own and are looked up for the clients listed."""

    def base(self) -> Base:
        return shop().customers("client capacity", "anna 1\nboris 5")

    def test_a_page_tells_of_its_clients_what_the_whole_list_does(self):
        base = self.base()
        whole = table(base).to_pylist()
        assert [row["growth_quadrant"] for row in whole] == ["cash_cows", "difficult_children", None]
        assert whole[0]["loyalty_financial"] == 100 > whole[2]["loyalty_financial"]
        assert [table(base, limit=1, offset=place).to_pylist() for place in range(3)] == [[row] for row in whole]

    def test_who_is_listed_may_be_told_by_one_of_them(self):
        children = Selection((("growth_quadrant", "difficult_children"),))
        assert table(self.base(), children, columns=["customer_id"])["customer_id"].to_pylist() == ["boris"]


def test_one_client_by_its_id():
    base = shop()
    client = one(base.warehouse, base.facts(), Thresholds(), "boris")
    assert (client["customer_id"], client["abc_class"], client["share_before"]) == ("boris", "A", 0.7)


def test_a_client_outside_the_view_is_nobody():
    base = shop()
    assert one(base.warehouse, base.facts(window="03-01 03-31"), Thresholds(), "anna") is None
    assert one(base.warehouse, base.facts(), Thresholds(), "' or 1=1 --") is None


def test_totals_give_the_same_columns():
    base = totals("client amount", "a 5")
    found = customers(base.warehouse, base.facts(), Thresholds())
    assert found.column_names == COLUMNS and found["xyz_class"].to_pylist() == [None]


def test_money_stays_exact_to_the_table():
    base = worth("a 0.1, b 0.2")
    assert table_of(base)["value"].to_pylist() == [Decimal("0.2000"), Decimal("0.1000")]


def table_of(base: Base):
    return customers(base.warehouse, base.facts(), Thresholds())
