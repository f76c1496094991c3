"""Bases to measure on: seeded, skewed sales as a Parquet file, and the warehouse the product makes of it; made once, kept."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics import facts
from analytics.ingest import load, understand
from analytics.statements import forget
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse

HERE = Path(__file__).parent
DATA = Path(os.environ.get("CLIENT_BASE_BENCH_DATA") or HERE / ".data")

# Client codes are text, as accounting programs export them. Every client buys at least once; then a cubed die makes
# few of them buy much. Two lines an order, log-normal amounts.
ROWS = """
copy (
    with dice as (
        select i, i // 2 as number, die(i // 2, 1) as who, die(i // 2, 2) as day, die(i, 3) as size,
               die(i, 4) as turn, die(i, 5) as many
        from range({rows}) numbers(i)
    )
    select 'C' || lpad((case when number < {clients} then number else floor({clients} * who ** 3)::bigint end)::varchar, 8, '0')
               as customer_id,
           (date '2024-01-01' + floor(day * 731)::integer)::timestamp as order_date,
           round(exp(3 + 1.2 * sqrt(-2 * ln(greatest(size, 1e-12))) * cos(2 * pi() * turn)), 2) as amount,
           'O' || number as order_id,
           round(exp(1.8 + size), 2) as profit,
           1 + floor(many * 5)::integer as quantity
    from dice
) to '{file}' (format parquet)
"""
DIE = "create macro die(number, seed) as hash(number + seed * 100000000000) / 18446744073709551615.0"


@dataclass(frozen=True)
class Base:
    """`rows` order lines of `clients` clients; `sales` is the Parquet file, `folder` the warehouse of the same rows."""

    rows: int
    clients: int

    @property
    def sales(self) -> Path:
        return DATA / f"sales_{self.rows}_{self.clients}.parquet"

    @property
    def folder(self) -> Path:
        return DATA / f"warehouse_{self.rows}_{self.clients}"


SMALL = Base(400_000, 100_000)
LARGE = Base(10_000_000, 1_000_000)


def prepared(base: Base) -> Base:
    """The same base with its file and its warehouse there."""
    DATA.mkdir(parents=True, exist_ok=True)
    if not base.sales.exists():
        _write_sales(base)
    if not base.folder.exists():
        _import(base)
    return base


def opened(base: Base) -> tuple[Warehouse, facts.Facts]:
    """The open warehouse of a prepared base, and its facts (built if they are not there yet)."""
    warehouse = Warehouse(base.folder)
    return warehouse, facts.build(warehouse, View().under(Thresholds()))


def built(base: Base) -> tuple[Warehouse, facts.Facts, float]:
    """The same with the facts built anew, and the seconds it took."""
    warehouse = Warehouse(base.folder)
    with warehouse.transaction() as cursor:
        forget(cursor)
    start = time.perf_counter()
    found = facts.build(warehouse, View().under(Thresholds()))
    return warehouse, found, time.perf_counter() - start


def _write_sales(base: Base) -> None:
    making = base.sales.with_suffix(".making")
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(DIE)
        connection.execute(ROWS.format(rows=base.rows, clients=base.clients, file=making))
    making.rename(base.sales)


def _import(base: Base) -> None:
    making = base.folder.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    warehouse = Warehouse(making, [base.sales])
    load(warehouse, [understand(base.sales, scratch=making)])
    warehouse.close()
    making.rename(base.folder)
