"""The page of retention as a visitor meets it: headline, bars and their clients, reasons for leaving, the calculator."""

from __future__ import annotations

import re

import pytest

from analytics import facts
from analytics.methods import retention
from analytics.thresholds import Thresholds
from analytics.views import View
from tests.screens import Visitor, workspace_with
from ui import workspaces as rooms

pytestmark = pytest.mark.usefixtures("own_rooms")

# anna every month, boris until February, vera in January and March; the days of a window of three whole months
SHOP = """Client,Date,Amount
anna,2025-01-01,10
anna,2025-02-15,10
anna,2025-03-31,10
boris,2025-01-15,10
boris,2025-02-15,10
vera,2025-01-15,10
vera,2025-03-15,10
"""
LEFT = "Client,Departure date,Reason for leaving\nboris,2025-03-01,too dear\nvera,2025-02-01,went to a competitor\n"
TOTALS = ("totals.csv", "Client,Amount\nanna,800\nboris,150\n")


@pytest.fixture(scope="module")
def shop(own_rooms) -> str:
    return workspace_with(("sales.csv", SHOP), ("left.csv", LEFT))


def opened(browser: str, tab: str = "", language: str = "en", **link: str) -> Visitor:
    visitor = Visitor(language, browser)
    if tab:
        visitor.app.session_state[f"retention.tabs.{language}"] = visitor.words(f"retention.tab_{tab}")
    return visitor.opens("retention", **link)


def clicks(visitor: Visitor, chart: str, **mark: str | int) -> Visitor:
    name = "flow" if chart.startswith("retention") else "reason"
    visitor.app.session_state[f"{chart}.{visitor.language}.False"] = {"selection": {name: [mark]}}
    return visitor.runs()


def headings(visitor: Visitor) -> list[str]:
    return [heading.value for heading in visitor.app.subheader]


def test_the_headline_holds_the_last_period_against_the_one_before(shop):
    told = "50.0% stayed (Mar 2025): 1 of 2 clients who had bought the period before. "
    assert opened(shop).headline == f"{told}That is down from 66.7%; over all periods it is 60.0%."


def test_the_table_has_every_period_newest_first(shop):
    table = opened(shop).table("crr", "start_customers")
    assert table["bucket"].tolist() == ["Mar 2025", "Feb 2025", "Jan 2025"]
    assert table["crr"].tolist() == ["50.0%", "66.7%", "—"]
    assert table["returned"].tolist() == ["1", "0", "0"]
    assert "unfinished" not in table


def test_the_list_begins_with_those_the_last_period_lost(shop):
    visitor = opened(shop)
    assert "1 client lost (Mar 2025)" in headings(visitor)
    assert visitor.column("customer_id", "next_step") == ["boris"]


def test_a_click_on_a_bar_leads_to_its_clients(shop):
    visitor = clicks(opened(shop), "retention_flows_month", first_day="2025-02-01", flow=2)
    assert "2 clients stayed (Feb 2025)" in headings(visitor)
    assert visitor.column("customer_id", "next_step") == ["anna", "boris"]


def test_whom_nobody_knows_is_said(shop):
    visitor = clicks(opened(shop), "retention_flows_month", first_day="2025-01-01", flow=3)
    assert any(text.startswith("This period has no start (Jan 2025)") for text in visitor.reads())


@pytest.mark.parametrize("mark", [{"first_day": "2020-01-01", "flow": 3}, {"first_day": "2025-02-01", "flow": 9}])
def test_a_mark_that_is_not_there_is_passed_over(shop, mark):
    assert "1 client lost (Mar 2025)" in headings(clicks(opened(shop), "retention_flows_month", **mark))


def test_those_lost_before_the_window_are_counted_though_not_listed(shop):
    visitor = opened(shop, window="2025-03-01..2025-03-31")
    assert "1 client lost (Mar 2025)" in headings(visitor)
    assert any(text.startswith("1 more client bought nothing in the chosen window") for text in visitor.reads())


def test_membership_and_its_days_come_with_the_address(shop):
    link = {"retention__membership": "active", "retention__active_days": "20"}
    visitor = opened(shop, **link)
    assert visitor.headline.startswith("50.0% stayed (Mar 2025): 1 of 2 clients active at its start.")
    slider = visitor.component("tune.retention.active_days")
    assert (slider["value"], slider["textbook"]) == (20, "textbook: 90")
    assert visitor.link == {"retention.membership": "active", "retention.active_days": "20"}


