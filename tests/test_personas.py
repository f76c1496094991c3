"""Personas: the same clients fall into the same clusters whatever the order of rows, and none is forced where there is none."""

from __future__ import annotations

import random

import pytest

from analytics import attributes
from analytics.classes import count
from analytics.errors import Unusable
from analytics.methods import personas, portrait
from analytics.methods.personas import Personas
from analytics.segment_map import own_names
from analytics.thresholds import Thresholds
from tests.bases import Base, day, worth
from tests.screens import Visitor, workspace_with

KINDS = {"big": (5000, 1, 200), "steady": (100, 12, 5), "small": (10, 1, 300)}


def company(seed: int | None = None, each: int = 25, sex: bool = False) -> Base:
    """Three kinds of clients, each buying in its own way; rows in the order of the seed."""
    lines = []
    for kind, (amount, orders, silence) in KINDS.items():
        for i in range(each):
            for n in range(orders):
                at = day("12-31").toordinal() - silence - i % 7 - 20 * n
                lines.append((f"{kind}{i:02}", day("12-31").fromordinal(at), amount + i))
    if seed is not None:
        random.Random(seed).shuffle(lines)
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), lines)
    clients = sorted({line[0] for line in lines})
    listed = "\n".join(f"{c} {'m' if i % 2 else 'f'} {c[:-2]}" for i, c in enumerate(clients))
    return base.customers("client sex industry", listed) if sex else base


def found(base: Base, **changes) -> Personas | str:
    thresholds = Thresholds({f"personas.{name}": value for name, value in changes.items()})
    return personas.find(base.warehouse, attributes.describe(base.warehouse, base.facts()), thresholds)


def who(base: Base, its: Personas) -> dict[str, list[str]]:
    return {
        code: sorted(r["customer_id"] for r in base.warehouse.rows(its.members(code))) for code in its.column.members
    }


class TestPersonas:
    def test_three_kinds_of_clients_are_three_personas_the_richest_first(self):
        base = company()
        its = found(base)
        assert its.count == 3
        kinds = {code: {client.rstrip("0123456789") for client in clients} for code, clients in who(base, its).items()}
        assert kinds == {"1": {"big"}, "2": {"steady"}, "3": {"small"}}
        assert its.silhouette > 0.5 and personas.distinctness(its.silhouette) == "clear"

    def test_the_order_of_rows_and_a_rerun_change_nothing(self):
        first = company()
        kept = found(first, count="5")
        assert found(first, count="5") == kept
        for seed in (1, 2):
            base = company(seed)
            again = found(base, count="5")
            assert who(base, again) == who(first, kept)
            assert (again.typical, again.silhouettes, again.tried) == (kept.typical, kept.silhouettes, kept.tried)

    @pytest.mark.parametrize("n", ["3", "4", "7"])
    def test_as_many_as_were_asked_for_share_all_the_clients(self, n):
        base = company()
        its = found(base, count=n)
        clients = who(base, its)
        assert len(clients) == int(n) and all(clients.values())
        assert sorted(sum(clients.values(), [])) == sorted(base.clients())

    def test_a_profile_tells_size_medians_and_the_typical_client(self):
        base = company()
        its = found(base)
        big, steady, small = personas.profiles(base.warehouse, its)
        assert (big["customers"], steady["customers"], small["customers"]) == (25, 25, 25)
        assert (steady["median_orders"], float(steady["median_revenue"])) == (12, 12 * 112)
        assert big["typical"].startswith("big") and small["typical"].startswith("small")
        assert sum(row["customer_share"] for row in (big, steady, small)) == pytest.approx(1)
        assert personas.usual(base.warehouse, its)["median_orders"] == 1

    def test_the_members_are_those_counted(self):
        base = company(each=15)
        its = found(base)
        for row in personas.profiles(base.warehouse, its):
            assert count(base.warehouse, base.facts(), (), {}, among=its.members(row["class"])) == row["customers"]

    def test_what_marks_a_persona_is_told_by_its_portrait(self):
        base = company(sex=True)
        its = found(base, attributes="none")
        traits = portrait.portrait(base.warehouse, its.described, Thresholds(), its.column, "1")
        assert [(t.attribute.column, t.value) for t in portrait.typical(traits)] == [("industry", "big")]

    def test_attributes_weigh_as_much_as_they_are_told_to(self):
        base = worth(", ".join(f"c{i} 10" for i in range(60)))
        base.customers("client industry", "\n".join(f"c{i} {('oil', 'food', 'it')[i % 3]}" for i in range(60)))
        its = found(base, count="3", attributes="equal")
        parts = [{int(client[1:]) % 3 for client in clients} for clients in who(base, its).values()]
        assert sorted(map(sorted, parts)) == [[0], [1], [2]]

    def test_totals_without_orders_and_dates_have_personas_by_revenue(self):
        base = worth(", ".join(f"c{i} {100 ** (1 + i % 3) + i}" for i in range(60)))
        its = found(base)
        assert its.count == 3 and {len(clients) for clients in who(base, its).values()} == {20}

    def test_returns_do_not_break_it(self):
        assert found(worth(", ".join(f"c{i} {(i - 20) * 10}" for i in range(40)))).count >= 3


