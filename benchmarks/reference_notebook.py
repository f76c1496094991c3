"""Runs in .bench-venv: ABC and XYZ the way pandas notebooks do it, all its cells run again for each threshold it is told."""

import json
import sys
import time

import pandas as pd


def answer(start: float, **found: object) -> None:
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, **found}), flush=True)


def abc_table(sales: pd.DataFrame, a: float, b: float) -> pd.DataFrame:
    abc = sales.groupby("customer_id")["amount"].sum().sort_values(ascending=False).reset_index()
    abc["cumulative_share"] = abc["amount"].cumsum() / abc["amount"].sum()
    abc["abc"] = abc["cumulative_share"].apply(lambda share: "A" if share <= a else "B" if share <= b else "C")
    return abc


def xyz_table(sales: pd.DataFrame) -> pd.DataFrame:
    sales["month"] = sales["order_date"].dt.to_period("M")
    months = sales.pivot_table(index="customer_id", columns="month", values="amount", aggfunc="sum", fill_value=0)
    xyz = (months > 0).mean(axis=1).rename("active_share").reset_index()
    xyz["xyz"] = xyz["active_share"].apply(lambda share: "X" if share >= 0.75 else "Y" if share >= 0.25 else "Z")
    return xyz


def matrix(sales: pd.DataFrame, threshold: float) -> pd.DataFrame:
    clients = abc_table(sales, threshold, 0.95).merge(xyz_table(sales), on="customer_id")
    return clients.pivot_table(index="abc", columns="xyz", values="amount", aggfunc=["count", "sum"], fill_value=0)


def main() -> None:
    start = time.perf_counter()
    sales = pd.read_parquet(sys.argv[1])
    answer(start)
    for line in sys.stdin:
        start = time.perf_counter()
        cells = matrix(sales, float(line))
        answer(start, classes={k: int(v) for k, v in cells["count"].sum(axis=1).items()})


main()
