"""Traits of clients as a class: whose value, the commonest first, the rest together."""

from __future__ import annotations

import pytest

from analytics import traits
from analytics.classes import cross, sizes
from analytics.methods import lifecycle
from analytics.thresholds import Thresholds
from tests.bases import Base, sales, totals

COLUMNS = "client day amount channel"


def parted(base: Base, column: str, **view) -> dict[str | None, int]:
    """value → clients"""
    trait = traits.trait(base.warehouse, base.facts(**view), column)
    names = dict(zip(trait.codes, (*trait.values, traits.OTHERS), strict=False))
    rows = sizes(base.warehouse, trait.facts, trait.as_class())
    return {names.get(row["class"]): row["customers"] for row in rows if row["customers"]}


class TestTraits:
    def test_of_several_values_the_one_spent_most_on_is_the_clients(self):
        base = sales(COLUMNS, "anna 01-01 10 shop\nanna 01-02 30 web\nanna 01-03 25 shop\nboris 01-01 1 web")
        assert parted(base, "channel") == {"shop": 1, "web": 1}

    def test_the_window_decides(self):
        base = sales(COLUMNS, "anna 01-01 100 shop\nanna 02-02 1 web\nboris 02-01 1 web")
        assert parted(base, "channel", window="02-01 02-28") == {"web": 2}

    def test_filters_decide(self):
        base = sales(COLUMNS + " manager", "anna 01-01 9 shop oleg\nanna 01-02 1 web ira\nboris 01-01 1 web ira")
        assert parted(base, "channel", only={"manager": ["ira"]}) == {"web": 2}

    def test_a_client_without_a_value_has_no_class(self):
        assert parted(sales(COLUMNS, "anna 01-01 10 .\nboris 01-01 1 web"), "channel") == {"web": 1, None: 1}

    def test_a_list_of_clients_tells_its_own(self):
        base = sales(COLUMNS, "anna 01-01 1 web\nboris 01-01 1 web").customers(
            "customer_id industry", "anna oil\nvera food"
        )
        assert parted(base, "industry") == {"oil": 1, None: 1}

    def test_totals_have_traits_too(self):
        assert parted(totals("client amount manager", "anna 5 oleg\nanna 9 ira\nboris 1 ira"), "manager") == {"ira": 2}

    def test_what_is_not_common_stands_together(self):
        rows = [f"c{i}{j} 01-01 1 place{i}" for i in range(10) for j in range(11 - i)]
        base = sales(COLUMNS, "\n".join(rows))
        found = parted(base, "channel")
        assert list(found.values()) == [11, 10, 9, 8, 7, 6, 5, 4, 5]
        assert list(found)[-1] == traits.OTHERS

    def test_columns_the_base_has_are_offered(self):
        base = sales(COLUMNS, "anna 01-01 1 web").customers("customer_id industry name", "anna oil Anna")
        assert traits.offered(base.warehouse) == ["channel", "industry"]

    def test_only_known_columns_are_traits(self):
        with pytest.raises(KeyError):
            base = sales(COLUMNS, "anna 01-01 1 web")
            traits.trait(base.warehouse, base.facts(), "channel; drop table sales")

    def test_members_of_every_part_are_those_counted(self):
        rows = [f"c{i}{j} 01-01 1 place{i}" for i in range(10) for j in range(2)]
        base = sales(COLUMNS, "\n".join([*rows, "anna 01-01 1 ."]))
        trait = traits.trait(base.warehouse, base.facts(), "channel")
        counted = {row["class"]: row["customers"] for row in sizes(base.warehouse, trait.facts, trait.as_class())}
        assert {code: len(base.warehouse.rows(trait.members(code))) for code in counted} == counted
        assert sum(counted.values()) == 21

    def test_a_stage_is_split_by_a_trait(self):
        base = sales(COLUMNS, "anna 01-01 1 web\nboris 12-31 1 web\nvera 12-31 1 shop")
        trait = traits.trait(base.warehouse, base.facts(), "channel")
        stage = lifecycle.column(Thresholds(), base.facts())
        rows = cross(base.warehouse, trait.facts, stage, trait.as_class())
        told = {(row["lifecycle_stage"], row["trait"]): row["customers"] for row in rows if row["customers"]}
        assert told == {("lost", "1"): 1, ("new", "1"): 1, ("new", "2"): 1}