def test_days_as_long_as_the_base_tell_nothing(shop):
    visitor = opened(shop, retention__membership="active", retention__active_days="365")
    assert visitor.remarks[0].startswith("Retention cannot be counted yet: nobody could be lost within the days")


def test_the_switch_brings_the_slider_and_the_reset_takes_it_away(shop):
    visitor = opened(shop).switches("retention.membership", "active")
    assert visitor.component("tune.retention.active_days")["value"] == 90
    assert visitor.presses("reset.retention.membership").link == {}


def test_the_step_of_the_calendar_decides(shop):
    visitor = opened(shop, bucket="quarter")
    assert "another one with purchases before it, and the step is quarter" in visitor.remarks[0]
    assert visitor.headline is None or "stayed" not in visitor.headline


@pytest.mark.parametrize(("language", "week"), [("en", "(week of Mar 17, 2025)"), ("ru", "(неделя с 17 мар. 2025")])
def test_a_week_is_called_one(shop, language, week):
    assert week in opened(shop, language=language, bucket="week").headline


def test_the_page_tells_what_the_engine_counts():
    browser = Visitor("en").opens("data").presses("sample.souvenirs").browser
    visitor, warehouse = opened(browser), rooms.workspaces().of(browser).warehouse
    rows = retention.table(warehouse, facts.build(warehouse, View()), Thresholds())
    last = retention.counted(rows)[-1]
    assert f": {last['retained']} of {last['start_customers']} clients" in visitor.headline
    assert len(visitor.column("crr", "start_customers")) == len(rows)


class TestReasons:
    def test_they_stand_beside_the_published_shares(self, shop):
        table = opened(shop, "reasons").table("published_share", "texts")
        assert table["reason"].tolist()[:2] == ["Won by a competitor", "too dear"]
        assert table["published_share"].tolist()[:3] == ["9.0%", "—", "68.0%"]
        assert table["texts"].tolist()[:2] == ["went to a competitor", "too dear"]

    def test_a_click_on_a_reason_leads_to_its_clients(self, shop):
        visitor = clicks(opened(shop, "reasons"), "departure_reasons", name="too dear")
        assert "“too dear”: 1 client" in headings(visitor)
        lists = [table.value for table in visitor.app.dataframe if "next_step" in table.value]
        assert lists[-1]["customer_id"].tolist() == ["boris"]

    def test_without_departures_it_says_what_to_load(self):
        visitor = opened(workspace_with(("sales.csv", SHOP)), "reasons")
        assert any(text.startswith("The base has no reasons for leaving.") for text in visitor.reads())

    def test_nobody_left_in_the_window(self, shop):
        visitor = opened(shop, "reasons", window="2025-01-01..2025-01-31")
        assert visitor.words("retention.nobody_left") in visitor.reads()

    def test_totals_have_no_retention_but_reasons(self):
        visitor = opened(workspace_with(TOTALS, ("left.csv", LEFT)))
        assert visitor.remarks == [visitor.words("frame.needs_dates")]
        assert len(visitor.table("published_share")) == 6


class TestCalculator:
    def test_it_says_what_the_points_bring(self, shop):
        texts = opened(shop, "economics").reads()
        (told,) = [text for text in texts if text.startswith("If CRR rises")]
        assert told.startswith("If CRR rises from 60.0% to 65.0%, revenue over 12 months grows by ")
        assert re.search(r"more clients? joining every month to bring the same\.$", told)

    def test_its_sliders_are_live_and_a_base_without_profit_takes_a_margin(self, shop):
        visitor = opened(shop, "economics")
        assert [visitor.component(f"dial.{name}")["value"] for name in ("points", "arrivals", "margin")] == [5, 100, 30]

    def test_a_move_of_a_slider_changes_the_sentence(self, shop):
        visitor = Visitor("en", shop)
        visitor.app.session_state["dials"] = {"points": 10}
        visitor.app.session_state["retention.tabs.en"] = visitor.words("retention.tab_economics")
        assert any(text.startswith("If CRR rises from 60.0% to 70.0%") for text in visitor.opens("retention").reads())

    def test_the_assumptions_are_on_the_page(self, shop):
        (told,) = [text for text in opened(shop, "economics").reads() if "Assumptions." in text]
        assert "from the 2 clients of the last period" in told and "not a forecast" not in told
        assert "there is no season, keeping costs nothing" in told
