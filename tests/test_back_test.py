"""Back-test: classes of one window against what those clients did in the next. METHODS §18."""

from __future__ import annotations

import datetime as dt
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.bases import span
from analytics.methods import back_test
from analytics.methods.back_test import BackTest
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.windows import Paired, both, pair
from tests.bases import Base, day, periodic, sales, seen
from tests.samples import opened_sample, sample_files
from tests.screens import Visitor, workspace_with

YEARS = ("2024-01-01 2024-12-31", "2025-01-01 2025-12-31")
# By share of 1000 in 2024: anna starts at 0 %, boris at 70 %, vera at 90 %, gena at 96 %
SHOP = {"anna": (700, 50), "boris": (200, 700), "vera": (60, 300), "gena": (40, 0), "dina": (0, 50)}
SHARE = "abc_share_class"


def yearly(clients: dict[str, tuple]) -> Base:
    """client → what it bought on 1 June of 2024 and of 2025; 0 is nothing."""
    return periodic(clients, lambda i: dt.date(2024 + i, 6, 1))


def two_years(base: Base, changes: dict | None = None, years: tuple[str, str] = YEARS) -> Paired:
    then, now = years
    view = seen(now).under(Thresholds(changes))
    return both(base.warehouse, pair(span(base.warehouse), view, tuple(map(day, then.split()))))


def judged(base: Base, name: str = SHARE, changes: dict | None = None, **years) -> BackTest:
    return back_test.of_class(base.warehouse, two_years(base, changes, **years), Thresholds(changes), name)


def told(found: BackTest, *keys: str) -> list[tuple]:
    return [tuple(row[key] for key in ("class", *keys)) for row in found.rows]


class TestClasses:
    def test_are_those_of_the_earlier_window_with_what_the_later_one_brought(self):
        assert told(judged(yearly(SHOP)), "customers", "returned", "revenue") == [
            ("A", 2, 2, 750), ("B", 1, 1, 300), ("C", 1, 0, 0),
        ]  # fmt: skip

    def test_a_rate_is_held_against_that_of_all(self):
        found = judged(yearly(SHOP))
        assert (found.whole["customers"], found.whole["return_rate"]) == (4, 0.75)
        assert told(found, "return_rate", "return_lift") == [
            ("A", 1, pytest.approx(4 / 3)), ("B", 1, pytest.approx(4 / 3)), ("C", 0, 0),
        ]  # fmt: skip

    def test_who_did_not_come_back_brings_nothing_to_the_mean(self):
        found = judged(yearly(SHOP))
        assert told(found, "revenue_per_customer") == [("A", 375), ("B", 300), ("C", 0)]
        assert found.whole["revenue_per_customer"] == 262.5 and found.rows[0]["revenue_share"] == 750 / 1050

    def test_who_came_later_is_in_no_class(self):
        found = judged(yearly(SHOP))
        assert (found.newcomers, found.newcomers_revenue) == (1, 50)

    def test_who_only_returned_goods_did_not_buy_again(self):
        found = judged(yearly({"anna": (700, 50), "boris": (300, -20)}))
        assert told(found, "customers", "returned", "revenue") == [("A", 2, 1, 50), ("B", 0, 0, 0), ("C", 0, 0, 0)]

    def test_an_empty_class_has_no_rates(self):
        b = judged(yearly({"anna": (5, 5)})).rows[1]
        undefined = (
            "return_rate return_low return_high return_lift revenue_per_customer revenue_low revenue_lift".split()
        )
        assert [b[key] for key in undefined] == [None] * 7

    def test_where_nobody_came_back_there_is_nothing_to_hold_against(self):
        found = judged(yearly({"anna": (5, 0), "boris": (5, 0), "vera": (0, 5)}))
        assert (found.whole["return_rate"], found.rows[0]["return_lift"], found.rows[0]["revenue_share"]) == (
            0,
            None,
            None,
        )

    def test_clients_without_a_class_come_last(self):
        found = judged(yearly(SHOP), "xyz_class", years=("2024-05-01 2024-06-30", YEARS[1]))
        assert told(found, "customers") == [("X", 0), ("Y", 0), ("Z", 0), (None, 4)]

    def test_few_clients_are_marked(self):
        few = {f"c{i}": (1, 1) for i in range(29)}
        assert judged(yearly(few)).whole["few"] and not judged(yearly(few | {"one more": (1, 1)})).whole["few"]

    def test_a_threshold_moves_them(self):
        assert told(judged(yearly(SHOP), changes={"abc.share.a": 0.5}), "customers")[0] == ("A", 1)

    def test_stages_are_those_of_the_end_of_the_earlier_window(self):
        changes = {"lifecycle.at_risk_after": 100, "lifecycle.lost_after": 200}
        found = judged(yearly(SHOP), "lifecycle_stage", changes)
        assert [row for row in told(found, "customers", "returned") if row[1]] == [("lost", 4, 3)]

    def test_cells_of_abc_by_xyz_can_be_tested(self):
        base = yearly(SHOP)
        assert back_test.offered(Thresholds(), two_years(base).then)[-1] == "abc_xyz"
        assert sum(row["customers"] for row in judged(base, "abc_xyz").rows) == 4

    def test_two_periods_of_totals_can_be_tested_by_the_ways_of_abc(self):
        rows = [("anna", "2024", 700, 70), ("boris", "2024", 300, 1), ("boris", "2025", 90, 9)]
        base = Base().with_rows(
            "totals",
            ("customer_id", "period_start", "period_end", "amount"),
            [(c, f"{y}-01-01", f"{y}-12-31", a) for c, y, a, _ in rows],
        )
        first, second = ((dt.date(y, 1, 1), dt.date(y, 12, 31)) for y in (2024, 2025))
        paired = both(base.warehouse, pair(None, View().under(Thresholds()), periods=(first, second)))
        assert back_test.offered(Thresholds(), paired.then) == [SHARE, "abc_average_class"]
        found = back_test.of_class(base.warehouse, paired, Thresholds(), SHARE)
        assert told(found, "customers", "returned", "revenue")[0] == ("A", 2, 1, 90)

    def test_days_of_both_windows_are_told(self):
        assert back_test.lengths(two_years(yearly(SHOP)).pair) == (366, 365)


