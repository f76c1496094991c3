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

HOUSEHOLDS_SALES = """
    select household_id, transaction_timestamp::timestamp_s as transaction_timestamp, basket_id, store_id, product_id,
           quantity::integer as quantity, sales_value::decimal(10, 2) as sales_value
    from read_csv(?, delim = ',', quote = '"', header = true, all_varchar = true)
"""

HOUSEHOLDS = """
    select household_id, age, income, home_ownership, marital_status, household_size, household_comp, kids_count
    from read_csv(?, delim = ',', quote = '"', header = true, all_varchar = true)
"""

# Every coupon redeemed is a line of the published file; the answer to a mailing is the first of its coupons.
HOUSEHOLDS_CONTACTS = """
    with sent as (
        select household_id, start_date as date, 'mailing sent' as kind, campaign_id
        from read_csv(?, all_varchar = true) as receivers join read_csv(?, all_varchar = true) as campaigns using (campaign_id)
    ),
    answered as (
        select household_id, min(redemption_date) as date, 'mailing response' as kind, campaign_id
        from read_csv(?, all_varchar = true) as coupons group by household_id, campaign_id
    )
    select household_id, date, kind, campaign_id from (from sent union all from answered)
    order by date, kind desc, campaign_id::integer, household_id::integer
"""

PARQUET = "format parquet, compression zstd, compression_level 19, row_group_size 1000000"
CAMPAIGNS = ("campaigns.csv", "campaign_descriptions.csv", "coupon_redemptions.csv")
# the folder of the originals, those a base is made of, how it is made, its file and form
RECIPES = (
    ("online_retail", ("online_retail.csv.gz",), ONLINE_RETAIL, "online_retail.parquet", PARQUET),
    ("cdnow", ("CDNOW_sample.txt",), CDNOW, "cdnow.csv", "format csv, header"),
    ("r_rfm", ("rfm_data_orders.csv",), RFM_ORDERS, "rfm_orders.csv", "format csv, header"),
    ("completejourney", ("transactions_sample.csv",), HOUSEHOLDS_SALES, "households_sales.parquet", PARQUET),
    ("completejourney", ("demographics.csv",), HOUSEHOLDS, "households.csv", "format csv, header"),
    ("completejourney", CAMPAIGNS, HOUSEHOLDS_CONTACTS, "households_contacts.parquet", PARQUET),
)


def prepare(source: Path, target: Path = HERE) -> list[Path]:
    """Folder of originals → the compact bases in `target`; what was left out of them is in LICENSES.md."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for folder, originals, recipe, name, form in RECIPES:
            rows = connection.sql(recipe, params=[str(source / folder / original) for original in originals])
            rows.create("base")
            connection.execute(f"copy base to '{target / name}' ({form})")
            connection.execute("drop table base")
    return [target / name for _, _, _, name, _ in RECIPES]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m sample_data.prepare FOLDER_OF_ORIGINALS")
    for written in prepare(Path(sys.argv[1])):
        print(f"{written.name}: {written.stat().st_size:,} bytes")
