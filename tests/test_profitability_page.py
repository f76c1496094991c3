"""The page of profitability: its charts, its words for every kind of base, its clicks and sliders, the client's card."""

from __future__ import annotations

import json

import pytest

from analytics.charts import margin_map as map_chart
from analytics.charts import whale_curve as whale_chart
from analytics.charts.theme import Look
from analytics.methods.profitability import MARKS
from analytics.words import LANGUAGES, words
from tests.screens import Visitor, workspace_with
from tests.test_charts import BY_LOOK, draws_its_rows, is_a_template_over

pytestmark = pytest.mark.usefixtures("own_rooms")

LABELS = dict.fromkeys("customers level name rank profit strip revenue margin class".split(), "word")
CURVE = [
    {"rank": 1, "name": "anna", "profit": 100, "cumulative": 100, "profit_share": 1.0},
    {"rank": 2, "name": "boris", "profit": 50, "cumulative": 150, "profit_share": 1.5},
    {"rank": 3, "name": "vera", "profit": -50, "cumulative": 100, "profit_share": 1.0},
]
PEAK = {"kind": whale_chart.PEAK, "at": 2 / 3, "level": 1.5, "label": "1"}
END = {"kind": whale_chart.END, "at": 1.0, "level": 1.0, "label": "2"}
STRIP = [{"from": 2, "to": 3, "share": 1.0}]
CELLS = [{"x": 10.0, "y": 0.1, "customers": 5, "class": 0, "told": "A", "spoken": "A"}]
CLIENTS = [
    {"x": 100.0, "y": y, "class": i, "name": mark, "spoken": mark}
    | dict.fromkeys(("told_class", "told_revenue", "told_profit", "told_margin"), "word")
    for i, (mark, y) in enumerate(zip(map_chart.SHAPES, (0.1, 0.2, 0.3, 5.0, -5.0, -0.1), strict=True))
]
EACH_MONTH = {"Anna": (400, 100), "Boris": (300, 60), "Vera": (200, -30), "Gena": (50, 5), "Dina": (40, -5)}
LISTED = "Client,Cost to serve,Image client\nAnna,40,\nVera,10,\nDina,8,Yes\n"


def sales(months: int = 4) -> tuple[str, str]:
    """The same amount and profit of each client on the tenth of each month."""
    lines = [
        f"{client},2025-{month:02}-10,{amount},{profit}\n"
        for client, (amount, profit) in EACH_MONTH.items()
        for month in range(1, months + 1)
    ]
    return "sales.csv", "Client,Date,Amount,Profit\n" + "".join(lines)


def visitor_of(language: str, *files: tuple[str, str], **link: str) -> Visitor:
    return Visitor(language, workspace_with(*files)).opens("profitability", **link)


def shop(language: str = "en", listed: str = LISTED, **link: str) -> Visitor:
    files = [sales(), *([("customers.csv", listed)] if listed else [])]
    return visitor_of(language, *files, **link)


def whale(look: Look, is_share: bool = True) -> tuple:
    chart = whale_chart.chart(look, LABELS, whale_chart.reach(CURVE), is_share)
    fall = {"at": 1.0, "from": 1.5, "to": 1.0, "label": "3"}
    return chart, whale_chart.frames(whale_chart.points(CURVE, 3), [PEAK, END], fall, STRIP, 3, ["4"])


def margins(look: Look, dense: bool = True) -> tuple:
    frames = map_chart.frames(CELLS if dense else [], CLIENTS, (0.1, "5"), (-0.5, 0.5))
    return map_chart.chart(look, LABELS, (5, 200), (-0.55, 0.55), dense), frames


class TestCharts:
    @pytest.mark.parametrize("made", [whale, margins], ids=["whale", "margins"])
    @BY_LOOK
    def test_a_chart_is_a_template_and_draws_its_data(self, made, look):
        chart, frames = made(look)
        spec = chart.to_dict()
        assert "datasets" not in spec
        tables = {dataset: table.to_pandas() for dataset, table in frames.items()}
        is_a_template_over(spec, tables)
        draws_its_rows(spec, tables)

    def test_the_whale_begins_with_nobody_and_its_axis_holds_peak_strip_and_end(self):
        chart, frames = whale(Look("en"))
        rows = frames["curve"].to_pylist()
        assert (rows[0]["at"], rows[0]["level"], rows[-1]["at"], rows[-1]["level"]) == (0, 0, 1, 1)
        text = json.dumps(chart.to_dict())
        assert '"domain": [-0.105' in text and "1.74" in text

    def test_without_a_whole_profit_its_levels_are_money(self):
        lossy = [point | {"profit_share": None} for point in CURVE]
        assert whale_chart.reach(lossy) == (0, 150)

    def test_every_class_has_a_shape_and_a_colour_of_its_own(self):
        assert sorted(map_chart.SHAPES) == sorted(MARKS)
        assert len(set(map_chart.SHAPES.values())) == len(MARKS)
        for dark in (False, True):
            assert len({Look("en", dark).class_color(mark) for mark in map_chart.SHAPES}) == len(MARKS)

    def test_what_lies_beyond_the_axis_stands_at_its_end(self):
        _, frames = margins(Look("en"))
        levels = [row["y"] for row in frames["clients"].to_pylist()]
        assert (min(levels), max(levels)) == (-0.5, 0.5)


