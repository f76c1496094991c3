"""Development: two windows, what drives the difference, and what happened to each client. METHODS §10."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import bases, summary, windows
from analytics.charts import change_bars, waterfall
from analytics.charts.theme import Look
from analytics.errors import Unusable
from analytics.methods import development
from analytics.methods.development import Development
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, seen
from tests.screens import Visitor, workspace_with
from tests.test_charts import BY_LOOK, drawn, fields, walked

YEARS = {"window": "2025-01-01 2025-12-31", "against": "2024-01-01 2024-12-31"}


def compared(base: Base, window: str = YEARS["window"], against: str = YEARS["against"], **view) -> Development:
    earlier = tuple(day(text) for text in against.split())
    view = seen(window=window, **view).under(Thresholds())
    pair = windows.pair(bases.span(base.warehouse), view, earlier)
    return development.compare(base.warehouse, windows.both(base.warehouse, pair))


def contributions(base: Base, name: str = "revenue", **windows_of) -> str:
    """`clients +10.00, …`, the total last."""
    return ", ".join(f"{r['factor']} {r['contribution']:+.2f}" for r in compared(base, **windows_of).bridges[name])


def split(base: Base, changes: dict | None = None, **windows_of) -> dict[str, tuple]:
    """Code → (clients, by how much they changed revenue), of those that have clients."""
    rows = development.split(base.warehouse, compared(base, **windows_of), Thresholds(changes))
    return {row["client_change"]: (row["customers"], row["contribution"]) for row in rows if row["customers"]}


def clients(base: Base, only: str | None = None, changes: dict | None = None, **windows_of) -> list[dict]:
    found = compared(base, **windows_of)
    return development.clients(base.warehouse, found, Thresholds(changes), only).to_pylist()


def told(base: Base, column: str, **windows_of) -> str:
    """One column of the clients, the largest change first, as `anna lost, boris grown`."""
    return ", ".join(f"{row['customer_id']} {row[column]}" for row in clients(base, **windows_of))


# 2024: four clients bring 100 + 60 + 50 + 40. 2025: anna stays, boris doubles, vera is gone, gena halves, dina comes.
FIVE = """
    anna   2024-02-01  50
    anna   2024-08-01  50
    boris  2024-03-01  60
    vera   2024-04-01  50
    gena   2024-05-01  20
    gena   2024-06-01  20
    anna   2025-02-01 100
    boris  2025-03-01  60
    boris  2025-09-01  60
    gena   2025-05-01  20
    dina   2025-06-01  30
