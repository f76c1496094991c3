"""Real bases against numbers counted elsewhere (sample_data.published). Read as a visitor's file is."""

from __future__ import annotations

from decimal import Decimal

import pytest

import sample_data
from analytics import ingest, self_check, windows
from analytics.bases import span
from analytics.classes import sizes
from analytics.facts import Facts, build
from analytics.methods import abc_analysis, abc_xyz, dependence, development, retention
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from tests.samples import opened_sample

REAL = ("online_retail", "cdnow", "rfm_orders")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """key of a sample → its warehouse, read once."""
    held: dict[str, Warehouse] = {}

    def open_sample(key: str) -> Warehouse:
        if key not in held:
            held[key] = opened_sample(key, tmp_path_factory.mktemp(key))
        return held[key]

    yield open_sample
    for warehouse in held.values():
        warehouse.close()


def letters(warehouse: Warehouse, facts: Facts, method: str) -> tuple[int, ...]:
    column = abc_analysis.method(Thresholds(), facts, method).column()
    return tuple(row["customers"] for row in sizes(warehouse, facts, column))


@pytest.mark.parametrize(
    ("key", "method", "counted"),
    [
        ("cdnow", "share", (636, 942, 779)),
        ("cdnow", "average", (52, 982, 1323)),
        ("rfm_orders", "share", (546, 288, 161)),
        ("rfm_orders", "average", (0, 829, 166)),
    ],
)
def test_classes_a_b_c(opened, key, method, counted):
    warehouse = opened(key)
    assert letters(warehouse, build(warehouse, View()), method) == counted


def test_concentration_of_cdnow(opened):
    warehouse = opened("cdnow")
    found = dependence.concentration(warehouse, build(warehouse, View()))
    assert found["gini"] == pytest.approx(0.6309, abs=5e-5)
    assert found["hhi"] == pytest.approx(22.86, abs=5e-3)
    assert found["top20_share"] == pytest.approx(0.674, abs=5e-4)


def test_shares_of_the_classes_of_cdnow_by_the_average(opened):
    warehouse = opened("cdnow")
    facts = build(warehouse, View())
    rows = sizes(warehouse, facts, abc_analysis.method(Thresholds(), facts, "average").column())
    assert [round(row["value_share"], 4) for row in rows] == [0.2319, 0.6349, 0.1332]


@pytest.mark.parametrize(
    ("key", "target", "a"), [("cdnow", 0.2, 1.26), ("cdnow", 0.3, 0.83), ("rfm_orders", 0.2, 1.43)]
)
def test_the_multiple_that_puts_a_share_of_clients_in_a(opened, key, target, a):
    warehouse = opened(key)
    facts = build(warehouse, View())
    if a < 1:
        with pytest.raises(abc_analysis.Unusable):
            abc_analysis.fit_average(warehouse, facts, target)
    else:
        assert abc_analysis.fit_average(warehouse, facts, target) == pytest.approx(a, abs=0.005)


def test_the_largest_client_of_the_r_base_is_3_19_averages(opened):
    warehouse = opened("rfm_orders")
    ratio = warehouse.value(f"select max(value_to_average) from {build(warehouse, View()).customers}")
    assert ratio == pytest.approx(3.19, abs=0.005)


def test_orders_of_the_r_base_by_grain(opened):
    """11 clients of it ordered twice on one day (METHODS §9)."""
    warehouse = opened("rfm_orders")
    by_row, by_day = (build(warehouse, View(order_grain=grain)).whole["orders"] for grain in ("row", "day"))
    assert (by_row, by_row - by_day) == (4906, 11)


def test_orders_of_cdnow_are_clients_by_days(opened):
    warehouse = opened("cdnow")
    facts = build(warehouse, View())
    assert facts.whole["orders"] == 6696
    assert (str(facts.view.start), str(facts.view.end)) == ("1997-01-01", "1998-06-30")


@pytest.mark.parametrize(
    ("key", "gaps", "within_80", "within_95"), [("cdnow", 4339, 117, 279), ("online_retail", 14197, 63, 146)]
)
def test_gaps_between_orders_and_their_percentiles(opened, key, gaps, within_80, within_95):
    """A client of n orders has n − 1 gaps; the percentiles were counted by numpy from the files."""
    warehouse = opened(key)
    whole = build(warehouse, View()).whole
    assert whole["gaps"] == gaps == whole["orders"] - whole["clients"]
    assert (whole["gap_80"], whole["gap_95"]) == (within_80, within_95)


