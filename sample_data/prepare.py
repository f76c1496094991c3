"""Makes the real sample bases out of the files their authors published: `python -m sample_data.prepare FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent

ONLINE_RETAIL = """
    select InvoiceNo, StockCode, Description, Quantity::integer as Quantity,
           InvoiceDate::timestamp_s as InvoiceDate, UnitPrice::decimal(12, 3) as UnitPrice,
           regexp_replace(CustomerID, '\\.0$', '') as CustomerID, Country
    from read_csv(?, delim = ',', quote = '"', header = true, all_varchar = true)
"""

# The published file has no header and fixed columns: id, id within the sample, date as a number, units, dollars.
CDNOW = """
    with words as (
        select string_split_regex(trim(line), ' +') as word
        from read_csv(?, header = false, delim = chr(1), columns = {'line': 'varchar'})
    )
    select word[1] as customer_id, strptime(word[3], '%Y%m%d')::date as order_date,
           word[4]::integer as quantity, word[5]::decimal(10, 2) as amount
    from words
"""

RFM_ORDERS = """
    select customer_id, order_date::date as order_date, revenue::integer as revenue
    from read_csv(?, delim = ',', quote = '"', header = true, all_varchar = true)
"""

PARQUET = "format parquet, compression zstd, compression_level 19, row_group_size 1000000"
RECIPES = (
    ("online_retail/online_retail.csv.gz", ONLINE_RETAIL, "online_retail.parquet", PARQUET),
    ("cdnow/CDNOW_sample.txt", CDNOW, "cdnow.csv", "format csv, header"),
    ("r_rfm/rfm_data_orders.csv", RFM_ORDERS, "rfm_orders.csv", "format csv, header"),
)


def prepare(source: Path, target: Path = HERE) -> list[Path]:
    """Folder of originals → the compact bases in `target`, rows in their original order, nothing left out."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for original, recipe, name, form in RECIPES:
            rows = connection.sql(recipe, params=[str(source / original)])
            rows.create("base")
            connection.execute(f"copy base to '{target / name}' ({form})")
            connection.execute("drop table base")
    return [target / name for _, _, name, _ in RECIPES]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m sample_data.prepare FOLDER_OF_ORIGINALS")
    for written in prepare(Path(sys.argv[1])):
        print(f"{written.name}: {written.stat().st_size:,} bytes")
