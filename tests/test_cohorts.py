"""Cohorts: clients by the bucket they came in, and what every bucket since brought. METHODS §11."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from analytics import ingest, summary
from analytics.charts import cohort_lines, cohort_map
from analytics.charts.theme import Look
from analytics.classes import count
from analytics.errors import Unusable
from analytics.facts import build
from analytics.methods import cohorts
from analytics.methods.cohorts import Cohorts
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from tests.bases import Base, day, monthly, sales
from tests.screens import Visitor, as_read, is_sentence, workspace_with
from tests.test_charts import LOOKS, drawn, fields, walked

FOUR = "01-01 04-30"
# anna and boris came in January, vera in February, gena in March
FOUR_CLIENTS = {"anna": [10, 20, 0, 5], "boris": [10, 0, 0, 0], "vera": [0, 7, 7, 0], "gena": [0, 0, 3, 0]}
SHOP_OR_NET = """
    anna   01-10 10 shop
    anna   02-10 50 net
    boris  01-20 10 net
    boris  03-20  5 net
    vera   02-10 10 shop
    vera   03-10 10 shop
    gena   03-10 10 net
"""
# of January, February and March 1997, months 0..7: ../oracles and METHODS §11
CDNOW = {
    "1997-01-01": [781, 124, 95, 70, 65, 77, 65, 53],
    "1997-02-01": [857, 134, 110, 75, 77, 75, 61, 61],
    "1997-03-01": [719, 87, 84, 78, 63, 64, 55, 57],
}


def built(base: Base, bucket: str = "month", split: str | None = None, **view) -> Cohorts:
    return cohorts.build(base.warehouse, base.facts(**view), bucket, split)


def by_date(base: Base, bucket: str = "month", **view) -> list[dict]:
    return cohorts.by_date(base.warehouse, built(base, bucket, **view))


def by_group(base: Base, split: str, include_unfinished: bool = False, **view) -> list[dict]:
    return cohorts.by_group(base.warehouse, built(base, "month", split, **view), include_unfinished)


def told(rows: list[dict], key: str = "customers") -> dict[str, str]:
    """First day of a cohort, or place of its group → one value of each of its buckets, `.` for nothing."""
    found: dict[str, list[str]] = {}
    for row in rows:
        value = row[key]
        shown = "." if value is None else f"{value:g}" if isinstance(value, float) else str(value).replace(".0000", "")
        found.setdefault(str(row["cohort"]), []).append(shown)
    return {cohort: " ".join(values) for cohort, values in found.items()}


class TestByDate:
    def test_clients_stand_in_the_month_of_their_first_order(self):
        assert told(by_date(monthly(FOUR_CLIENTS), window=FOUR)) == {
            "2025-01-01": "2 1 0 1",
            "2025-02-01": "1 1 0",
            "2025-03-01": "1 0",
        }

    def test_the_rate_is_of_those_who_came(self):
        assert told(by_date(monthly(FOUR_CLIENTS), window=FOUR), "rate")["2025-01-01"] == "1 0.5 0 0.5"

    def test_money_by_bucket_so_far_and_per_client(self):
        rows = by_date(monthly(FOUR_CLIENTS), window=FOUR)
        assert told(rows, "revenue")["2025-01-01"] == "20 20 0 5"
        assert told(rows, "cumulative_revenue")["2025-01-01"] == "20 40 40 45"
        assert told(rows, "revenue_per_client")["2025-01-01"] == "10 20 20 22.5"
        assert told(rows, "profit_per_client")["2025-01-01"] == ". . . ."

    def test_profit_where_the_base_has_it(self):
        base = sales("client day amount profit", "anna 01-10 10 4\nanna 02-10 10 .\nboris 01-10 10 1")
        rows = by_date(base, window="01-01 03-31")
        assert told(rows, "profit_per_client") == {"2025-01-01": "2.5 2.5 2.5"}
        assert told(rows, "profit") == {"2025-01-01": "5 . 0"}

    def test_the_future_has_no_cells(self):
        rows = by_date(monthly(FOUR_CLIENTS), window=FOUR)
        assert max(row["first_day"] for row in rows) == day("04-01")
        assert [row["bucket"] for row in rows if row["cohort"] == day("03-01")] == [0, 1]

    def test_a_month_without_a_sale_is_nothing_bought_not_nothing_known(self):
        assert told(by_date(monthly({"anna": [1, 0, 0, 0]}), window=FOUR)) == {"2025-01-01": "1 0 0 0"}

    def test_a_month_nobody_came_in_has_no_cohort(self):
        assert list(told(by_date(monthly({"anna": [1, 0, 0], "boris": [0, 0, 1]}), window="01-01 03-31"))) == [
            "2025-01-01",
            "2025-03-01",
        ]

    @pytest.mark.parametrize(
        ("bucket", "cohort", "customers"),
        [("quarter", "2025-01-01", "2 1"), ("year", "2025-01-01", "2"), ("week", "2025-01-06", "1 1 0")],
    )
    def test_on_another_bucket(self, bucket, cohort, customers):
        base = sales("client day amount", "anna 01-08 1\nanna 01-15 1\nanna 06-20 1\nboris 02-20 1")
        assert told(by_date(base, bucket, window="01-01 06-30"))[cohort].startswith(customers)

    def test_everyone_is_in_the_first_bucket_even_who_brought_all_of_it_back(self):
        base = sales("client day amount", "anna 01-10 50\nanna 01-20 -50\nanna 02-10 5")
        rows = by_date(base, window="01-01 02-28")
        assert (told(rows), told(rows, "rate"), told(rows, "revenue")) == (
            {"2025-01-01": "1 1"},
            {"2025-01-01": "1 1"},
            {"2025-01-01": "0 5"},
        )

    @pytest.mark.parametrize("returned", [-5, -9])
    def test_later_only_net_revenue_above_zero_is_buying(self, returned):
        base = sales("client day amount", f"anna 01-10 50\nanna 02-10 5\nanna 02-11 {returned}")
        assert told(by_date(base, window="01-01 02-28")) == {"2025-01-01": "1 0"}

    def test_a_free_order_is_coming_but_not_buying(self):
        base = sales("client day amount", "anna 01-10 0\nanna 02-10 0\nanna 03-10 1")
        assert told(by_date(base, window="01-01 03-31")) == {"2025-01-01": "1 0 1"}

    def test_a_return_before_the_first_order_is_money_of_the_first_bucket(self):
        rows = by_date(sales("client day amount", "anna 01-10 -5\nanna 02-10 20"), window="01-01 02-28")
        assert (told(rows), told(rows, "revenue")) == ({"2025-02-01": "1"}, {"2025-02-01": "15"})

    def test_who_only_returned_never_came(self):
        rows = by_date(sales("client day amount", "anna 01-10 5\nboris 01-11 -5"), window="01-01 01-31")
        assert (told(rows), told(rows, "revenue")) == ({"2025-01-01": "1"}, {"2025-01-01": "5"})


class TestTheWindow:
    def test_a_cohort_is_told_from_the_first_order_ever(self):
        rows = by_date(monthly(FOUR_CLIENTS), window="03-01 04-30")
        assert told(rows) == {"2025-01-01": "0 1", "2025-02-01": "1 0", "2025-03-01": "1 0"}
        assert [row["bucket"] for row in rows] == [2, 3, 1, 2, 0, 1]
        assert told(rows, "clients")["2025-01-01"] == "2 2"

    def test_what_came_so_far_is_not_known_without_the_first_bucket(self):
        rows = by_date(monthly(FOUR_CLIENTS), window="03-01 04-30")
        assert told(rows, "cumulative_revenue") == {"2025-01-01": ". .", "2025-02-01": ". .", "2025-03-01": "3 3"}

    def test_who_comes_after_the_window_is_in_no_cohort(self):
        assert told(by_date(monthly(FOUR_CLIENTS), window="01-01 02-28")) == {"2025-01-01": "2 1", "2025-02-01": "1"}

    def test_who_comes_later_in_the_last_bucket_is_not_counted_either(self):
        base = sales("client day amount", "anna 01-10 1\nboris 01-20 1")
        assert told(by_date(base, window="01-01 01-15")) == {"2025-01-01": "1"}

    def test_buckets_cut_by_the_window_are_marked(self):
        rows = by_date(monthly(FOUR_CLIENTS), window="01-10 04-20")
        assert told(rows, "finished") == {
            "2025-01-01": "False True True False",
            "2025-02-01": "True True False",
            "2025-03-01": "True False",
        }

    def test_only_what_does_not_change_any_more_counts_but_the_clients_who_came_stay(self):
        rows = by_date(monthly(FOUR_CLIENTS | {"dina": [0, 0, 0, 9]}), window="01-10 04-20")
        assert told(cohorts.counted(rows)) == {"2025-01-01": "2 1 0", "2025-02-01": "1 1", "2025-03-01": "1"}
        assert cohorts.counted(rows, include_unfinished=True) == rows

    def test_under_a_filter_a_client_came_with_its_first_order_ever(self):
        base = sales("client day amount channel", SHOP_OR_NET)
        rows = by_date(base, window="01-01 03-31", only={"channel": ["net"]})
        assert told(rows) == {"2025-01-01": "2 1 1", "2025-03-01": "1"}
        assert told(rows, "revenue") == {"2025-01-01": "10 50 5", "2025-03-01": "10"}


class TestTogether:
    def rows(self, **view) -> list[dict]:
        base = monthly(FOUR_CLIENTS)
        return cohorts.together(base.warehouse, built(base, **view))

    def test_each_bucket_is_of_those_for_whom_it_has_passed(self):
        rows = self.rows(window=FOUR)
        assert (told(rows, "clients"), told(rows)) == ({"0": "4 4 3 2"}, {"0": "4 2 0 1"})
        assert told(rows, "rate") == {"0": "1 0.5 0 0.5"}

    def test_money_per_client_is_added_up_bucket_by_bucket(self):
        """20+7+3 of 4, then 20+7+0 of 4, then nothing of 3, then 5 of 2."""
        assert told(self.rows(window=FOUR), "revenue_per_client") == {"0": "7.5 14.25 14.25 16.75"}

    def test_an_unfinished_bucket_takes_no_part(self):
        assert told(self.rows(window="01-01 04-20"), "clients") == {"0": "4 3 2"}

    def test_it_is_firm_while_half_of_the_clients_are_there(self):
        assert [row["bucket"] for row in cohorts.firm(self.rows(window=FOUR))] == [0, 1, 2, 3]
        assert [row["bucket"] for row in cohorts.firm(self.rows(window="01-01 04-20"))] == [0, 1, 2]
        assert cohorts.firm([]) == []


class TestByGroup:
    def groups(self, base: Base, split: str, **view) -> str:
        found = built(base, "month", split, **view).groups
        return ", ".join(f"{g.place} {g.value or '.'} {g.clients}" for g in found)

    def test_a_client_belongs_to_the_channel_of_its_first_order(self):
        base = sales("client day amount channel", SHOP_OR_NET)
        assert self.groups(base, "channel", window="01-01 03-31") == "1 net 2, 2 shop 2"
        rows = by_group(base, "channel", window="01-01 03-31")
        assert (told(rows), told(rows, "clients")) == ({"1": "2 0 1", "2": "2 2 0"}, {"1": "2 1 1", "2": "2 2 1"})

    def test_of_several_categories_at_first_that_counts_on_which_most_was_spent(self):
        base = sales(
            "client day amount category",
            "anna 01-10 4 mugs\nanna 01-10 3 pens\nanna 01-10 3 pens\nboris 01-10 1 mugs",
        )
        found = cohorts.clients_of(built(base, "month", "category", window="01-01 01-31"), 2, 0)
        assert self.groups(base, "category", window="01-01 01-31") == "1 mugs 1, 2 pens 1"
        assert base.warehouse.rows(found) == [{"customer_id": "anna"}]

    def test_what_was_brought_back_the_same_day_was_still_bought(self):
        base = sales("client day amount category", "anna 01-10 10 pens\nanna 01-10 -9 pens\nanna 01-10 5 mugs")
        assert self.groups(base, "category", window="01-01 01-31") == "1 pens 1"

    def test_a_client_without_a_value_is_not_given(self):
        base = sales("client day amount manager", "anna 01-10 4 olga\nboris 01-10 4 .\nvera 01-11 4 olga")
        assert self.groups(base, "manager", window="01-01 01-31") == "1 olga 2, 2 . 1"

    def test_a_column_of_the_list_of_clients(self):
        base = monthly(FOUR_CLIENTS).customers("customer_id source", "anna fair\nboris fair\nvera web\nolga web")
        assert cohorts.splits(base.warehouse) == ("source",)
        assert self.groups(base, "source", window=FOUR) == "1 fair 2, 2 web 1, 3 . 1"
        assert told(by_group(base, "source", window=FOUR))["1"] == "2 1 0 1"

    def test_age_goes_by_tens(self):
        base = monthly(FOUR_CLIENTS).customers("customer_id age", "anna 21\nboris 29\nvera 30\ngena old")
        assert self.groups(base, "age", window=FOUR) == "1 20–29 2, 2 30–39 1, 3 old 1"

    def test_the_commonest_twelve_stand_alone_and_the_others_together(self):
        rows = [f"c{i:02}{j} 01-10 1 m{i:02}" for i in range(14) for j in range(2 if i < 12 else 1)]
        base = sales("client day amount manager", "\n".join(rows))
        found = built(base, "month", "manager", window="01-01 01-31").groups
        assert [g.value for g in found] == [f"m{i:02}" for i in range(12)] + [None]
        assert (found[-1].place, found[-1].clients) == (cohorts.OTHERS, 2)

    def test_columns_to_split_by_are_those_the_base_has(self):
        base = sales("client day amount channel manager", "anna 01-10 1 net olga").customers(
            "customer_id city manager", "anna Omsk olga"
        )
        assert cohorts.splits(base.warehouse) == ("channel", "manager", "city")

    @pytest.mark.parametrize("split", ["channel", "shoe_size", "customer_id from sales; drop table sales"])
    def test_another_column_is_refused(self, split):
        base = monthly(FOUR_CLIENTS)
        with pytest.raises(Unusable) as fault:
            built(base, "month", split)
        assert fault.value.code == "filter_unknown"


class TestClientsOfACell:
    def clients(self, base: Base, row, since: int, split: str | None = None, **view) -> str:
        facts = base.facts(**view)
        among = cohorts.clients_of(cohorts.build(base.warehouse, facts, "month", split), row, since)
        rows = base.warehouse.rows(
            f"select customer_id from {facts.customers} where customer_id in ({among}) order by 1"
        )
        return " ".join(row["customer_id"] for row in rows)

    @pytest.mark.parametrize(("since", "clients"), [(0, "anna boris"), (1, "anna"), (2, ""), (3, "anna")])
    def test_of_a_month(self, since, clients):
        assert self.clients(monthly(FOUR_CLIENTS), day("01-01"), since, window=FOUR) == clients

    @pytest.mark.parametrize(
        ("place", "since", "clients"), [(1, 0, "boris gena"), (1, 2, "boris"), (2, 1, "anna vera"), (2, 2, "")]
    )
    def test_of_a_channel(self, place, since, clients):
        base = sales("client day amount channel", SHOP_OR_NET)
        assert self.clients(base, place, since, "channel", window="01-01 03-31") == clients


class TestLaws:
    amounts = st.lists(st.integers(-30, 60), min_size=5, max_size=5)
    bases = st.dictionaries(st.sampled_from("abcdefgh"), amounts, min_size=1).filter(
        lambda clients: any(amount > 0 for row in clients.values() for amount in row)
    )

    @given(bases, st.sampled_from(["month", "quarter"]))
    @settings(max_examples=12, deadline=None)
    def test_everyone_comes_once_nobody_more_than_once_and_no_money_is_lost(self, clients, bucket):
        base = monthly(clients)
        facts, rows = base.facts(), by_date(base, bucket)
        assert all(row["rate"] == 1 for row in rows if row["bucket"] == 0)
        assert all(0 <= row["rate"] <= 1 and row["customers"] <= row["clients"] for row in rows)
        assert sum(row["clients"] for row in rows if row["bucket"] == 0) == facts.whole["clients"]
        assert sum(row["revenue"] for row in rows) == facts.whole["revenue"]
        assert all(row["first_day"] <= facts.view.end for row in rows)

    @given(bases)
    @settings(max_examples=6, deadline=None)
    def test_the_clients_of_a_cell_are_as_many_as_it_says(self, clients):
        base = monthly(clients)
        facts, found = base.facts(), built(base)
        for row in cohorts.by_date(base.warehouse, found):
            among = cohorts.clients_of(found, row["cohort"], row["bucket"])
            assert count(base.warehouse, facts, (), {}, among=among) == row["customers"]


class TestRealBases:
    @pytest.fixture(scope="class")
    def opened(self, tmp_path_factory) -> Callable[[str], Warehouse]:
        held: dict[str, Warehouse] = {}

        def open_sample(key: str) -> Warehouse:
            if key not in held:
                folder, sample = tmp_path_factory.mktemp(key), sample_data.sample(key)
                files = sample.files("en", folder)
                held[key] = Warehouse(folder / "base", readable=[path for _, path in files])
                ingest.load(held[key], [ingest.understand(p, hints=ingest.Hints(kind=k)) for k, p in files])
            return held[key]

        yield open_sample
        for warehouse in held.values():
            warehouse.close()

    def test_cdnow_as_published(self, opened):
        warehouse = opened("cdnow")
        rows = cohorts.by_date(warehouse, cohorts.build(warehouse, build(warehouse, View()), "month"))
        counted = {cohort: [int(n) for n in customers.split()] for cohort, customers in told(rows).items()}
        assert {cohort: customers[:8] for cohort, customers in counted.items()} == CDNOW
        assert [len(customers) for customers in counted.values()] == [18, 17, 16]

    def test_cdnow_by_quarter_counts_the_same_buyers_as_its_published_quarters(self, opened):
        warehouse = opened("cdnow")
        rows = cohorts.by_date(warehouse, cohorts.build(warehouse, build(warehouse, View()), "quarter"))
        assert told(rows) == {"1997-01-01": "2357 524 418 404 384 300"}

    def test_cdnow_on_the_command_lines_table(self, opened):
        warehouse = opened("cdnow")
        rows = summary.tables(warehouse, build(warehouse, View()), Thresholds())["cohorts"]
        assert list(rows[0]) == ["cohort", "bucket", "customers", "rate", "revenue"]
        assert [row["customers"] for row in rows[:4]] == [781, 124, 95, 70]
        assert rows[1]["rate"] == 124 / 781 and sum(row["revenue"] for row in rows) == Decimal("244091.94")

    @pytest.mark.parametrize(("key", "bucket"), [("online_retail", "month"), ("souvenirs", "quarter")])
    def test_cohorts_hold_all_clients_and_all_their_money(self, opened, key, bucket):
        warehouse = opened(key)
        facts = build(warehouse, View())
        for split in (None, *cohorts.splits(warehouse)[:3]):
            found = cohorts.build(warehouse, facts, bucket, split)
            rows = cohorts.by_group(warehouse, found, include_unfinished=True)
            assert sum(row["clients"] for row in rows if row["bucket"] == 0) == facts.whole["clients"]
            assert sum(row["revenue"] for row in rows) == facts.whole["revenue"]


def cells(base: Base, shown: str, look: Look, **view) -> dict:
    rows = by_date(base, **view)
    names = {row["cohort"]: look.words.bucket("month", row["cohort"]) for row in rows}
    return cohort_map.frames(rows, shown, names, {True: "over", False: "not over"}, look, str)


def lines(base: Base, shown: str, look: Look, **view) -> dict:
    rows = by_date(base, **view)
    first = [row for row in rows if row["cohort"] == rows[0]["cohort"]]
    return cohort_lines.frames([("all", rows), ("first", first)], shown, look)


BY_MEASURE_AND_LOOK = pytest.mark.parametrize(
    ("shown", "look"), [("rate", look) for look in LOOKS] + [(shown, LOOKS[1]) for shown in cohorts.SHOWN[1:]]
)
MAP_LABELS = {name: name for name in (*cohort_map.TOLD, "since")}
LINE_LABELS = {name: name for name in ("since", "name", "value")}


class TestTheMap:
    @BY_MEASURE_AND_LOOK
    def test_it_draws_every_measure_in_both_languages_and_themes(self, shown, look):
        spec, frames = cohort_map.chart(look, MAP_LABELS, 3).to_dict(), cells(monthly(FOUR_CLIENTS), shown, look)
        assert fields(spec) <= set(frames["cells"].column_names)
        svg = drawn(spec, {name: table.to_pandas() for name, table in frames.items()})
        assert "NaN" not in svg and "undefined" not in svg and svg.count("<path") >= 9

    def test_a_cell_tells_its_share_and_the_first_bucket_is_plain(self):
        found = cells(monthly(FOUR_CLIENTS), "rate", LOOKS[2], window=FOUR)["cells"].to_pylist()
        january = [row for row in found if row["position"].startswith("00|")]
        assert [(r["since"], r["text"], r["first"]) for r in january] == [
            (0, "100%", True),
            (1, "50%", False),
            (2, "0%", False),
            (3, "50%", False),
        ]
        assert [row["depth"] for row in january[1:]] == [0.5, 0, 0.5]

    def test_no_more_cells_than_can_be_seen(self):
        base = Base().filled(
            "sales",
            ("customer_id", "order_date", "amount"),
            "select m::varchar, date '2020-01-01' + to_months((m + k)::integer), 1 from range(60) a(m), range(60) b(k)",
        )
        found = cells(base, "customers", LOOKS[0])["cells"].to_pylist()
        assert max(row["since"] for row in found) == cohort_map.MOST_BUCKETS - 1

    def test_names_may_repeat_for_the_place_tells_them_apart(self):
        assert cohort_map.positions({1: "x|y", 2: "x|y"}) == {"00|x|y": 1, "01|x|y": 2}


class TestTheCurves:
    @BY_MEASURE_AND_LOOK
    def test_they_draw_every_measure_in_both_languages_and_themes(self, shown, look):
        spec, frames = cohort_lines.chart(look, LINE_LABELS, shown).to_dict(), lines(monthly(FOUR_CLIENTS), shown, look)
        assert {node["data"]["name"] for node in walked(spec) if isinstance(node.get("data"), dict)} == set(frames)
        assert fields(spec) <= {name for table in frames.values() for name in table.column_names}
        svg = drawn(spec, {name: table.to_pandas() for name, table in frames.items()})
        assert "NaN" not in svg and "undefined" not in svg

    def test_the_first_bucket_is_left_out_where_everyone_is_in_it(self):
        base = monthly(FOUR_CLIENTS)
        for shown, first in (("rate", 1), ("revenue_per_client", 0)):
            points = lines(base, shown, LOOKS[0], window=FOUR)["points"].to_pylist()
            assert min(point["since"] for point in points) == first

    def test_names_at_the_ends_keep_apart(self):
        base = monthly({"anna": [1, 1, 1, 1]})
        ends = lines(base, "rate", LOOKS[0], window=FOUR)["ends"].to_pylist()
        heights = sorted(end["value"] for end in ends if end["label"])
        assert len(heights) == 2 and heights[1] - heights[0] == pytest.approx(cohort_lines.NAME_GAP)

    def test_nothing_to_draw_is_no_fault(self):
        frames = cohort_lines.frames([("all", [])], "rate", LOOKS[0])
        assert [table.num_rows for table in frames.values()] == [0, 0]


@pytest.fixture(scope="module")
def shop(own_rooms) -> str:
    """A browser that has the souvenir company open."""
    return Visitor("ru").opens("data").presses("sample.souvenirs").browser


@pytest.mark.usefixtures("own_rooms")
class TestOnTheScreen:
    def test_cdnow_says_what_became_of_its_last_cohort(self):
        visitor = Visitor("en").opens("data").presses("sample.cdnow").opens("retention")
        said = "Mar 1997: 719 clients came, 12.1% of them bought again in the next month. "
        assert f"{said}The average of all cohorts is 14.6%." in visitor.reads()

    def test_choices_change_the_map(self, shop):
        visitor = Visitor("ru", shop).opens("retention")
        visitor.switches("cohorts.bucket", "quarter").switches("cohorts.shown", "revenue")
        assert visitor.words("cohorts.since_quarter") in visitor.letters()
        visitor.chooses("cohorts.split", "channel")
        assert any(is_sentence(text, "ru", "cohorts.headline_groups") for text in visitor.reads())

    def test_choices_go_to_the_link_and_a_link_brings_them_back(self, shop):
        visitor = Visitor("ru", shop).opens("retention").switches("cohorts.shown", "revenue")
        visitor.switches("cohorts.bucket", "quarter").chooses("cohorts.split", "channel")
        link = {"cohorts.shown": "revenue", "cohorts.bucket": "quarter", "cohorts.split": "channel"}
        assert visitor.link == link
        again = Visitor("ru", shop).opens("retention", **link)
        assert again.words("cohorts.since_quarter") in again.letters()
        assert any(is_sentence(text, "ru", "cohorts.headline_groups") for text in again.reads())
        again.switches("cohorts.shown", "rate").switches("cohorts.bucket", "month").chooses("cohorts.split", "")
        assert again.link == {}

    def test_a_choice_of_a_link_that_is_none_is_told_and_passed_over(self, shop):
        visitor = Visitor("en", shop).opens("retention", cohorts__shown="everything")
        assert len(visitor.told) == 1 and visitor.link == {}

    def test_a_split_the_base_does_not_have_is_as_if_never_made(self):
        visitor = Visitor("en").opens("data").presses("sample.cdnow").opens("retention", cohorts__split="channel")
        assert not visitor.complaints and visitor.words("cohorts.since_month") in visitor.letters()

    def test_it_is_explained_once_how_all_of_the_page_is_counted(self, shop):
        visitor = Visitor("en", shop)
        visitor.app.session_state["retention.how"] = True
        texts = visitor.opens("retention").reads()
        heads = [e.label for e in visitor.app.expander if e.label == visitor.words("frame.how_counted")]
        assert heads == [visitor.words("frame.how_counted")]
        assert (
            sum(text in (as_read(visitor.words(f"{room}.how")) for room in ("retention", "cohorts")) for text in texts)
            == 2
        )

    def test_a_click_on_a_cell_lists_its_clients(self, shop):
        visitor = Visitor("ru", shop).opens("retention")
        cell = next(cell for cell in clickable(visitor) if cell["since"] == 1)
        visitor.app.session_state["cohort_map.ru.False"] = {"selection": {"cell": [cell]}}
        listed = [text for text in visitor.runs().reads() if "период 1:" in text]
        assert len(listed) == 1 and cell["position"].split("|")[1].split(" · ")[0] in listed[0]

    def test_a_click_kept_from_another_base_is_passed_over(self, shop):
        visitor = Visitor("ru", shop).opens("retention")
        visitor.app.session_state["cohort_map.ru.False"] = {"selection": {"cell": [{"position": "77|x", "since": 1}]}}
        assert not visitor.runs().complaints

    def test_names_of_groups_are_never_markup(self):
        months = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 28)]
        rows = [f"{who}{i},{day},5,![](http://x/{who}.png)" for who in "ab" for i in range(30) for day in months]
        browser = workspace_with(("sales.csv", "\n".join(["Client,Date,Amount,Channel", *rows, "z,2025-03-31,1,c"])))
        visitor = Visitor("en", browser).opens("retention").chooses("cohorts.split", "channel")
        assert any("![](http://x/a.png)" in text for text in visitor.reads())
        assert [text for text in visitor.markdown() if "![](" in text] == []

    def test_a_base_too_short_says_that_it_is_early(self):
        browser = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,7\nBoris,2025-02-20,2\n"))
        visitor = Visitor("en", browser).opens("retention")
        assert not visitor.complaints
        assert any(is_sentence(text, "en", "cohorts.headline_early") for text in visitor.reads())

    def test_the_cost_of_winning_a_client_is_the_bases_own_where_it_has_one(self, shop):
        texts = Visitor("ru", shop).opens("retention").reads()
        assert any(is_sentence(text, "ru", "cohorts.payback_known") for text in texts)
        assert any(is_sentence(text, "ru", "cohorts.payback_first") for text in texts)


def clickable(visitor: Visitor) -> list[dict]:
    """Cells of the map as a click tells them."""
    datasets = [d for chart in visitor.app.get("vega_lite_chart") for d in chart.proto.datasets if d.name == "cells"]
    rows = [row for d in datasets for row in pa.ipc.open_stream(d.data.data).read_all().to_pylist()]
    return [{"position": row["position"], "since": row["since"]} for row in rows if "since" in row]
