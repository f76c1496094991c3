"""Runs in .bench-venv: ABC classes by openretailscience's ThresholdSegmentation, recomputed for each threshold it is told.

Its thresholds are percentiles of clients, as in its own HMLSegmentation. The rows are a DataFrame, as in a notebook, or
a table in DuckDB's memory, the quickest way it offers. It answers class sizes only: no XYZ, no matrix, no curve.
"""

import json
import sys
import time

import ibis
import pandas as pd
from openretailscience.segmentation.threshold import ThresholdSegmentation


def answer(start: float, **found: object) -> None:
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, **found}), flush=True)


def read(file: str, form: str) -> pd.DataFrame | ibis.Table:
    if form == "frame":
        return pd.read_parquet(file)
    connection = ibis.duckdb.connect()
    return connection.create_table("sales", connection.read_parquet(file))


def classes(sales: pd.DataFrame | ibis.Table, threshold: float) -> dict[str, int]:
    segmentation = ThresholdSegmentation(
        sales,
        thresholds=[0.5, threshold, 1],
        segments=["C", "B", "A"],
        value_col="amount",
        zero_value_customers="include_with_light",
    )
    return segmentation.df.groupby("segment_name")["amount"].agg(["size", "sum"])["size"].to_dict()


def main() -> None:
    start = time.perf_counter()
    sales = read(*sys.argv[1:])
    answer(start)
    for line in sys.stdin:
        start = time.perf_counter()
        answer(start, classes=classes(sales, float(line)))


main()