def test_buyers_of_cdnow_by_month(opened):
    """Its first month alone is wholly new: 781 (METHODS §11)."""
    warehouse = opened("cdnow")
    facts = build(warehouse, View())
    january = f"select count(*) from {facts.cube} where bucket = date '1997-01-01' and orders > 0"
    assert warehouse.value(january) == 781
    assert facts.whole["finished_buckets"] == 18


def test_retention_of_cdnow_by_quarter(opened):
    """Published 1997Q3: 40.84 % (METHODS §11). Eight clients began with an order worth nothing: of 2357 who came 2349 bought."""
    warehouse, thresholds = opened("cdnow"), Thresholds({"bucket": "quarter"})
    rows = retention.table(warehouse, build(warehouse, View(bucket="quarter")), thresholds)
    keys = ("start_customers", "end_customers", "new", "returned", "retained")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        (None, 2349, 2349, 0, None),
        (2349, 524, 0, 0, 524),
        (524, 418, 0, 204, 214),
        (418, 404, 0, 201, 203),
        (404, 384, 0, 188, 196),
        (384, 300, 0, 131, 169),
    ]
    assert [round(row["crr"], 4) for row in rows[2:]] == [0.4084, 0.4856, 0.4851, 0.4401]


@pytest.mark.parametrize(("bucket", "days"), [("month", 28), ("week", 7)])
def test_as_many_days_as_a_bucket_has_make_its_buyers_active(opened, bucket, days):
    """28 days for February, 7 for a week: the last days of a bucket are then the bucket itself."""
    warehouse = opened("cdnow")
    facts = build(warehouse, View(bucket=bucket))
    active = Thresholds({"bucket": bucket, "retention.membership": "active", "retention.active_days": days})
    row = retention.table(warehouse, facts, active)[1]
    ordered = f"select count(*) from {facts.cube} where bucket = $bucket and orders > 0"
    assert row["end_customers"] == warehouse.value(ordered, {"bucket": row["bucket"]})


def test_the_uci_shop(opened):
    warehouse = opened("online_retail")
    (receipt,) = ingest.receipts(warehouse)
    with_client, without = receipt.amount, receipt.amount_without_client
    assert (round(with_client, 2), round(with_client + without, 2)) == (Decimal("8300065.81"), Decimal("9747747.93"))
    assert (receipt.clients, receipt.rows_used, receipt.rows_without_client) == (4372, 541_909, 135_080)


def test_every_client_of_the_uci_shop_is_a_buyer_or_returned_only(opened):
    warehouse = opened("online_retail")
    whole = build(warehouse, View()).whole
    assert whole["clients"] + whole["clients_with_returns_only"] == 4372
    assert whole["revenue"] + whole["revenue_of_returns_only"] == pytest.approx(
        Decimal("8300065.81"), abs=Decimal("0.01")
    )


@pytest.mark.parametrize("key", REAL)
def test_the_self_check_agrees_everywhere(opened, key):
    published = sample_data.sample(key).published
    rows = self_check.beside(self_check.recount(opened(key)), published)
    assert len(rows) == len(published) > 0
    assert [row["what"] for row in rows if not row["agrees"]] == []


@pytest.mark.parametrize("key", [*REAL, "souvenirs"])
def test_the_matrix_of_a_real_base_sums_to_its_clients_and_money(opened, key):
    warehouse = opened(key)
    facts = build(warehouse, View())
    rows = abc_xyz.matrix(warehouse, facts, Thresholds())
    assert sum(row["customers"] for row in rows) == facts.whole["clients"]
    assert sum(row["revenue"] for row in rows) == facts.whole["revenue"]
    assert facts.enough_buckets and all(row["xyz_class"] for row in rows)


def test_what_happened_to_the_clients_of_the_uci_shop_between_its_halves(opened):
    """The same counted with pandas from the lines of the file."""
    warehouse = opened("online_retail")
    halves = windows.both(warehouse, windows.pair(span(warehouse), View()))
    found = development.compare(warehouse, halves)
    rows = development.split(warehouse, found, Thresholds())
    told = {row["client_change"]: row["customers"] for row in rows}
    assert told == {"new": 1585, "grown": 1094, "steady": 204, "shrunk": 637, "lost": 819}
    money = [round(whole["revenue"], 2) for whole in (found.then, found.now)]
    assert money == [Decimal("3208258.86"), Decimal("5104091.20")]
    assert [whole["clients"] for whole in (found.then, found.now)] == [2754, 3520]
