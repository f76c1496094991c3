"""The growth matrix: activity, capacity, cuts, quadrants and its page. METHODS §14."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import initiators
from analytics.charts import growth_matrix as matrix_chart
from analytics.charts.theme import Look
from analytics.growth_side import Side, shortest
from analytics.methods import growth_matrix
from analytics.methods.growth_matrix import MEMBERS, months_of
from analytics.summary import tables
from analytics.thresholds import Thresholds
from tests.bases import Base, day, sales, totals
from tests.screens import Visitor, workspace_with

# Three months. anna orders each month, boris and vera in one, gena in one and twice.
ORDERS = """
    anna  01-10 100 1 bags   Client
    anna  02-10 100 2 mugs   manager
    anna  03-10 100 3 bags   client
    boris 01-15  50 4 bags   Manager
    vera  02-15 400 5 .      .
    gena  03-01  10 6 bags   клиент
    gena  03-31  10 7 pens   менеджер
"""
GRADES = "anna 2\nboris 5\nvera 4\ngena 1"
WINDOW = {"window": "01-01 03-31"}
INITIATED, ASSORTMENT = {"growth.activity": "initiated"}, {"growth.capacity": "assortment"}


def shop(grades: str = GRADES, orders: str = ORDERS) -> Base:
    base = sales("client day amount order category initiated_by", orders)
    return base.customers("client capacity", grades) if grades else base


def asked(base: Base, kind: str, client: str, day_of: str, times: int = 1) -> Base:
    rows = [(client, f"2025-{day_of}", kind)] * times
    return base.with_rows("contacts", ("customer_id", "date", "kind"), rows)


def matrix(base: Base, changes: dict | None = None, **view):
    return growth_matrix.of(base.warehouse, base.facts(changes, **(view or WINDOW)), Thresholds(changes))


def told(base: Base, column: str, changes: dict | None = None, **view) -> str:
    return base.told(column, changes, **(view or WINDOW))


def sizes(base: Base, changes: dict | None = None, **view) -> dict:
    found = matrix(base, changes, **view)
    return {r["quadrant"]: r["customers"] for r in growth_matrix.quadrants(base.warehouse, found, Thresholds(changes))}


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "end", "months"),
        [
            ("2025-01-01", "2025-03-31", 3), ("2025-01-01", "2025-01-31", 1), ("2023-07-01", "2026-06-30", 36),
            ("2025-02-15", "2025-04-30", 2.5), ("2025-01-31", "2025-02-28", 1 + 1 / 31), ("2025-01-01", "2025-01-02", 1),
        ],
    )  # fmt: skip
    def test_a_whole_month_is_one_and_a_part_its_days(self, start, end, months):
        assert months_of(day(start), day(end)) == pytest.approx(months)


class TestActivity:
    def test_orders_per_month(self):
        assert told(shop(), "activity") == f"vera {1 / 3}, anna 1.0, boris {1 / 3}, gena {2 / 3}"

    def test_requests_of_both_kinds_are_added_and_nothing_else(self):
        for kind, times in (("request", 2), ("request_own_form", 2), ("complaint", 0)):
            base = asked(shop(), kind, "boris", "02-02", 2)
            assert told(base, "activity").split(", ")[2] == f"boris {(1 + times) / 3}"

    def test_a_request_outside_the_window_is_not_of_it(self):
        base = asked(shop(), "request", "boris", "04-01", 5)
        assert told(base, "activity").split(", ")[2] == f"boris {1 / 3}"

    def test_a_request_of_nobody_we_know_adds_no_client(self):
        assert sum(sizes(asked(shop(), "request", "zoya", "02-02")).values()) == 4

    def test_the_share_the_client_began(self):
        """vera's order does not say who began it: not nobody, but not known."""
        assert told(shop(), "activity", INITIATED) == f"vera ., anna {2 / 3}, boris 0.0, gena 0.5"

    def test_an_order_is_the_clients_when_one_of_its_lines_says_so(self):
        lines = "anna 01-10 100 1 bags manager\nanna 01-10 100 1 mugs client\nanna 02-10 100 2 mugs manager"
        assert told(shop("anna 3", lines), "activity", INITIATED) == "anna 0.5"

    def test_a_return_is_not_asked_who_began_it(self):
        lines = "anna 01-10 100 1 bags client\nanna 01-20 -50 2 bags manager"
        assert told(shop("anna 3", lines), "activity", INITIATED) == "anna 1.0"

    @pytest.mark.parametrize("word", ["Клиент", "по инициативе клиента", "Customer", "заказчик", "Входящий"])
    def test_words_for_the_client(self, word):
        assert initiators.is_client(word)

    @pytest.mark.parametrize("word", ["Менеджер", "manager", "Иванова", "", None])
    def test_all_else_is_the_company(self, word):
        assert not initiators.is_client(word)


