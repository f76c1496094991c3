"""Runs in .bench-venv: ABC classes by openretailscience's ThresholdSegmentation, recomputed for each threshold it is told.

Its thresholds are percentiles of clients, as in its own HMLSegmentation; the rows lie in DuckDB's memory, its fastest way.
It answers class sizes only: it has no XYZ, no matrix and no curve.
"""

import json
import sys
import time

import ibis
from openretailscience.segmentation.threshold import ThresholdSegmentation


def answer(start: float, **found: object) -> None:
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, **found}), flush=True)


def classes(sales: ibis.Table, threshold: float) -> dict[str, int]:
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
    connection = ibis.duckdb.connect()
    sales = connection.create_table("sales", connection.read_parquet(sys.argv[1]))
    answer(start)
    for line in sys.stdin:
        start = time.perf_counter()
        answer(start, classes=classes(sales, float(line)))


main()
