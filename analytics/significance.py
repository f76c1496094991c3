"""Is a difference more than chance? Tests of scipy over counts, corrected for their number by statsmodels.

Both are imported when first asked for: they take a second, which a start of the server shall not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

LEAST_EXPECTED = 5
LEVEL = 0.05
# Benjamini and Yekutieli: values of one attribute exclude each other, which the rule of Hochberg does not allow for.
# Holm would do as well, but statsmodels sweeps the whole memory (gc.collect) in it, at every move of a threshold.
CORRECTION = "fdr_by"


def of_tables(tables: Sequence[tuple[int, int, int, int]]) -> list[tuple[float, float] | None]:
    """2×2 tables, class × value, as (having, members, having_in, clients) → (p, phi) each.

    Of `clients` in all, `members` are in the class and `having` have a value, `having_in` of them in the class. phi, from −1
    to 1, is above 0 when the class has the value more often.

    Chi-square without Yates's correction; Fisher's exact test where fewer than 5 are expected in any cell. None where
    nothing can be told: everybody or nobody is in the class or has the value.
    """
    import numpy as np
    from scipy.stats import chisquare

    tested = [i for i, (n, size, _, every) in enumerate(tables) if 0 < n < every and 0 < size < every]
    told: list[tuple[float, float] | None] = [None] * len(tables)
    if not tested:
        return told
    n, members, both, clients = np.array([tables[i] for i in tested], dtype=float).T
    seen = np.array([both, n - both, members - both, clients - members - n + both])
    expected = np.array([members * n, (clients - members) * n, members * (clients - n)]) / clients
    expected = np.vstack([expected, clients - expected.sum(axis=0)])
    statistic, p = chisquare(seen, expected, ddof=2, axis=0)
    phi = np.sign(seen[0] - expected[0]) * np.sqrt(statistic / clients)
    for at, i in enumerate(tested):
        exact = expected[:, at].min() < LEAST_EXPECTED
        told[i] = (_fisher(*map(int, seen[:, at])) if exact else float(p[at]), float(phi[at]))
    return told


@lru_cache(maxsize=20_000)
def _fisher(both: int, outside: int, members: int, rest: int) -> float:
    from scipy.stats import fisher_exact

    return min(float(fisher_exact([[both, outside], [members, rest]]).pvalue), 1.0)


def of_counts(inside: Sequence[int], outside: Sequence[int]) -> tuple[float, float] | None:
    """Values by class → (p, share 0..1 of the differences in belonging to the class that the values explain: V²)."""
    from scipy.stats import chi2_contingency

    rows = [(a, b) for a, b in zip(inside, outside, strict=True) if a + b]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    if len(rows) < 2 or not all(totals):
        return None
    found = chi2_contingency(rows, correction=False)
    return float(found.pvalue), min(float(found.statistic) / sum(totals), 1.0)


def of_groups(groups: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Groups of values of one measure → (p by Kruskal and Wallis, share 0..1 of the differences in rank explained: ε²)."""
    from scipy.stats import kruskal

    values = [value for group in groups for value in group]
    if len(groups) < 2 or min(values) == max(values):
        return None
    found = kruskal(*groups)
    return float(found.pvalue), min(max(float(found.statistic), 0.0) / (len(values) - 1), 1.0)


def corrected(p_values: Sequence[float | None]) -> list[float | None]:
    """p of many tests asked at once → corrected by Benjamini and Yekutieli (Annals of Statistics, 2001): of what is called
    sure at 5 % no more than 5 % is chance, however the tests hang together. None stays None."""
    from statsmodels.stats.multitest import multipletests

    known = [p for p in p_values if p is not None]
    found = iter(multipletests(known, method=CORRECTION)[1].tolist() if known else [])
    return [None if p is None else min(next(found), 1.0) for p in p_values]