class TestCapacity:
    def test_the_grade_as_it_is(self):
        assert told(shop(), "capacity") == "vera 4.0, anna 2.0, boris 5.0, gena 1.0"

    def test_of_two_grades_of_one_client_the_higher(self):
        assert told(shop("anna 2\nanna 4"), "capacity").split(", ")[1] == "anna 4.0"

    def test_what_of_the_range_is_not_bought_yet(self):
        assert told(shop(), "capacity", ASSORTMENT) == f"vera ., anna {1 / 3}, boris {2 / 3}, gena {1 / 3}"

    def test_a_returned_category_is_not_bought_but_a_sold_one_is_sold(self):
        lines = "anna 01-10 100 1 bags .\nanna 01-20 -50 2 mugs .\nboris 01-10 100 3 mugs ."
        assert told(shop("", lines), "capacity", ASSORTMENT) == "boris 0.5, anna 0.5"

    def test_the_range_is_the_whole_companys_under_a_filter_of_channels(self):
        base = sales("client day amount category channel", "anna 01-10 9 bags web\nboris 01-10 9 mugs shop")
        assert told(base, "capacity", ASSORTMENT, only={"channel": ["web"]}) == "anna 0.5"
        assert told(base, "capacity", ASSORTMENT, only={"category": ["bags"]}) == "anna 0.0"


class TestSources:
    def test_grades_come_before_the_range_and_the_range_before_nothing(self):
        assert matrix(shop()).capacity.source == "graded"
        assert matrix(shop("")).capacity.source == "assortment"
        assert matrix(shop("zoya 5")).capacity.source == "assortment"

    def test_what_was_chosen_but_is_not_there_gives_way(self):
        base = sales("client day amount", "anna 01-10 9").customers("client capacity", "anna 3")
        found = matrix(base, INITIATED | ASSORTMENT)
        assert (found.activity.source, found.capacity.source) == ("per_month", "graded")

    @pytest.mark.parametrize(
        ("columns", "rows", "why"),
        [
            ("client day amount", "anna 01-10 9", {"initiated": "no_initiator", "assortment": "no_categories"}),
            ("client day amount category", "anna 01-10 9 bags", {"assortment": "one_category"}),
            ("client day amount category", "anna 01-10 9 .", {"assortment": "no_categories"}),
            ("client day amount initiated_by", "anna 01-10 9 manager", {"initiated": "never_by_client"}),
        ],
    )
    def test_what_is_not_there_says_why(self, columns, rows, why):
        base = sales(columns, rows)
        found = growth_matrix.sources(base.warehouse, base.facts())
        told = found["activity"] | found["capacity"]
        assert why.items() <= told.items() and told["graded"] == "no_grades"
        assert matrix(base) is None and growth_matrix.table(base.warehouse, base.facts(), Thresholds()) == []

    def test_totals_tell_orders_but_no_range(self):
        base = totals("client amount orders", "anna 90 9\nboris 10 1\nvera 5 .").customers("client capacity", GRADES)
        assert growth_matrix.sources(base.warehouse, base.facts())["capacity"]["assortment"] == "needs_sales"
        assert base.told("activity") == "anna 9.0, boris 1.0, vera ."
        assert (matrix(base, as_of="").months, base.told("growth_quadrant")) == (
            None,
            "anna cash_cows, boris difficult_children, vera .",
        )

    def test_totals_without_orders_have_no_matrix(self):
        base = totals("client amount", "anna 90").customers("client capacity", "anna 2")
        assert growth_matrix.sources(base.warehouse, base.facts())["activity"]["per_month"] == "no_orders"
        assert (base.told("growth_quadrant"), base.told("activity"), base.told("capacity")) == ("anna .",) * 3