class TestIntervals:
    def test_of_a_share_is_wilsons(self):
        found = judged(yearly({f"c{i}": (1, int(i < 7)) for i in range(10)})).whole
        assert (found["return_low"], found["return_high"]) == (
            pytest.approx(0.3968, abs=1e-4),
            pytest.approx(0.8922, abs=1e-4),
        )

    def test_of_a_mean_is_the_normal_one(self):
        later = [0, 10, 20, 30]
        found = judged(yearly({f"c{i}": (1, amount) for i, amount in enumerate(later)})).whole
        wide = 1.959964 * statistics.stdev(later) / 2
        assert (found["revenue_low"], found["revenue_high"]) == (pytest.approx(15 - wide), pytest.approx(15 + wide))

    def test_of_one_client_there_is_none(self):
        assert judged(yearly({"anna": (5, 5)})).whole["revenue_low"] is None


class TestGains:
    def curve(self, found: BackTest, what: str = "revenue") -> list[tuple]:
        return [(row["class"], row["clients"], row[what]) for row in back_test.gains(found)]

    def test_go_from_class_to_class(self):
        assert self.curve(judged(yearly(SHOP))) == [
            (None, 0, 0), ("A", 0.5, 750 / 1050), ("B", 0.75, 1), ("C", 1, 1),
        ]  # fmt: skip
        assert self.curve(judged(yearly(SHOP)), "returned")[1] == ("A", 0.5, 2 / 3)

    def test_within_a_class_are_straight(self):
        curve = back_test.gains(judged(yearly(SHOP)))
        assert [back_test.reached(curve, share) for share in (0, 0.25, 0.5, 0.6, 1)] == pytest.approx(
            [0, 375 / 1050, 750 / 1050, (750 + 300 * 0.4) / 1050, 1]
        )

    def test_goods_given_back_count_as_nothing(self):
        base = sales(
            "client day amount", "a 2024-06-01 9\nb 2024-06-01 1\na 2025-06-01 5\na 2025-06-02 -7\nb 2025-06-01 4"
        )
        found = judged(base)
        assert found.whole["revenue"] == 2 and self.curve(found) == [(None, 0, 0), ("A", 0.5, 0), ("B", 1, 1)]

    def test_of_nothing_reach_nothing(self):
        found = judged(yearly({"anna": (5, 0), "boris": (0, 5)}))
        assert back_test.reached(back_test.gains(found), 0.2) is None

    def test_segments_without_an_order_go_by_earlier_money(self):
        found = judged(yearly(SHOP), "rfm_segment")
        means = {row["class"]: row["mean_value"] for row in found.rows if row["customers"]}
        assert [code for code, *_ in self.curve(found)[1:]] == sorted(means, key=means.get, reverse=True)

    def test_by_earlier_money_alone_go_client_by_client(self):
        base = yearly(SHOP)
        curve = back_test.gains_by_value(base.warehouse, two_years(base))
        assert [(row["clients"], row["revenue"]) for row in curve] == [
            (0, 0), (0.25, 50 / 1050), (0.5, 750 / 1050), (0.75, 1), (1, 1),
        ]  # fmt: skip