class TestPage:
    def test_the_headline_is_about_class_d(self):
        visitor = shop()
        assert visitor.headline == (
            "Class D is 1 client: it brings 20.2% of revenue and takes 130 of profit away. "
            "Without it the same period would have left 592 of profit. "
            "1 more fits the rule but is an image or prospective client: it comes to −28 and is shown apart."
        )

    def test_the_cut_of_the_link_is_in_force(self):
        visitor = shop(profit__d_margin="0.15")
        assert visitor.headline.startswith("Class D is 2 clients: they bring 25.3% of revenue and take 110")
        assert visitor.component("tune.profit.d_margin")["value"] == 15
        (line,) = visitor.component("cuts.margins")["lines"]
        assert line["code"] == "profit.d_margin" and 0.5 < line["level"] < 1

    def test_class_d_that_still_earns_takes_nothing_away(self):
        visitor = shop(listed="", profit__d_margin="0.5")
        assert "Class D is 5 clients: they bring 100.0% of revenue and leave 520 of profit" in visitor.headline

    def test_nobody_in_d_is_said_and_nothing_is_to_be_done(self):
        visitor = visitor_of(
            "en", ("sales.csv", "Client,Date,Amount,Profit\nAnna,2025-01-01,7,3\nBoris,2025-01-02,7,1\n")
        )
        assert visitor.headline.startswith("Nobody is in class D: all 2 clients")
        assert not any(words("en")("profitability.options") == text for text in visitor.reads())
        assert words("en")("profitability.no_fall") in visitor.reads()

    def test_equal_profits_and_a_base_that_loses(self):
        visitor = visitor_of("en", ("totals.csv", "Client,Amount,Profit\nAnna,10,-5\nBoris,10,-5\nVera,10,-5\n"))
        assert "Class D is 3 clients" in visitor.headline
        assert visitor.headline.endswith("The base as a whole came to −15, a loss.")

    def test_part_of_the_profit_unknown_is_said(self):
        visitor = visitor_of("en", ("totals.csv", "Client,Amount,Profit\nAnna,10,5\nBoris,10,\nVera,10,-5\n"))
        assert any("The profit of 1 client is not known" in text for text in visitor.reads())

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_without_profit_it_says_how_to_bring_it(self, language):
        visitor = visitor_of(language, ("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,7\n"))
        assert visitor.remarks == [words(language)("profitability.needs_profit")]

    def test_the_strict_rule_says_what_it_lacks(self):
        visitor = visitor_of("en", ("totals.csv", "Client,Amount,Profit\nAnna,10,5\nBoris,10,-5\n"))
        visitor.switches("profit.d_rule", "strict")
        assert words("en")("profitability.strict_needs_dates") in visitor.reads()
        assert visitor.link == {"profit.d_rule": "strict"}

    def test_the_table_tells_before_and_after_serving(self):
        told = shop().table("class", "cost_to_serve")
        assert told["class"].tolist() == ["A", "B", "C", "Image clients", "D"]
        assert told["profit_after_serving"].tolist() == ["600", "20", "0", "−28", "−130"]
        assert "eaten" not in shop(listed="").table("class", "margin").columns

    def test_a_click_on_the_map_lists_the_class(self):
        visitor = shop()
        assert visitor.column("customer_id", "profit_class", "cost_to_serve") == ["Vera"]
        picked = [{"class": map_chart.number_of("image")}]
        visitor.app.session_state["margins.en.False"] = {"selection": {"picked": picked}}
        visitor.runs()
        assert "Image clients: 1 client" in visitor.reads()
        assert visitor.column("customer_id", "profit_class", "cost_to_serve") == ["Dina"]

    def test_a_click_on_a_cell_lists_its_clients(self):
        visitor = shop()
        visitor.app.session_state["profit_nested.en.False"] = {"selection": {"cell": [{"down": "A", "across": "A"}]}}
        visitor.runs()
        assert "AA: 2 clients" in visitor.reads()

    def test_what_to_do_is_counted_for_the_class_and_for_a_client(self):
        told = " ".join(shop().reads())
        assert "(10% × 800 − (−130)) / (800 × (1 − 10%)) = 29.2%" in told
        assert "800 of revenue goes, and profit rises by 130" in told

    def test_a_cost_that_is_not_told_can_be_tried_and_is_stored_nowhere(self):
        visitor = shop(listed="")
        assert any("changes no class" in text for text in visitor.reads())
        assert any("Serving would then take" in text for text in visitor.reads())
        assert visitor.link == {}


class TestElsewhere:
    def test_the_card_says_why_a_client_is_in_d(self):
        visitor = shop().opens("client", client="Vera")
        told = visitor.reads()
        assert any(
            "Profit after serving −130 is not above zero; margin −16.2% against the cut of 0.0%" in text
            for text in told
        )
        assert any("it takes more profit: by 130" in text for text in told)

    def test_the_matrix_can_put_class_d_apart(self):
        visitor = Visitor("en", workspace_with(sales(6))).opens("abc_xyz")
        visitor.app.toggle(key="kept.matrix.with_d").set_value(True)
        visitor.runs()
        visitor.app.session_state["matrix.en.False"] = {"selection": {"cell": [{"down": "D", "across": "X"}]}}
        visitor.runs()
        assert "DX: 2 clients" in visitor.reads()
        assert visitor.column("customer_id", "abc_class") == ["Vera", "Dina"]

    def test_without_profit_the_matrix_offers_no_class_d(self):
        visitor = Visitor(
            "en",
            workspace_with(
                ("sales.csv", "Client,Date,Amount\n" + "".join(f"Anna,2025-0{m}-01,7\n" for m in range(1, 6)))
            ),
        )
        visitor.opens("abc_xyz")
        assert "kept.matrix.with_d" not in [toggle.key for toggle in visitor.app.toggle]
