"""XYZ: how steadily a client buys, by regularity (share of buckets with a purchase) or by variation of its revenue.

Source: a Russian sales handbook's chapter on client segmentation. The bucket decides: see `bucket_sensitivity`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.classes import ClassColumn, sizes
from analytics.facts import LEAST_BUCKETS, Facts, rhythm_by
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

MEMBERS = ("X", "Y", "Z")
SENSITIVITY = ("week", "month", "quarter")


@dataclass(frozen=True)
class ByRegularity:
    """X: bought in at least `x` of the counted buckets (0..1); Y: in at least `y`; Z: less. Under 3 buckets: no class."""

    x: float = 0.75
    y: float = 0.25

    def column(self) -> ClassColumn:
        return _judged(f"active_share >= {self.x:.17e}", f"active_share >= {self.y:.17e}")


@dataclass(frozen=True)
class ByVariation:
    """By CV = standard deviation / mean of net revenue per bucket, empty buckets as 0: X up to `x`, Y up to `y`, Z above.

    A mean ≤ 0 leaves CV undefined and makes Z. `sample` divides by n − 1 instead of n. Under 3 buckets: no class.
    """

    x: float = 0.10
    y: float = 0.25
    sample: bool = False

    def cv(self) -> str:
        """Rounded to 12 digits: a root and a division would leave a CV of exactly 0.1 a hair above it."""
        return f"round(revenue_cv{' * sqrt(counted_buckets / (counted_buckets - 1))' if self.sample else ''}, 12)"

    def of(self, population_cv: float | None, buckets: int) -> float | None:
        """The stored (population) CV of one client as this measure has it."""
        return (
            None if population_cv is None else population_cv * ((buckets / (buckets - 1)) ** 0.5 if self.sample else 1)
        )

    def column(self) -> ClassColumn:
        return _judged(f"{self.cv()} <= {self.x:.17e}", f"{self.cv()} <= {self.y:.17e}")


def method(thresholds: Thresholds) -> ByRegularity | ByVariation:
    if thresholds["xyz.measure"] == "regularity":
        return ByRegularity(thresholds["xyz.regularity.x"], thresholds["xyz.regularity.y"])
    return ByVariation(
        thresholds["xyz.variation.x"], thresholds["xyz.variation.y"], thresholds["xyz.deviation"] == "sample"
    )


def column(thresholds: Thresholds) -> ClassColumn:
    return method(thresholds).column()


def bucket_sensitivity(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """The same clients on weeks, months and quarters: a row per bucket and class with its counted_buckets."""
    rows = []
    for bucket in SENSITIVITY:
        rhythm, counts = rhythm_by(warehouse, facts, bucket)
        judged = replace(facts, customers=_on(rhythm, facts), whole=facts.whole | counts)
        rows += [{"bucket": bucket, **counts, **row} for row in sizes(warehouse, judged, column(thresholds))]
    return rows


def by_buckets(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> str:
    """A query: a row per client with customer_id, name, rank, value, revenue and for each bucket of SENSITIVITY a column
    xyz_<bucket>, the place of its class by that bucket among MEMBERS (their count: no class)."""
    number = column(thresholds).number
    judged = f"select customer_id, name, rank, value, revenue from {facts.customers}"
    for bucket in SENSITIVITY:
        rhythm = rhythm_by(warehouse, facts, bucket)[0]
        by_bucket = f"(select customer_id, {number} as xyz_{bucket} from {rhythm})"
        judged = f"select * from ({judged}) join {by_bucket} using (customer_id)"
    return judged


def _on(rhythm: str, facts: Facts) -> str:
    steadiness = "counted_buckets, active_buckets, active_share, revenue_cv"
    columns = f"c.* exclude ({steadiness}), r.* exclude (customer_id)"
    return f"(select {columns} from {facts.customers} c join {rhythm} r using (customer_id))"


def _judged(is_x: str, is_y: str) -> ClassColumn:
    enough = f"counted_buckets >= {LEAST_BUCKETS}"
    rules = ((f"{enough} and {is_x}", "X"), (f"{enough} and {is_y}", "Y"), (enough, "Z"))
    return ClassColumn("xyz_class", rules, MEMBERS)