shops = st.dictionaries(
    st.integers(0, 30).map("c{}".format), st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=20
).filter(lambda shop: any(a for a, _ in shop.values()) and any(b for _, b in shop.values()))


class TestLaws:
    @settings(max_examples=10, deadline=None)
    @given(shop=shops, name=st.sampled_from((SHARE, "abc_average_class", "rfm_segment", "lifecycle_stage", "abc_xyz")))
    def test_all_clients_are_the_classes_together(self, shop, name):
        found = judged(yearly(shop), name)
        rows, whole = [row for row in found.rows if row["customers"]], found.whole
        assert whole["customers"] == sum(then > 0 for then, _ in shop.values())
        assert whole["returned"] == sum(then > 0 < now for then, now in shop.values())
        assert whole["return_rate"] == pytest.approx(
            sum(r["return_rate"] * r["customers"] for r in rows) / whole["customers"]
        )
        assert whole["revenue"] == sum(r["revenue"] for r in rows) == sum(now for then, now in shop.values() if then)
        later = [now for then, now in shop.values() if then]
        if len(later) > 1:
            assert whole["deviation"] == pytest.approx(statistics.stdev(later))
        hair = 1e-9
        assert all(r["return_low"] - hair <= r["return_rate"] <= r["return_high"] + hair for r in rows)

    @settings(max_examples=10, deadline=None)
    @given(shop=shops, name=st.sampled_from((SHARE, "rfm_segment", "lifecycle_stage", "abc_xyz")))
    def test_gains_rise_from_nothing_to_everything(self, shop, name):
        base = yearly(shop)
        for curve in (back_test.gains(judged(base, name)), back_test.gains_by_value(base.warehouse, two_years(base))):
            for key in ("clients", "revenue", "returned"):
                values = [row[key] for row in curve]
                if values[-1] is not None:
                    assert values == sorted(values) and values[0] == 0 and values[-1] == 1


@pytest.fixture(scope="module", params=["cdnow", "online_retail"])
def published(request, tmp_path_factory):
    """A published base: its warehouse, and the same lines as pandas reads them (client, day, order, amount)."""
    folder = tmp_path_factory.mktemp(request.param)
    warehouse = opened_sample(request.param, folder)
    yield warehouse, lines_of(request.param, sample_files(request.param, folder)[0][1])
    warehouse.close()


def lines_of(key: str, path) -> pd.DataFrame:
    if key == "cdnow":
        found = pd.read_csv(path, dtype={"customer_id": str}, parse_dates=["order_date"])
        return pd.DataFrame(
            {"client": found["customer_id"], "day": found["order_date"], "amount": found["amount"], "sold": True}
        )
    found = pd.read_parquet(path)
    found = found[found["CustomerID"].notna() & (found["CustomerID"] != "")]
    price = found["UnitPrice"].astype(float)
    told = {
        "client": found["CustomerID"],
        "day": found["InvoiceDate"].dt.normalize(),
        "amount": found["Quantity"] * price,
    }
    return pd.DataFrame(told | {"sold": (found["Quantity"] >= 0) & (price >= 0)})


