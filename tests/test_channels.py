"""Channels: whose client it is, what a channel costs and brings, which differences are more than chance. METHODS §17."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from analytics import facts as heavy
from analytics import summary
from analytics.charts import interval_rows
from analytics.charts.theme import Look
from analytics.classes import clients
from analytics.methods import channels
from analytics.methods.channels import OTHER_CHANNELS
from analytics.methods.cohorts import OTHERS
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, words
from tests.bases import Base, sales, seen, totals
from tests.screens import Visitor, workspace_with
from ui import channels_table

TRUTHS = {
    t["code"]: t for t in tomllib.loads((Path(sample_data.__file__).parent / "truths.toml").read_text("utf-8"))["truth"]
}
# Anna and Boris came from the fair, Vera from the site, and nobody knows where Gena came from.
SOLD = """
    anna  01-10 100 30
    boris 01-20  60 10
    anna  02-10 100 30
    vera  02-15  40  5
    gena  02-20  10  1
    anna  03-10 100 30
    vera  03-15  40  5
"""
CARDS = """
    anna  fair 50 .
    boris fair 20 anna
    vera  site  . gena
    gena  .     . gena
"""


def shop() -> Base:
    base = sales("client day amount profit", SOLD)
    return base.customers("client source acquisition_cost referrer_id", CARDS)


def rows(base: Base, column: str | None = None, changes: dict | None = None, **view) -> dict[str | None, dict]:
    found = channels.table(base.warehouse, base.facts(changes, **view), Thresholds(changes), column)
    return {row["channel"]: row for row in found}


def told(base: Base, *keys: str, column: str | None = None, changes: dict | None = None, **view) -> dict:
    return {name: tuple(row[key] for key in keys) for name, row in rows(base, column, changes, **view).items()}


class TestMeasures:
    def test_clients_and_money_of_the_window(self):
        assert told(shop(), "customers", "revenue", "revenue_per_customer", "profit_per_customer") == {
            "fair": (2, 360, 180, 50),
            "site": (1, 80, 80, 10),
            None: (1, 10, 10, 1),
        }

    def test_shares_of_clients_and_of_revenue(self):
        assert told(shop(), "customer_share", "revenue_share")["fair"] == (0.5, 0.8)

    def test_cost_is_of_the_clients_it_is_known_of(self):
        assert told(shop(), "cost", "cost_per_customer") == {"fair": (70, 35), "site": (None, None), None: (None, None)}

    def test_a_repeat_has_two_orders_in_its_whole_life(self):
        assert told(shop(), "repeat_share") == {"fair": (0.5,), "site": (1,), None: (0,)}
        assert told(shop(), "repeat", window="03-01 03-31") == {"fair": (1,), "site": (1,)}

    def test_class_a_by_the_chosen_method(self):
        """Anna brought 300 of 450, less than 75 %, so Vera with her 80 is in A too; Boris comes after 380."""
        assert told(shop(), "a_share") == {"fair": (0.5,), "site": (1,), None: (0,)}
        assert told(shop(), "a_share", changes={"abc.share.a": 0.85})["fair"] == (1,)
        by_average = {"abc.method": "average", "abc.average.a": 2}
        assert told(shop(), "a_share", changes=by_average) == {"fair": (0.5,), "site": (0,), None: (0,)}

    def test_brought_by_another_client_is_not_brought_by_oneself(self):
        assert told(shop(), "referral", "of_referral", "referral_share") == {
            "fair": (1, 2, 0.5),
            "site": (1, 1, 1),
            None: (0, 1, 0),
        }

    def test_crr_is_of_the_last_finished_bucket(self):
        """February had Anna, Vera and Gena; of them Anna and Vera bought in March, which ends on the 31st."""
        found = told(shop(), "of_kept", "kept", "crr", window="01-01 03-31")
        assert found == {"fair": (1, 1, 1), "site": (1, 1, 1), None: (1, 0, 0)}

    def test_an_unfinished_bucket_has_no_crr_unless_it_is_counted(self):
        """Through 15 March the last finished pair is January and February: Boris did not come back."""
        assert told(shop(), "of_kept", "kept", "crr")["fair"] == (2, 1, 0.5)
        assert told(shop(), "crr", changes={"include_unfinished": "true"})["fair"] == (1,)

    def test_payback_by_hand(self):
        """The fair costs 35 a client. Anna and Boris bring (30 + 10) / 2 = 20 in their first month, 30 / 2 more in the next."""
        found = rows(shop(), window="01-01 03-31")
        assert (found["fair"]["payback_month"], found["fair"]["payback_months"]) == (1, 2)
        assert found["site"]["reasons"]["payback_month"] == "no_costs"

    def test_what_has_not_paid_back_yet_says_so(self):
        dear = sales("client day amount profit", SOLD)
        dear.customers("client source acquisition_cost", "anna fair 900\nboris fair 900")
        row = rows(dear, window="01-01 03-31")["fair"]
        assert (row["payback_month"], row["payback_months"]) == (None, 2)
        assert row["reasons"]["payback_month"] == "not_yet"


class TestWhoseClient:
    def test_the_channel_of_the_first_order_keeps_its_client(self):
        base = sales("client day amount channel", "anna 01-10 10 fair\nanna 02-10 900 site\nvera 02-15 40 site")
        assert told(base, "customers", "revenue") == {"fair": (1, 910), "site": (1, 40)}

    def test_of_two_on_the_first_day_it_is_the_larger(self):
        base = sales("client day amount channel", "anna 01-10 10 fair\nanna 01-10 20 site")
        assert list(rows(base)) == ["site"]

    def test_it_stays_so_in_a_window_after_that_order(self):
        base = sales("client day amount channel", "anna 01-10 10 fair\nanna 02-10 900 site\nvera 02-15 40 site")
        assert told(base, "customers", window="02-01 02-28") == {"fair": (1,), "site": (1,)}

    def test_in_totals_it_is_the_one_with_most_money(self):
        base = totals("client amount channel orders", "anna 10 fair 1\nanna 90 site 1\nvera 40 site 1\ngena 5 . 1")
        assert told(base, "customers", "repeat_share") == {"site": (2, 0.5), None: (1, 0)}

    def test_the_largest_twelve_are_named_and_the_rest_are_together(self):
        lines = "\n".join(f"c{i}_{j} 01-{i + 1:02} 10 k{i:02}" for i in range(15) for j in range(16 - i))
        found = rows(sales("client day amount channel", lines))
        assert list(found) == [*(f"k{i:02}" for i in range(12)), OTHER_CHANNELS]
        assert found[OTHER_CHANNELS]["customers"] == 4 + 3 + 2

    def test_the_clients_of_a_row_are_those_it_counts(self):
        base = shop()
        facts = base.facts()
        found = channels.build(base.warehouse, facts, "source")
        place = rows(base)["fair"]["place"]
        listed = clients(base.warehouse, facts, among=found.members_of(place)).to_pylist()
        assert [row["customer_id"] for row in listed] == ["anna", "boris"]

    def test_the_list_of_clients_is_asked_before_the_sales(self):
        base = sales("client day amount channel", "anna 01-10 10 fair").customers("client source", "anna site")
        assert channels.offered(base.warehouse) == ("source", "channel")
        assert list(rows(base)) == ["site"]
        assert list(rows(base, "channel")) == ["fair"]

    def test_a_filter_keeps_clients_and_their_channels(self):
        base = sales("client day amount channel manager", "anna 01-10 10 fair olga\nvera 01-15 40 site ivan")
        assert list(rows(base, only={"manager": ["olga"]})) == ["fair"]


class TestUndefined:
    def test_nothing_tells_a_channel(self):
        base = sales("client day amount", "anna 01-10 10")
        assert channels.offered(base.warehouse) == ()
        assert channels.table(base.warehouse, base.facts(), Thresholds()) == []

    def test_every_missing_measure_says_why(self):
        row = rows(sales("client day amount channel", "anna 01-10 10 fair"))["fair"]
        assert row["reasons"] == {
            "profit": "no_profit",
            "profit_per_customer": "no_profit",
            "cost": "no_costs",
            "cost_per_customer": "no_costs",
            "referral_share": "no_referrers",
            "crr": "no_pair",
            "payback_month": "no_costs",
        }

    def test_totals_have_no_days_and_perhaps_no_orders(self):
        reasons = rows(totals("client amount channel", "anna 10 fair"))["fair"]["reasons"]
        assert (reasons["crr"], reasons["repeat_share"]) == ("no_dates", "no_orders")

    def test_costs_and_profit_of_totals_are_told_but_their_payback_needs_dates(self):
        base = totals("client amount profit channel", "anna 10 3 fair").customers("client acquisition_cost", "anna 2")
        row = rows(base)["fair"]
        assert (row["cost_per_customer"], row["profit_per_customer"]) == (2, 3)
        assert row["reasons"]["payback_month"] == "no_dates"

    def test_a_channel_with_nobody_at_the_start_has_no_crr(self):
        base = sales("client day amount channel", "anna 01-10 10 fair\nanna 02-10 10 fair\nvera 03-15 40 site")
        row = rows(base, window="01-01 03-31")["site"]
        assert (row["crr"], row["reasons"]["crr"]) == (None, "nobody_at_start")


class TestMoreThanChance:
    """A hundred clients of a good channel, a hundred of a bad one, and five lucky ones."""

    @staticmethod
    def row(channel: str | None, repeat: int, n: int, cost: int | None = None, place: int = 1) -> dict:
        made = {
            "channel": channel,
            "place": place,
            "customers": n,
            "repeat_share": repeat / n,
            "cost_per_customer": cost,
        }
        made |= {"cost": cost and cost * n, "with_cost": n if cost else 0, "repeat": repeat, "of_repeat": n}
        return made | {key: 0 for name in ("a", "kept", "referral") for key in (name, f"of_{name}")}

    def test_the_interval_against_a_published_one(self):
        """L. Brown, T. Cai and A. DasGupta (2001): none of ten is 0 … 0.2775."""
        low, high = channels.interval(self.row("fair", 0, 10), "repeat")
        assert low == pytest.approx(0, abs=1e-12)
        assert high == pytest.approx(0.2775, abs=5e-5)
        low, high = channels.interval(self.row("fair", 81, 263), "repeat")  # R. Newcombe (1998)
        assert (low, high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
        assert channels.interval(self.row("fair", 1, 2), "a") is None

    def test_a_small_channel_is_not_chased(self):
        found = [self.row("good", 80, 100), self.row("bad", 20, 100), self.row("lucky", 5, 5)]
        assert channels.loyal(found)["channel"] == "good"
        assert [row["channel"] for row in channels.firm(found, least=5)] == ["good", "bad", "lucky"]

    def test_thirty_clients_are_enough_and_one_less_is_not(self):
        assert [row["customers"] for row in channels.firm([self.row("a", 1, 30), self.row("b", 1, 29)])] == [30]

    def test_the_rest_and_the_unknown_are_no_channels(self):
        found = [
            self.row(OTHER_CHANNELS, 90, 100, 90, channels.OTHERS),
            self.row(None, 90, 100),
            self.row("bad", 5, 100),
        ]
        assert [row["channel"] for row in channels.firm(found)] == ["bad"]
        assert channels.dearest(found) is None

    def test_the_best_of_many_alike_is_chance(self):
        """54 of 100 is within the luck of the best of twenty, and beyond that of one asked about beforehand."""
        alike = [self.row(f"c{i}", 43, 100) for i in range(19)] + [self.row("best", 54, 100)]
        assert channels.interval(alike[-1], "repeat")[0] > channels.together(alike)["repeat_share"]
        assert channels.loyal(alike) is None

    def test_the_dearest_costs_most_a_client(self):
        found = [self.row("fair", 50, 100, cost=90), self.row("site", 50, 400, cost=30), self.row("talk", 50, 100)]
        assert channels.dearest(found)["channel"] == "fair"
        assert channels.together(found)["cost_per_customer"] == (9_000 + 12_000) / 500

    @given(st.integers(0, 500), st.integers(1, 500))
    @settings(deadline=None)
    def test_a_share_lies_within_its_interval(self, repeat, others):
        row = self.row("fair", repeat, repeat + others)
        low, high = channels.interval(row, "repeat")
        assert 0 <= low <= row["repeat_share"] + 1e-12 and row["repeat_share"] - 1e-12 <= high <= 1


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 9), st.integers(1, 12), st.integers(-20, 90), st.sampled_from("fair site . talk".split())
        ),
        min_size=1,
        max_size=30,
    )
)
def test_channels_share_out_the_clients_and_the_money(lines):
    bought = "\n".join(f"c{client} {month:02}-15 {amount} {channel}" for client, month, amount, channel in lines)
    base = sales("client day amount channel", f"c0 01-01 5 fair\n{bought}")
    facts, found = base.facts(), rows(base).values()
    assert sum(row["customers"] for row in found) == facts.whole["clients"]
    assert sum(row["customer_share"] for row in found) == pytest.approx(1)
    assert sum(row["revenue"] for row in found) == facts.whole["revenue"]
    known = [row[channels.share_key(name)] for row in found for name in channels.SHARES]
    assert all(0 <= share <= 1 for share in known if share is not None)


def test_the_summary_has_the_keys_of_the_contract():
    base = shop()
    table = summary.tables(base.warehouse, base.facts(), Thresholds())["channels"]
    assert table[0] == {
        "channel": "fair", "customers": 2, "revenue": Decimal(360), "profit": Decimal(100),
        "repeat_share": 0.5, "a_share": 0.5, "crr": 0.5,
    }  # fmt: skip


def test_a_share_of_all_is_drawn_and_what_lies_beyond_it_is_coloured():
    row = {"name": "fair", "value": 0.9, "low": 0.85, "high": 0.95, "count": 200, "why": ""}
    few = row | {"name": "talk", "value": None, "low": None, "high": None, "why": "too few"}
    frames = interval_rows.frames([row, few], {"value": 0.5, "label": "all"}, str, Look("en"))
    assert frames["rows"]["letter"].to_pylist() == ["A", ""]
    labels = dict.fromkeys(("value", "within", "count"), "")
    spec = interval_rows.chart(Look("en"), labels, ("fair", "talk"), True).to_dict()
    reach = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("x", {})
    ]
    assert reach and all(low < 0 and high > 1 for low, high in reach)


class TestSouvenirs:
    """What is planted in the souvenir company (truths.toml)."""

    @staticmethod
    def found(warehouse: Warehouse, changes: dict | None = None, **view) -> dict[str, dict]:
        facts = heavy.build(warehouse, seen(**view).under(Thresholds(changes)))
        return {row["channel"]: row for row in channels.table(warehouse, facts, Thresholds(changes))}

    def test_the_channel_that_brings_loyal_clients(self, souvenirs):
        found, truth = self.found(souvenirs), TRUTHS["loyal_channel"]
        loyal = channels.loyal(list(found.values()))
        assert loyal["channel"] == "Exhibition"
        assert loyal["repeat_share"] == pytest.approx(truth["found"], abs=5e-5)

    def test_the_channel_whose_clients_buy_once(self, souvenirs):
        row = self.found(souvenirs)["Marketplace"]
        assert row["repeat_share"] == pytest.approx(TRUTHS["one_time_channel"]["found"], abs=5e-5)
        assert channels.interval(row, "repeat")[1] < 0.2

    def test_the_loyal_channel_keeps_its_buyers_from_year_to_year(self, souvenirs):
        row = self.found(souvenirs, {"bucket": "year"}, window="2023-07-03 2025-12-31")["Exhibition"]
        assert row["crr"] == pytest.approx(TRUTHS["loyal_channel_kept"]["found"], abs=5e-5)

    def test_everyone_another_client_brought_names_a_recommendation(self, souvenirs):
        found = self.found(souvenirs)
        assert found.pop("Recommendation")["referral_share"] > 0.5
        assert [row["referral"] for row in found.values()] == [0] * 5


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SOLD = "Client,Date,Amount,Profit,Channel\n" + "".join(
        f"{source}{i},2025-{month:02}-{1 + i % 28:02},100,30,{channel}\n"
        for source, channel, often in (("F", "Fair", 3), ("S", "Site", 1))
        for i in range(40)
        for month in range(1, 1 + often)
    )
    CARDS = "Client,Source,Acquisition cost\n" + "".join(
        f"{letter}{i},{source},{cost}\n"
        for letter, source, cost in (("F", "Friends", 10), ("S", "Ads", 70))
        for i in range(40)
    )

    def visitor(self, language: str = "en", cards: str | None = None, **link) -> Visitor:
        files = [("sales.csv", self.SOLD), *([("clients.csv", cards)] if cards else [])]
        return Visitor(language, workspace_with(*files)).opens("channels", **link)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_base_that_tells_no_channel_is_told_what_it_needs(self, language):
        sold = ("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,700\nBoris,2025-06-20,200\n")
        visitor = Visitor(language, workspace_with(sold)).opens("channels")
        assert visitor.remarks == [words(language)("channels.needs_channel")]

    def test_the_headline_names_who_comes_back_and_who_costs_most(self):
        headline = self.visitor(cards=self.CARDS).headline
        assert "“Friends” come back most: 100.0% have ordered twice or more, of all clients 50.0%" in headline
        assert "The dearest to win are clients from “Ads”: 70 each, on average 40" in headline

    def test_another_column_in_the_address_is_another_split(self):
        visitor = self.visitor(cards=self.CARDS, channels__by="channel")
        assert "“Fair” come back most" in visitor.headline
        assert visitor.column("channel", "customers") == ["Fair", "Site"]
        assert visitor.link["channels.by"] == "channel"

    def test_an_address_that_names_no_column_of_ours_is_told(self):
        visitor = self.visitor(cards=self.CARDS, channels__by="weather")
        assert any("weather" in told for told in visitor.told)
        assert "“Friends”" in visitor.headline

    def test_the_table_is_sorted_by_any_column(self):
        visitor = self.visitor(cards=self.CARDS)
        picker = next(box for box in visitor.app.selectbox if box.label == visitor.words("channels.sort"))
        picker.set_value("cost_per_customer")
        assert visitor.runs().column("channel", "customers") == ["Ads", "Friends"]

    def test_what_the_base_does_not_tell_is_said_once(self):
        visitor = self.visitor()
        assert "cost" not in visitor.table("channel", "customers").columns
        assert any(visitor.words("channels.why_no_costs") in text for text in visitor.reads())

    def test_every_dash_says_what_it_means(self):
        half = "Client,Source,Acquisition cost\n" + "".join(f"F{i},Friends,10\nS{i},Ads,\n" for i in range(40))
        visitor = self.visitor(cards=half)
        assert visitor.column("cost_per_customer", "channel") == ["—", "10"]
        remarks = " ".join(visitor.reads())
        assert visitor.words("channels.dash") in remarks
        assert visitor.words("channels.why_no_costs") not in remarks

    def test_a_crr_of_few_is_told_to_be_one(self):
        """Forty came in January, only five of them were there in February: nobody can judge by how many of those stayed."""
        rows = [f"F{i},2025-01-01,100,Fair" for i in range(40)]
        rows += [f"F{i},2025-0{month}-28,100,Fair" for i in range(5) for month in (2, 3)] + ["F1,2025-03-31,100,Fair"]
        sold = ("sales.csv", "Client,Date,Amount,Channel\n" + "\n".join(rows))
        visitor = Visitor("en", workspace_with(sold)).opens("channels")
        assert any(visitor.words("channels.few_kept", n=30) in remark for remark in visitor.reads())

    def test_the_share_compared_is_a_switch_away(self):
        visitor = self.visitor(cards=self.CARDS).switches("channels.shown", "a")
        assert visitor.words("channels.chart_a") in visitor.reads()
        assert visitor.component("tune.abc.share.a")["value"] == 75
        visitor.switches("channels.shown", "referral")
        assert visitor.words("channels.why_no_referrers") in visitor.reads()

    def test_few_clients_are_marked(self):
        sold = ("sales.csv", "Client,Date,Amount,Channel\nAnna,2025-01-01,700,Fair\nBoris,2025-06-20,200,Site\n")
        visitor = Visitor("en", workspace_with(sold)).opens("channels")
        assert visitor.headline.removeprefix("#### ").startswith("Too early to judge")
        assert visitor.column("channel", "customers") == ["Fair · few clients", "Site · few clients"]
        assert "too few: 1 client" in visitor.reads()


def test_the_other_channels_stay_below_whatever_the_table_is_sorted_by():
    rows = [
        {"name": "fair", "place": 1, "customers": 5, "crr": None},
        {"name": "others", "place": OTHERS, "customers": 90, "crr": 0.9},
        {"name": "web", "place": 2, "customers": 7, "crr": 0.1},
    ]
    for key, order in {"customers": ["web", "fair"], "crr": ["web", "fair"], "channel": ["fair", "web"]}.items():
        assert [row["name"] for row in channels_table.sorted_by(rows, key)] == [*order, "others"]
