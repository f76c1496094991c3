"""One threshold change on each page of relations: the answers of the page, at 1 million clients who have their cards."""

from __future__ import annotations

import shutil
from pathlib import Path

from analytics import attributes
from analytics.facts import Facts, build
from analytics.methods import abc_analysis, channels, growth_matrix, loyalty, portrait, renewal
from analytics.schema import BASES
from analytics.statements import forget
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from benchmarks.bases import LARGE, prepared
from benchmarks.result import Result
from benchmarks.threshold_change import measured

FILLED = tuple("customer_id source acquisition_cost referrer_id capacity sex age city industry size".split())
# Ten sources, a cost and a grade of capacity for each card, a referrer for every tenth; and what a portrait is made of.
CARDS = """
select customer_id, 'source ' || number % 10, 10 + number % 90, if(number % 10 = 0, 'C00000001', null), 1 + number % 5,
       if(number % 2 = 0, 'male', 'female'), 18 + number % 60, 'city ' || floor(sqrt(number % 10000)),
       'industry ' || number % 12, 'size ' || number % 3
from (select customer_id, row_number() over (order by customer_id) as number from sales group by customer_id)
"""
LEADS = 100_000
LEAD_COLUMNS = "lead_id date outcome brand attractiveness refusal_status deadline reason manager company".split()
LEAD_ROWS = f"""
select 'l' || number, date '2024-01-01' + number * 31 % 700, if(number % 5 = 0, 'won', 'refused'), 1 + number % 5,
       1 + number * 7 % 5, 1 + number * 11 % 5, date '2025-01-01' + number * 13 % 900, 'reason ' || number % 5000,
       'manager ' || number % 20, 'Company ' || number
from (select range::integer as number from range({LEADS}))
"""
SHARES_OF_A = [i / 100 for i in range(60, 80)]
ACTIVE_FROM = [i / 20 for i in range(1, 21)]


def rows() -> list[Result]:
    warehouse = Warehouse(with_cards())
    facts = build(warehouse, View().under(Thresholds()))
    try:
        asked = (of_loyalty, of_channels, of_growth_matrix, of_portrait, of_renewal)
        return [of_page(warehouse, facts) for of_page in asked]
    finally:
        warehouse.close()


def with_cards() -> Path:
    """The folder of the large base's warehouse with a list of its clients beside the sales; made once, kept."""
    folder = prepared(LARGE).folder
    kept, making = folder.with_name(f"{folder.name}_cards"), folder.with_name(f"{folder.name}_cards.making")
    if kept.exists():
        return kept
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(folder, making)
    warehouse = Warehouse(making)
    with warehouse.transaction() as cursor:
        forget(cursor)
        cursor.execute(
            f"create table customers ({', '.join(f'{c.name} {c.sql_type}' for c in BASES['customers'].columns)})"
        )
        cursor.execute(f"insert into customers ({', '.join(FILLED)}) {CARDS}")
        cursor.executemany("insert into mapped_columns values ('customers', $1, $1)", [[name] for name in FILLED])
    warehouse.close()
    making.rename(kept)
    return kept


def of_loyalty(warehouse: Warehouse, facts: Facts) -> Result:
    """Types and their combinations over the window; the trend by quarter is drawn when the hand rests."""
    held = loyalty.scores(warehouse, facts, Thresholds())
    moved = [Thresholds({"loyalty.shows_from": least}) for least in range(30, 70, 2)]
    return measured("loyalty", moved, lambda at: loyalty.types(held, loyalty.showing(warehouse, held, at)))


def of_channels(warehouse: Warehouse, facts: Facts) -> Result:
    found = channels.build(warehouse, facts, "source")
    settled = channels.settle(warehouse, facts, Thresholds(), found)
    moved = [Thresholds({"abc.share.a": share}) for share in SHARES_OF_A]
    return measured("channels", moved, lambda at: channels.rows(warehouse, facts, at, found, settled))


def of_growth_matrix(warehouse: Warehouse, facts: Facts) -> Result:
    found = growth_matrix.of(warehouse, facts, Thresholds())
    moved = [Thresholds({"growth.activity_cut": cut}) for cut in ACTIVE_FROM]
    return measured("growth_matrix", moved, lambda at: growth_matrix.quadrants(warehouse, found, at))


def of_portrait(warehouse: Warehouse, facts: Facts) -> Result:
    described = attributes.describe(warehouse, facts)
    moved = [Thresholds({"abc.share.a": share}) for share in SHARES_OF_A]

    def answer(at: Thresholds):
        return portrait.portrait(warehouse, described, at, abc_analysis.chosen(at, facts), "A")

    return measured("portrait", moved, answer)


def of_renewal(warehouse: Warehouse, facts: Facts) -> Result:
    """Of 100,000 leads, four of five refused."""
    with_leads(warehouse)
    found = renewal.leads(warehouse, facts)
    moved = [Thresholds({"renew.index": "mean", "renew.weights": (weight, 1, 1)}) for weight in ACTIVE_FROM]

    def answer(at: Thresholds):
        by = renewal.index(found, at)
        return renewal.summed_up(found, by), renewal.states(found), renewal.to_call(found, by, 1)

    return measured("renewal", moved, answer)


def with_leads(warehouse: Warehouse) -> None:
    if warehouse.has("leads"):
        return
    columns = ", ".join(f"{c.name} {c.sql_type}" for c in BASES["leads"].columns)
    with warehouse.transaction() as cursor:
        cursor.execute(f"create table leads ({columns})")
        cursor.execute(f"insert into leads ({', '.join(LEAD_COLUMNS)}) {LEAD_ROWS}")
        cursor.executemany("insert into mapped_columns values ('leads', $1, $1)", [[name] for name in LEAD_COLUMNS])