def counted_by_pandas(lines: pd.DataFrame, windows) -> pd.DataFrame:
    """A row per class A, B, C by 75/95 of the earlier window, counted without this program."""
    revenue, bought = [], []
    for start, end in windows:
        inside = lines[(lines["day"] >= pd.Timestamp(start)) & (lines["day"] <= pd.Timestamp(end))]
        bought.append(set(inside.loc[inside["sold"], "client"]))
        revenue.append(inside.groupby("client")["amount"].sum().round(4))
    then = revenue[0][[client in bought[0] for client in revenue[0].index]]
    then = then.reset_index().sort_values(["amount", "client"], ascending=[False, True])
    positive = then["amount"].clip(lower=0)
    before = (positive.cumsum() - positive) / positive.sum()
    then["class"] = np.select([(before < 0.75) & (positive > 0), (before < 0.95) & (positive > 0)], ["A", "B"], "C")
    then["returned"] = then["client"].isin(bought[1])
    then["later"] = then["client"].map(revenue[1]).where(then["returned"], 0.0)
    return then


def test_a_published_base_is_counted_as_pandas_and_scipy_count_it(published):
    from scipy.stats import norm
    from statsmodels.stats.proportion import proportion_confint

    warehouse, lines = published
    paired = both(warehouse, pair(span(warehouse), View().under(Thresholds())))
    found = back_test.of_class(warehouse, paired, Thresholds(), SHARE)
    clients = counted_by_pandas(lines, paired.pair.windows)
    for row in found.rows:
        mine = clients[clients["class"] == row["class"]]
        n, back = len(mine), int(mine["returned"].sum())
        assert (row["customers"], row["returned"]) == (n, back)
        assert float(row["revenue"]) == pytest.approx(mine["later"].sum(), abs=0.01)
        assert (row["return_low"], row["return_high"]) == pytest.approx(proportion_confint(back, n, method="wilson"))
        mean, error = mine["later"].mean(), mine["later"].std(ddof=1) / n**0.5
        assert (row["revenue_low"], row["revenue_high"]) == pytest.approx(norm.interval(0.95, mean, error))
    top = clients.assign(reach=clients["later"].clip(lower=0))
    a = top[top["class"] == "A"]
    curve = back_test.gains(found)
    assert (curve[1]["clients"], curve[1]["revenue"]) == pytest.approx(
        (len(a) / len(top), a["reach"].sum() / top["reach"].sum())
    )


TWO_YEARS = "Client,Date,Amount\n" + "".join(
    f"c{i:02},{year}-{month:02}-15,{(i % 9 + 1) * 10}\n"
    for i in range(40) for year in (2024, 2025) for month in (1, 4, 7, 12) if i % 3 or year == 2024
)  # fmt: skip


@pytest.mark.usefixtures("own_rooms")
class TestOnScreen:
    def opened(self, text: str, language: str = "en", name: str = "sales.csv") -> Visitor:
        visitor = Visitor(language, workspace_with((name, text)))
        visitor.app.session_state[f"what_if_evidence.tabs.{language}"] = visitor.words("what_if_evidence.tab_back_test")
        return visitor.opens("what_if")

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_the_classes_stand_beside_all_clients(self, language):
        visitor = self.opened(TWO_YEARS, language)
        table = next(t.value for t in visitor.app.dataframe if "c8" in t.value.columns)
        assert table["c0"].tolist() == ["A", "B", "C", visitor.words("what_if_evidence.everyone")]
        assert [int(n) for n in table["c1"]][-1] == 40 and int(table["c2"].iloc[-1]) == 26
        assert visitor.words("what_if_evidence.association") in visitor.reads()

    def test_totals_without_dates_have_no_next_period(self):
        visitor = self.opened("Client,Amount\nanna,700\nboris,300\n")
        assert visitor.words("frame.needs_dates") in visitor.remarks

    def test_a_base_of_one_day_says_why_it_cannot_be_tested(self):
        visitor = self.opened("Client,Date,Amount\nanna,2025-01-10,700\nboris,2025-01-10,300\n")
        assert any("10" in told for told in visitor.complaints) and visitor.title

    def test_where_nobody_came_back_it_says_so(self):
        visitor = self.opened("Client,Date,Amount\nanna,2025-01-10,700\nboris,2025-03-10,300\n")
        assert visitor.words("what_if_evidence.nobody_returned", n=1) in "".join(visitor.reads())