class TestQuadrants:
    def test_the_medians_part_the_clients(self):
        """Activity 1/3, 1/3, 2/3, 1: median 1/2. Capacity 1, 2, 4, 5: median 3."""
        assert growth_matrix.cuts(Thresholds(), matrix(shop())) == (pytest.approx(0.5), 3)
        assert (
            told(shop(), "growth_quadrant")
            == "vera difficult_children, anna cash_cows, boris difficult_children, gena cash_cows"
        )

    def test_a_client_exactly_on_a_cut_is_high(self):
        at = {"growth.activity_cut": 1, "growth.capacity_cut": 2}
        assert (
            told(shop(), "growth_quadrant", at)
            == "vera difficult_children, anna stars, boris difficult_children, gena dogs"
        )
        above = {"growth.activity_cut": 1.0001, "growth.capacity_cut": 2.0001}
        assert told(shop(), "growth_quadrant", above).split(", ")[1] == "anna dogs"

    def test_where_nobody_is_below_the_median_the_cut_is_the_next_value_up(self):
        """Most order once: at the median itself everybody would be active."""
        lines = "anna 01-10 9 1 . .\nboris 01-10 9 2 . .\nvera 01-10 9 3 . .\ngena 01-10 9 4 . .\ngena 02-10 9 5 . ."
        found = matrix(shop(GRADES, lines))
        assert (found.activity.least, found.activity.fitted) == (1 / 3, 2 / 3)

    def test_everybody_alike_is_everybody_high(self):
        base = shop("anna 3\nboris 3\nvera 3\ngena 3")
        found = matrix(base)
        assert (found.capacity.parts_nobody, found.capacity.fitted) == (True, 3)
        assert sizes(base) == {"stars": 2, "cash_cows": 0, "difficult_children": 2, "dogs": 0}

    def test_the_median_is_of_those_on_the_matrix(self):
        assert matrix(shop("anna 2\nboris 5")).activity.fitted == pytest.approx(2 / 3)

    def test_clients_of_unknown_capacity_are_counted_apart(self):
        base = shop("anna 2\nboris 5")
        assert sizes(base)[None] == 2
        assert matrix(base).unknown == {"capacity": 2}
        assert matrix(base, INITIATED).unknown == {"activity": 1, "capacity": 1}

    def test_nobody_on_the_matrix_breaks_nothing(self):
        base = sales(
            "client day amount category initiated_by",
            "anna 01-10 9 . client\nboris 01-11 9 bags .\nboris 01-12 9 mugs .",
        )
        found = matrix(base, INITIATED)
        assert (found.known, sizes(base, INITIATED)) == (0, dict.fromkeys(MEMBERS, 0) | {None: 2})
        assert growth_matrix.bubbles(base.warehouse, found) == growth_matrix.density(base.warehouse, found, 5, 5) == []

    @pytest.mark.parametrize("code", [*MEMBERS, None])
    def test_the_list_of_a_quadrant_is_as_long_as_its_count(self, code):
        base, thresholds = shop("anna 2\nboris 5\ngena 1"), Thresholds()
        found = matrix(base)
        listed = base.warehouse.rows(growth_matrix.members(found, thresholds, code))
        wanted = {r["quadrant"]: r["customers"] for r in growth_matrix.quadrants(base.warehouse, found, thresholds)}
        assert len(listed) == wanted.get(code, 0)

    def test_the_rows_of_the_contract(self):
        base = shop()
        rows = tables(base.warehouse, base.facts(**WINDOW), Thresholds())["growth"]
        assert [tuple(row) for row in rows] == [("quadrant", "customers", "revenue")] * 4
        assert [row["quadrant"] for row in rows] == list(MEMBERS) and sum(row["revenue"] for row in rows) == 770


GRADE = st.one_of(st.none(), st.integers(1, 5))
CLIENTS = st.lists(st.tuples(st.integers(1, 4), GRADE), min_size=1, max_size=8)
CUT = st.one_of(st.none(), st.floats(0, 6, allow_nan=False))


def drawn(clients: list[tuple[int, int | None]]) -> Base:
    lines = [
        (f"c{i}", f"2025-0{1 + n % 3}-1{n}", 10 * (i + 1))
        for i, (orders, _) in enumerate(clients)
        for n in range(orders)
    ]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), lines)
    graded = [(f"c{i}", grade) for i, (_, grade) in enumerate(clients) if grade]
    return base.with_rows("customers", ("customer_id", "capacity"), graded or [("zoya", 3)])