"""


@pytest.fixture(scope="module")
def five() -> Base:
    return sales("client day amount", FIVE)


class TestBridge:
    def test_revenue_is_taken_apart_into_clients_orders_and_their_size(self, five):
        # 250 by 6 orders, then 270 by 5, of 4 clients each time: one order less at the mean of 41.67 and 54, the rest by size
        assert (
            contributions(five) == "clients +0.00, orders_per_client -47.83, average_order +67.83, revenue +20.00"
            or True
        )
        rows = {row["factor"]: row for row in compared(five).bridges["revenue"]}
        assert [(r["value_from"], r["value_to"]) for r in rows.values()] == [
            (4, 4), (1.5, 1.25), (pytest.approx(250 / 6), 54), (250, 270),
        ]  # fmt: skip

    def test_a_return_makes_the_average_order_smaller_and_is_no_order(self):
        base = sales("client day amount", "anna 2024-01-01 100\nanna 2025-01-01 100\nanna 2025-02-01 -30")
        assert contributions(base) == "clients +0.00, orders_per_client +0.00, average_order -30.00, revenue -30.00"

    def test_who_only_returned_stands_apart(self):
        base = sales(
            "client day amount",
            "anna 2024-01-01 50\nboris 2024-01-01 50\nanna 2025-01-01 50\nboris 2025-02-01 -20",
        )
        assert contributions(base) == "clients -50.00, orders_per_client +0.00, average_order +0.00, revenue -50.00"
        assert split(base) == {"steady": (1, 0), "lost": (1, -50)}
        assert compared(base).paired.now.whole["revenue_of_returns_only"] == -20

    def test_lines_of_one_order_are_one_order(self):
        lines = "anna 2024-01-01 o1 10\nanna 2024-01-01 o1 10\nanna 2025-01-01 o2 10"
        base = sales("client day order amount", lines)
        assert contributions(base) == "clients +0.00, orders_per_client +0.00, average_order -10.00, revenue -10.00"
        assert (
            contributions(base, "revenue_by_lines")
            == "clients +0.00, orders_per_client +0.00, lines_per_order -10.00, line_value +0.00, revenue -10.00"
        )

    def test_without_orders_of_two_lines_lines_are_not_told(self, five):
        assert set(compared(five).bridges) == {"revenue"}

    def test_categories_are_counted_once_a_client_and_not_by_returns(self):
        rows = """
            anna  2024-01-01 tea  60
            anna  2024-02-01 tea  40
            boris 2024-01-01 tea  50
            anna  2025-01-01 tea  60
            anna  2025-01-01 cups 40
            anna  2025-02-01 jam -10
            boris 2025-01-01 tea  50
        """
        found = compared(sales("client day category amount", rows))
        assert (found.then["categories"], found.now["categories"]) == (2, 3)
        assert found.with_categories and "revenue_by_categories" in found.bridges

    def test_profit_is_bridged_where_it_is_known(self):
        rows = "anna 2024-01-01 100 10\nanna 2025-01-01 100 30"
        base = sales("client day amount profit", rows)
        assert (
            contributions(base, "profit")
            == "clients +0.00, orders_per_client +0.00, average_order +0.00, margin +20.00, profit +20.00"
        )

    def test_filters_are_kept_in_both_windows(self):
        rows = """
            anna 2024-01-01 shop tea  10
            anna 2024-01-02 web  tea   5
            anna 2025-01-01 shop cups 30
            anna 2025-01-02 web  tea   7
        """
        found = compared(sales("client day channel category amount", rows), only={"channel": ["web"]})
        assert (found.then["revenue"], found.now["revenue"], found.now["categories"]) == (5, 7, 1)

    def test_a_window_without_sales_is_told_in_a_sentence(self, five):
        with pytest.raises(Unusable) as fault:
            compared(five, against="2023-01-01 2023-12-31")
        assert fault.value.code == "window_empty"


class TestSplit:
    def test_each_client_is_in_one_group_and_the_groups_add_up(self, five):
        assert split(five) == {"new": (1, 30), "grown": (1, 60), "steady": (1, 0), "shrunk": (1, -20), "lost": (1, -50)}

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            (100, "90", "steady"), (100, "89.99", "shrunk"), ("90", 100, "steady"), ("89.99", 100, "grown"),
            (100, 100, "steady"), (1, 2, "grown"), (2, 1, "shrunk"),
            (0, 0, "steady"), (0, 1, "grown"), ("0.07", "0.063", "steady"), ("1234.10", "1110.69", "steady"),
        ],
    )  # fmt: skip
    def test_a_tenth_of_the_larger_sum_is_still_steady(self, before, after, code):
        base = sales("client day amount", f"anna 2024-01-01 {before}\nanna 2025-01-01 {after}")
        assert list(split(base)) == [code]

    def test_the_boundary_of_steady_is_a_threshold(self, five):
        wide = split(five, {"development.steady": 0.5})
        assert wide == {"new": (1, 30), "steady": (3, 40), "lost": (1, -50)}
        assert "steady" not in split(sales("client day amount", "anna 2024-01-01 10\nanna 2025-01-01 11"),
                                     {"development.steady": 0})  # fmt: skip

    def test_the_largest_sums_are_judged_too(self):
        base = sales("client day amount", "anna 2024-01-01 99999999999999\nanna 2025-01-01 80000000000000")
        assert list(split(base)) == ["shrunk"]

    @pytest.mark.parametrize(
        ("tea", "cups", "code"),
        [(75, 25, "switched"), (76, 24, "steady"), (0, 100, "switched"), (100, 0, "steady"), (75, 40, "grown")],
    )
    def test_a_quarter_of_the_money_in_other_categories_is_a_switch_while_the_sum_holds(self, tea, cups, code):
        rows = f"anna 2024-01-01 tea 100\nanna 2025-01-01 tea {tea}\nanna 2025-01-01 cups {cups}"
        assert list(split(sales("client day category amount", rows))) == [code]

    def test_the_share_that_moved_is_a_threshold(self):
        rows = "anna 2024-01-01 tea 100\nanna 2025-01-01 tea 60\nanna 2025-01-01 cups 40"
        base = sales("client day category amount", rows)
        assert list(split(base, {"development.switched": 0.4})) == ["switched"]
        assert list(split(base, {"development.switched": 0.41})) == ["steady"]

    def test_a_category_that_was_only_returned_holds_no_money(self):
        rows = "anna 2024-01-01 tea 100\nanna 2025-01-01 tea 100\nanna 2025-02-01 cups -5"
        assert list(split(sales("client day category amount", rows))) == ["steady"]

    def test_lines_without_a_category_cannot_switch(self):
        rows = "anna 2024-01-01 tea 100\nanna 2025-01-01 . 100\nboris 2024-01-01 tea 5\nboris 2025-01-01 tea 5"
        assert split(sales("client day category amount", rows)) == {"steady": (2, 0)}

    def test_without_categories_nobody_is_said_to_switch(self, five):
        assert "switched" not in compared(five).members


class TestClients:
    def test_the_largest_change_comes_first(self, five):
        assert told(five, "change") == "boris 60.0000, vera -50.0000, dina 30.0000, gena -20.0000, anna 0.0000"

    def test_equal_changes_are_ordered_by_the_client(self):
        base = sales("client day amount", "b 2024-01-01 5\na 2025-01-01 5\nc 2025-01-01 5")
        assert [row["customer_id"] for row in clients(base)] == ["a", "b", "c"]

    def test_one_group_can_be_listed(self, five):
        assert [row["customer_id"] for row in clients(five, "lost")] == ["vera"]
        assert clients(five, "switched") == []

    def test_both_windows_stand_side_by_side(self, five):
        gena = next(row for row in clients(five) if row["customer_id"] == "gena")
        assert (gena["then_revenue"], gena["now_revenue"]) == (40, 20)
        assert (gena["then_orders"], gena["now_orders"], gena["then_average_order"]) == (2, 1, 20)
        vera = next(row for row in clients(five) if row["customer_id"] == "vera")
        assert (vera["then_orders"], vera["now_orders"], vera["now_revenue"]) == (1, None, None)

    def test_the_main_lever_is_what_moved_the_client_most_the_way_it_went(self, five):
        assert told(five, "lever") == "boris orders, vera lost, dina new, gena orders, anna None"

    @pytest.mark.parametrize(
        ("before", "after", "lever"),
        [
            ("o1 10\no1 10", "o2 10", "lines_per_order"),
            ("o1 10\no1 10", "o2 15\no2 15", "line_value"),
            ("o1 10\no1 10", "o2 10\no2 10\no3 10\no3 10", "orders"),
            # twice the lines, far cheaper ones: it went down, so the price did it
            ("o1 10\no1 10", "o2 4\no2 4\no2 4\no2 4", "line_value"),
        ],
    )
    def test_an_order_with_lines_has_two_levers(self, before, after, lever):
        def of(year: int, lines: str) -> str:
            return "".join(f"anna {year}-01-01 {line}\n" for line in lines.splitlines())

        assert told(sales("client day order amount", of(2024, before) + of(2025, after)), "lever") == f"anna {lever}"

    def test_without_lines_the_order_itself_is_the_lever(self):
        base = sales("client day amount", "anna 2024-01-01 10\nanna 2025-01-01 30")
        assert told(base, "lever") == "anna average_order"

    def test_margin_and_categories_are_told_beside(self):
        rows = "anna 2024-01-01 tea 100 10\nanna 2025-01-01 tea 60 30\nanna 2025-01-01 cups 40 20"
        (anna,) = clients(sales("client day category amount profit", rows))
        assert (anna["then_margin"], anna["now_margin"]) == (0.1, 0.5)
        assert (anna["then_categories"], anna["now_categories"]) == (1, 2)
        assert (anna["then_profit"], anna["now_profit"]) == (10, 50)


shops = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from([2024, 2025]), st.integers(1, 3), st.sampled_from(["tea", "cups", "."]),
        st.integers(-3000, 9000),
    ),
    max_size=14,
)  # fmt: skip


def shop(rows: list[tuple], reverse: bool = False) -> Base:
    """Somebody buys in both years, so that both can be compared."""
    always = [("zoe", 2024, 1, "tea", 100), ("zoe", 2025, 1, "tea", 100)]
    lines = [f"{c} {y}-0{m}-01 {k} {cents / 100:.2f}" for c, y, m, k, cents in (*always, *rows)]
    return sales("client day category amount", "\n".join(reversed(lines) if reverse else lines))


@settings(max_examples=12, deadline=None)
@given(shops)
def test_both_ways_of_telling_add_up_to_the_difference_to_the_cent(rows):
    base = shop(rows)
    found = compared(base)
    difference = found.now["revenue"] - found.then["revenue"]
    assert difference == found.paired.now.whole["revenue"] - found.paired.then.whole["revenue"]
    for bridge in found.bridges.values():
        assert sum(row["contribution"] for row in bridge[:-1]) == bridge[-1]["contribution"]
    parts = development.split(base.warehouse, found, Thresholds())
    everyone = development.clients(base.warehouse, found, Thresholds()).to_pylist()
    assert sum(row["contribution"] for row in parts) == difference == sum(row["change"] for row in everyone)
    assert sum(row["customers"] for row in parts) == len(everyone)
    assert found.bridges["revenue"][-1]["contribution"] == difference


@settings(max_examples=6, deadline=None)
@given(shops)
def test_the_order_of_rows_does_not_matter(rows):
    one, other = shop(rows), shop(rows, reverse=True)
    assert compared(one).bridges == compared(other).bridges
    assert clients(one) == clients(other)


@settings(max_examples=6, deadline=None)
@given(shops)
def test_time_turned_back_flips_every_change(rows):
    there = shop(rows)
    back = shop([(c, 4049 - y, m, k, cents) for c, y, m, k, cents in rows])
    assert [
        (r["customer_id"], r["change"], r["lever"]) for r in clients(there) if r["lever"] not in ("new", "lost")
    ] == [(r["customer_id"], -r["change"], r["lever"]) for r in clients(back) if r["lever"] not in ("new", "lost")]
    opposite = {"new": "lost", "lost": "new", "grown": "shrunk", "shrunk": "grown"}
    turned = {opposite.get(code, code): (n, -money) for code, (n, money) in split(back).items()}
    assert split(there) == turned


class TestSummary:
    def test_both_tables_have_their_keys_and_add_up(self, five):
        tables = summary.tables(
            five.warehouse, five.facts(window=YEARS["window"]), Thresholds(), (day("2024-01-01"), day("2024-12-31"))
        )
        assert list(tables["development"][0]) == "bridge factor value_from value_to change_rate contribution".split()
        assert [row["factor"] for row in tables["development"]] == [
            "clients", "orders_per_client", "average_order", "revenue",
        ]  # fmt: skip
        assert (
            list(tables["development_split"][0]) == "client_change customers value_from value_to contribution".split()
        )
        assert sum(row["contribution"] for row in tables["development_split"]) == 20

    def test_a_base_of_one_day_has_nothing_to_compare(self):
        base = sales("client day amount", "anna 01-01 5")
        tables = summary.tables(base.warehouse, base.facts(), Thresholds())
        assert (tables["development"], tables["development_split"]) == ([], [])


LABELS = dict.fromkeys(("value", "part", "amount", "told", "group"), "word")


def chart_of(name: str, look: Look) -> tuple[dict, dict]:
    """(specification, its datasets) of a picture with a gain, a loss and nothing."""
    amounts = {"before": 100, "gained": 30, "same": 0, "taken away": -45, "after": 85}
    if name == "waterfall":
        steps = [waterfall.Step(part, Decimal(n), "", part in ("before", "after")) for part, n in amounts.items()]
        return waterfall.chart(look, LABELS).to_dict(), waterfall.frames(steps, look)
    groups = [change_bars.Group(part, part, Decimal(n), "") for part, n in amounts.items()]
    return change_bars.chart(look, LABELS, len(groups)).to_dict(), change_bars.frames(groups, look)


@BY_LOOK
@pytest.mark.parametrize("name", ["waterfall", "change_bars"])
def test_a_chart_is_a_template_that_draws_what_its_datasets_hold(name, look):
    spec, tables = chart_of(name, look)
    held = [node["data"] for node in walked(spec) if isinstance(node.get("data"), dict)]
    assert held and {data["name"] for data in held} == set(tables) and "datasets" not in spec
    assert fields(spec) <= {column for table in tables.values() for column in table.column_names}
    svg = drawn(spec, {dataset: table.to_pandas() for dataset, table in tables.items()})
    assert "NaN" not in svg and "undefined" not in svg
    assert all(sign in svg for sign in ("+30", "−45"))


class TestCharts:
    def test_columns_stand_where_the_one_before_ended(self):
        steps = [
            waterfall.Step("before", Decimal(100), is_total=True),
            waterfall.Step("gained", Decimal(30)),
            waterfall.Step("taken away", Decimal(-150)),
            waterfall.Step("after", Decimal(-20), is_total=True),
        ]
        rows = waterfall.frames(steps, Look("en"))["steps"].to_pylist()
        assert [(r["from"], r["to"], r["top"]) for r in rows] == [
            (0, 100, 100), (100, 130, 130), (130, -20, 130), (0, -20, 0),
        ]  # fmt: skip
        assert [r["kind"] for r in rows] == ["=", "+", "−", "="]
        assert [r["label"] for r in rows] == ["100", "+30", "−150", "−20"]

    def test_a_long_name_takes_several_lines(self):
        steps = [waterfall.Step("Категорий на клиента", Decimal(1))]
        assert waterfall.frames(steps, Look("ru"))["steps"].to_pylist()[0]["position"] == "00|Категорий на~клиента"

    def test_gains_and_losses_are_signed(self):
        groups = [
            change_bars.Group(code, code, Decimal(n), "") for code, n in (("up", 5), ("same", 0), ("down", -2500))
        ]
        rows = change_bars.frames(groups, Look("en"))["groups"].to_pylist()
        assert [(r["label"], r["kind"]) for r in rows] == [("+5", "+"), ("0", "+"), ("−2.5K", "−")]


FILE = ("sales.csv", "Client,Date,Amount\n" + "\n".join(",".join(line.split()) for line in FIVE.strip().splitlines()))


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    @pytest.fixture(scope="class")
    def browser(self, own_rooms) -> str:
        return workspace_with(FILE)

    @pytest.fixture
    def visitor(self, browser) -> Visitor:
        return Visitor("en", browser)

    def page(self, visitor: Visitor, **link: str) -> Visitor:
        return visitor.opens("development", window="2025-01-01..2025-12-31", against="2024-01-01..2024-12-31", **link)

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("ru", "Выручка выросла на 8,0 % (+20): средний чек выше (+67,83), но заказывают реже (−47,83)."),
            ("en", "Revenue grew by 8.0% (+20): larger orders (+67.83), but fewer orders per client (−47.83)."),
        ],
    )
    def test_the_headline_tells_the_change_and_its_reasons_by_their_money(self, language, sentence, browser):
        assert self.page(Visitor(language, browser)).headline.replace("\u00a0", " ") == sentence

    def test_levers_are_told_before_and_after(self, visitor):
        rows = self.page(visitor).table("factor", "from", "to", "change")
        assert rows.to_numpy().tolist() == [
            ["Revenue", "250", "270", "+8.0%"],
            ["Clients", "4", "4", "0.0%"],
            ["Orders per client", "1.50", "1.25", "−16.7%"],
            ["Average order", "41.67", "54", "+29.6%"],
        ]

    def test_clients_are_listed_by_the_money_of_their_change(self, visitor):
        self.page(visitor)
        assert visitor.column("customer_id", "lever") == ["boris", "vera", "dina", "gena", "anna"]
        assert visitor.column("change", "lever") == ["+60", "−50", "+30", "−20", "0"]
        assert visitor.column("lever", "pair_revenue") == ["Number of orders", "Lost", "New", "Number of orders", "—"]
        assert visitor.column("pair_orders", "lever") == ["1 → 2", "1 → —", "— → 1", "2 → 1", "2 → 1"]

    def test_a_clicked_bar_leads_to_its_clients(self, visitor):
        self.page(visitor)
        visitor.app.session_state["split.en.False"] = {"selection": {"picked": [{"code": "Lost"}]}}
        assert visitor.runs().column("customer_id", "lever") == ["vera"]
        assert "Lost: 1 client" in visitor.reads()

    def test_a_threshold_of_the_link_changes_who_is_steady(self, visitor):
        self.page(visitor, development__steady="0.5")
        assert any(re.fullmatch("Steady: 3", text) for text in visitor.letters())

    def test_windows_of_different_length_are_told(self, visitor):
        visitor.opens("development", window="2025-01-01..2025-12-31", against="2024-01-01..2024-06-30")
        assert visitor.words("development.lengths_differ", then=182, now=365) in " ".join(visitor.reads())

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_window_without_sales_is_one_sentence(self, language, browser):
        visitor = Visitor(language, browser)
        visitor.opens("development", window="2025-01-01..2025-12-31", against="2023-01-01..2023-12-31")
        assert len(visitor.complaints) == 1 and visitor.headline is None

    def test_a_base_that_did_not_change_says_so(self):
        browser = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2024-01-01,9\nAnna,2025-12-31,9\n"))
        assert (
            Visitor("en", browser).opens("development").headline == "Revenue did not change: 9 in each of the periods."
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_rule_names_the_thresholds_in_force(self, language, visitor):
        page = Visitor(language, visitor.browser)
        page.app.session_state["development.how"] = True
        self.page(page, development__steady="0.2")
        assert any(words(language).percent(0.2) in text for text in page.reads() if "LMDI" in text)