class TestNone:
    def test_too_few_clients(self):
        assert found(worth(", ".join(f"c{i} {i + 1}" for i in range(29)))) == "few_clients"

    def test_clients_all_alike(self):
        assert found(worth(", ".join(f"c{i} 5" for i in range(40)))) == "all_alike"

    def test_two_kinds_are_not_three_personas(self):
        assert found(worth(", ".join(f"c{i} {5 + i % 2}" for i in range(40)))) == "all_alike"

    def test_more_personas_than_kinds_are_not_tried(self):
        its = found(worth(", ".join(f"c{i} {10 ** (i % 4)}" for i in range(40))))
        assert sorted(its.tried) == [3, 4] and its.count == 4


class TestNames:
    def test_a_name_belongs_to_one_of_so_many(self):
        assert own_names(["5_1=Whales", "3_3=Rare guests"], personas.own_codes()) == {
            "3_3": "Rare guests",
            "5_1": "Whales",
        }

    @pytest.mark.parametrize("told", ["8_1=Many", "3_4=Beyond", "champion=VIP", "5_1=<b>"])
    def test_what_is_no_persona_or_no_name_is_refused(self, told):
        with pytest.raises(Unusable):
            own_names([told], personas.own_codes())

    @pytest.mark.parametrize(
        ("silhouette", "word"), [(0.51, "clear"), (0.5, "noticeable"), (0.25, "faint"), (-0.1, "faint")]
    )
    def test_a_silhouette_in_words(self, silhouette, word):
        assert personas.distinctness(silhouette) == word


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SALES = "client;date;sum\n" + "\n".join(f"c{i};2025-0{1 + i % 9}-01;{10 ** (1 + i % 3) + i}" for i in range(60))

    def test_a_persona_is_called_as_the_visitor_calls_it_and_the_link_keeps_it(self):
        browser = workspace_with(("sales.csv", self.SALES))
        visitor = Visitor("en", browser).opens("portrait", personas__names="3_1=Whales", personas__count="3")
        assert visitor.headline.startswith("3 personas")
        assert visitor.column("persona")[0] == "Whales" and visitor.link["personas.names"] == "3_1=Whales"

    def test_another_number_of_personas(self):
        visitor = Visitor("en", workspace_with(("sales.csv", self.SALES))).opens("portrait")
        visitor.switches("personas.count", "4")
        assert visitor.headline.startswith("4 personas") and len(visitor.column("persona")) == 4

    def test_few_clients_get_a_sentence(self):
        few = "client;date;sum\nanna;2025-01-01;5\nboris;2025-01-02;7"
        visitor = Visitor("en", workspace_with(("sales.csv", few))).opens("portrait")
        assert visitor.words("portrait.few_clients", least=30) in visitor.remarks

    def test_what_the_base_does_not_tell_has_no_place_on_a_card(self):
        """Totals without orders and days: medians of revenue alone, and how many personas are of a workable size."""
        rows = "\n".join(f"c{i};{10 ** (1 + i % 3) + i}" for i in range(60))
        visitor = Visitor("en", workspace_with(("totals.csv", f"client;sum\n{rows}"))).opens("portrait")
        cards = [text for text in visitor.reads() if text.startswith("Medians: ")]
        assert len(cards) == len(visitor.column("persona")) and not any("—" in text for text in cards)
        assert any("personas" in text and "are of that size" in text for text in visitor.reads())
        assert "median_orders" not in visitor.table("persona").columns