class TestLaws:
    @settings(max_examples=25, deadline=None)
    @given(CLIENTS, CUT, CUT)
    def test_quadrants_hold_those_with_both_sides_once_each(self, clients, activity, capacity):
        base, thresholds = (
            drawn(clients),
            Thresholds({"growth.activity_cut": activity, "growth.capacity_cut": capacity}),
        )
        found = growth_matrix.of(base.warehouse, base.facts(), thresholds)
        known = sum(1 for _, grade in clients if grade)
        if found is None:
            assert not known
            return
        rows = growth_matrix.quadrants(base.warehouse, found, thresholds)
        assert sum(row["customers"] for row in rows if row["quadrant"]) == known == found.known
        assert sum(row["revenue"] for row in rows) == base.facts().whole["revenue"]
        at = growth_matrix.cuts(thresholds, found)
        codes = [growth_matrix.quadrant_of(client, at) for client in growth_matrix.bubbles(base.warehouse, found)]
        assert {r["quadrant"]: r["customers"] for r in rows if r["quadrant"]} == {c: codes.count(c) for c in MEMBERS}
        assert sum(cell["customers"] for cell in growth_matrix.density(base.warehouse, found, 9, 5)) == known

    @settings(max_examples=25, deadline=None)
    @given(CLIENTS.filter(lambda clients: any(grade for _, grade in clients)))
    def test_a_higher_cut_never_makes_a_client_active(self, clients):
        base = drawn(clients)
        active = []
        for cut in (0, 0.5, 1, 2, 5):
            thresholds = Thresholds({"growth.activity_cut": cut})
            rows = growth_matrix.quadrants(
                base.warehouse, growth_matrix.of(base.warehouse, base.facts(), thresholds), thresholds
            )
            active.append(rows[0]["customers"] + rows[1]["customers"])
        assert active == sorted(active, reverse=True)


ORDERS_SIDE = Side("per_month", 1 / 36, 5, 2, 2 / 36, 1 / 36)
GRADES_SIDE = Side("graded", 1, 5, 5, 3, 1)
SHARE_SIDE = Side("initiated", 0, 1, 1, 0.5)


class TestSides:
    def test_the_line_of_a_cut_stands_between_those_below_and_those_on_it(self):
        assert [GRADES_SIDE.line(cut) for cut in (1, 2.5, 3, 6)] == [0.5, 2.5, 2.5, 5.5]
        assert ORDERS_SIDE.line(2 / 36) == pytest.approx(1.5 / 36)

    def test_the_hand_gets_the_shortest_number_that_parts_so(self):
        assert GRADES_SIDE.cut_at(GRADES_SIDE.axis.level(2.4)) == 3
        assert ORDERS_SIDE.cut_at(ORDERS_SIDE.axis.level(1.5 / 36)) == 0.05
        assert SHARE_SIDE.cut_at(SHARE_SIDE.axis.level(0.33333)) == 0.333
        assert shortest(0.5, 7 / 12) == 0.58

    @pytest.mark.parametrize("side", [ORDERS_SIDE, GRADES_SIDE])
    @given(level=st.floats(0, 1))
    def test_a_line_put_back_where_it_stands_stays(self, side, level):
        cut = side.cut_at(level)
        assert side.line(side.cut_at(side.level(cut))) == side.line(cut)

    @pytest.mark.parametrize("side", [ORDERS_SIDE, GRADES_SIDE, SHARE_SIDE])
    def test_an_arrow_key_always_moves_the_line_and_back(self, side):
        cut = side.fitted
        for _ in range(4):
            further = side.cut_at(side.level(cut) + side.key_step(cut))
            assert side.line(further) > side.line(cut)
            assert side.line(side.cut_at(side.level(further) - side.key_step(further))) < side.line(further)
            cut = further if side.line(further) < side.axis.high else cut

    @pytest.mark.parametrize(
        "side", [ORDERS_SIDE, GRADES_SIDE, SHARE_SIDE, Side("assortment", 0.5, 0.5, 0.5, 0.5, 0.5)]
    )
    def test_edges_climb_over_the_whole_axis(self, side):
        edges = side.edges(12)
        assert (edges[0], edges[-1]) == (side.axis.low, side.axis.high) and edges == sorted(set(edges))

    @pytest.mark.parametrize(
        "side", [Side("per_month", 1, 1, 1, 1, 1), Side("graded", 3, 3, 3, 3, 1), Side("per_month", 0, 9, 9, 1, 1)]
    )
    def test_a_side_on_which_all_are_alike_has_an_axis(self, side):
        assert side.axis.low < side.line(side.fitted) < side.axis.high or side.line(side.fitted) == side.axis.low
        assert 0 <= side.level(side.least) <= side.level(side.most) <= 1

    def test_a_bubble_is_always_drawn_near_its_values(self):
        rows = [{"customer_id": f"c{i}", "activity": 2 / 36, "capacity": 3, "revenue": i} for i in range(50)]
        words = [dict.fromkeys((*matrix_chart.WRITTEN, "spoken"), "")] * 50
        drawn = matrix_chart.bubbles(rows, ORDERS_SIDE, GRADES_SIDE, words)
        assert drawn.equals(matrix_chart.bubbles(rows, ORDERS_SIDE, GRADES_SIDE, words))
        assert all(
            abs(x - 2 / 36) < 0.5 / 36 and abs(y - 3) < 0.5
            for x, y in zip(*(drawn[a].to_pylist() for a in "xy"), strict=True)
        )
        assert len(set(drawn["x"].to_pylist())) > 40

    @pytest.mark.parametrize("dark", [False, True])
    def test_the_chart_is_a_template(self, dark):
        labels = dict.fromkeys(("across", "up", "activity", "capacity", "revenue", "quadrant"), "-")
        spec = matrix_chart.chart(
            Look("en", dark), labels, *map(matrix_chart.reach, (ORDERS_SIDE, GRADES_SIDE)), 20
        ).to_dict()
        assert {layer["data"]["name"] for layer in spec["layer"]} == {"quadrants", "cells", "bubbles"}


