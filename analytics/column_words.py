"""How a column of a table is written: money, rates, counts, days, the visitor's own text, or a code looked up in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pyarrow as pa

from analytics.words import Words

MONEY = set(
    """
    amount at_stake average_order cash_collected contribution cost cost_per_customer cost_to_serve
    distance_to_better_class least_value loss median_average_order median_revenue profit profit_after_serving
    profit_per_customer revenue revenue_per_customer total value value_change value_from value_to c_revenue
    least_value_after least_value_before revenue_below value_after value_before
    """.split()
)
RATES = set(
    """
    a_share active_share bought_next churn conversion crr cumulative_share customer_share eaten in_class margin
    margin_after_serving profit_share problem_share published_share referral_share repeat_share revenue_share share
    share_X share_Y share_Z share_in_base share_in_class value_share won_share x_share_from x_share_to break_even
    profit_break_even
    """.split()
)
COUNTS = set(
    """
    active_buckets answers clients complaints counted_buckets customers customers_showing customers_with_data
    defects detractors end_customers high in_30_days in_7_days later leads left lost low median_gap_days
    median_orders median_recency_days members middle new no_date observed orders orders_ever overdue overdue_days
    praise problem_orders promoters quantity rank reached recency_days requests requests_won retained returned
    sale_lines start_customers ungraded below c_customers customers_after customers_before round
    """.split()
)
DECIMALS = set("activity capacity".split())
WRITTEN_NUMBERS = set(
    """
    change csi customers_change days_to_resolve explained_class explained_orders explained_recency_days
    explained_revenue from lift mean_index mean_score nps nps_high nps_low p_value payback_month revenue_change
    silhouette to x_share_change after before profit_change
    """.split()
)
NUMBERS = MONEY | RATES | COUNTS | DECIMALS | WRITTEN_NUMBERS
OWN_TEXT = set("attribute changes customer_id name order_id persona scenario threshold trait".split())
SEGMENTS = set("rfm_segment segment".split())
CODES = {"next_step": "treatments", "bucket": "common", "move": "migration"}
CODES |= dict.fromkeys(("factor", "lever", "client_change"), "development")


def written(words: Words, rows: dict[str, list]) -> pa.Table:
    """Columns in words: codes looked up, money, rates, counts and dates written by the language, nothing as —."""
    texts = {}
    for column, values in rows.items():
        write = writer(words, column, values)
        texts[column] = pa.array([write(value) for value in values], pa.string())
    return pa.table(texts)


def writer(words: Words, column: str, values: Sequence) -> Callable[[object], str]:
    """How the language writes a column of these values."""
    known = {
        **dict.fromkeys(MONEY, words.money),
        **dict.fromkeys(RATES, words.percent),
        **dict.fromkeys(COUNTS, words.number),
        **dict.fromkeys(DECIMALS, lambda value: words.number(value, 2)),
    }
    if column in known:
        return known[column]
    if isinstance(next((value for value in values if value is not None), None), dt.date):
        return words.date
    if column in OWN_TEXT:
        return lambda value: words.name("", value)
    return lambda value: of_code(words, column, value)


def of_code(words: Words, column: str, code: str | None) -> str:
    """The word for a code of a column; a segment of RFM has the name its map gives it, yes and no are words too."""
    if isinstance(code, bool):
        return words(f"common.{str(code).lower()}")
    return words.segment(code) if column in SEGMENTS else words.name(CODES.get(column, "common"), code)