SOLD = """Client,Date,Amount,Order,Category,Initiated by
Anna,2025-01-10,100,1,bags,Client
Anna,2025-02-10,100,2,mugs,Manager
Anna,2025-03-31,100,3,bags,Client
Boris,2025-01-01,50,4,bags,Manager
Vera,2025-02-15,400,5,mugs,Client
"""
LISTED = "Client,Capacity\nAnna,2\nBoris,5\n"


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    def test_it_follows_the_sliders_and_the_link(self):
        browser = workspace_with(("sales.csv", SOLD), ("customers.csv", LISTED))
        visitor = Visitor("en", browser).opens("growth_matrix")
        assert "1 difficult child could buy more but is passive: 6.7% of revenue" in visitor.headline
        assert any("1 client whose capacity is not graded" in text for text in visitor.reads())
        visitor = Visitor("en", browser).opens("growth_matrix", growth__capacity_cut="2", growth__activity_cut="0.1")
        assert visitor.headline.startswith("2 stars are active")

    def test_another_source_takes_its_cut_from_the_data_again(self):
        browser = workspace_with(("sales.csv", SOLD), ("customers.csv", LISTED))
        visitor = Visitor("en", browser).opens("growth_matrix", growth__capacity_cut="5")
        visitor.switches("growth.capacity", "assortment")
        assert visitor.link.get("growth.capacity") == "assortment" and "growth.capacity_cut" not in visitor.link

    def test_both_cuts_can_be_dragged_over_the_chart(self):
        visitor = Visitor("ru", workspace_with(("sales.csv", SOLD), ("customers.csv", LISTED))).opens("growth_matrix")
        across, up = (visitor.component(f"cuts.growth_{side}") for side in ("activity", "capacity"))
        assert (across["across"], up["across"]) == (True, False)
        assert [line["code"] for line in (*across["lines"], *up["lines"])] == ["activity", "capacity"]

    def test_a_click_on_a_quadrant_lists_its_clients(self):
        visitor = Visitor("en", workspace_with(("sales.csv", SOLD), ("customers.csv", LISTED))).opens("growth_matrix")
        assert "Difficult children: 1 client" in visitor.reads()
        picked = [{"quadrant": MEMBERS.index("cash_cows")}]
        visitor.app.session_state["growth.en.False"] = {"selection": {"picked": picked}}
        visitor.runs()
        assert "Cash cows: 1 client" in visitor.reads()
        assert visitor.column("customer_id", "capacity") == ["Anna"]

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_without_capacity_it_says_what_to_bring_and_why(self, language):
        browser = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,7\n"))
        visitor = Visitor(language, browser).opens("growth_matrix")
        assert visitor.words("growth_matrix.needs_capacity") in visitor.remarks
        assert any(visitor.words("growth_matrix.no_grades") in text for text in visitor.reads())
