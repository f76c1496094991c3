"""Personas: 3 to 7 clusters of clients alike in how they buy and in what they are.

Source: a Russian handbook of sales management, the chapter on segmentation; k-means (S. Lloyd) by scikit-learn; how many and how
distinct by the silhouette (P. Rousseeuw, 1987), put in words as by L. Kaufman and P. Rousseeuw, Finding Groups in Data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analytics.attributes import Attribute, Described
from analytics.classes import ClassColumn, sizes
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

COUNTS = range(3, 8)
# Expressions over facts; each is measured in its own standard deviations.
BEHAVIOUR = {
    "revenue": "ln(1 + greatest(revenue, 0)::double)",
    "orders": "ln(1 + orders::double)",
    "average_order": "ln(1 + greatest(average_order, 0)::double)",
    "recency_days": "sqrt(greatest(recency_days, 0)::double)",
    "tenure_days": "sqrt(greatest(tenure_days, 0)::double)",
}
MEDIANS = tuple(BEHAVIOUR)
WEIGHTS = {"none": 0.0, "some": 0.2, "equal": 1.0}
MOST_FITTED, MOST_COMPARED = 5_000, 1_500
MOST_VALUES = 8
LEAST_CLIENTS = 30
NOTHING = 1e-9
SEED, STARTS = 2026, 5
CLEAR, FAINT = 0.5, 0.25
FEW_CLIENTS, ALL_ALIKE = "few_clients", "all_alike"


@dataclass(frozen=True)
class Personas:
    """Clusters of the clients of one view, 1 the one that brings most on average.

    `described` are the same clients with their persona in the facts. `silhouette`, −1..1, is the mean over the clients it was
    counted on, `silhouettes` of each persona; `typical` the id of each persona's client least far from all its others;
    `tried` the silhouette of each number of personas that was compared.
    """

    described: Described
    table: str
    count: int
    silhouette: float
    silhouettes: tuple[float, ...]
    typical: tuple[str, ...]
    tried: dict[int, float]

    @property
    def column(self) -> ClassColumn:
        codes = tuple(str(i + 1) for i in range(self.count))
        return ClassColumn("persona", tuple((f"persona = {code}", code) for code in codes), codes, ordered=False)

    def members(self, code: str) -> str:
        """A query: customer_id of the clients of a persona."""
        return f"select customer_id from {self.described.facts.customers} where persona = {int(code)}"


@dataclass(frozen=True)
class Axis:
    """One measure clients differ by: an expression `sql` over facts, moved by `middle` and scaled; or whether the attribute with
    the column `sql` has a `code`, scaled to its weight."""

    sql: str
    scale: float
    middle: float = 0.0
    code: int | None = None


def distinctness(silhouette: float) -> str:
    """`clear` above 0.5, `noticeable` above 0.25, else `faint`: the personas pass into each other."""
    return "clear" if silhouette > CLEAR else "noticeable" if silhouette > FAINT else "faint"


def own_codes() -> tuple[str, ...]:
    """What names of personas are kept under: `5_2`, the second of five."""
    return tuple(f"{count}_{i}" for count in COUNTS for i in range(1, count + 1))


def find(
    warehouse: Warehouse,
    described: Described,
    thresholds: Thresholds,
    told: Callable[[float], None] = lambda share: None,
) -> Personas | str:
    """Clients described → their personas, as many as `personas.count` says or the silhouette chooses, or why there are none:
    few_clients (under 30), all_alike.

    Fitted on up to MOST_FITTED clients drawn evenly and always the same (whatever the order of rows), then told of all in SQL.
    Attributes together weigh nothing, a fifth of all behaviour, or as much (`personas.attributes`). `told` is given the
    share done. No other threshold matters.
    """
    if described.facts.whole["clients"] < LEAST_CLIENTS:
        return FEW_CLIENTS
    sample = _sample(warehouse, described)
    axes, points = _placed(sample, described.attributes, WEIGHTS[thresholds["personas.attributes"]])
    counts = COUNTS if thresholds["personas.count"] == "auto" else [int(thresholds["personas.count"])]
    tried = _tried(points, [k for k in counts if k <= _different(points)], told)
    if not tried:
        return ALL_ALIKE
    best = max(tried, key=lambda k: (tried[k].silhouette, -k))
    found = tried[best].by_mean([float(revenue or 0) for revenue in sample["told_revenue"]])
    table = _assigned(warehouse, described, axes, found.centres)
    return _personas(
        described, table, found, points, sample["customer_id"], {k: f.silhouette for k, f in tried.items()}
    )


def profiles(warehouse: Warehouse, found: Personas) -> list[dict]:
    """A row per persona, in their order: class (its code), customers, customer_share, value, value_share, profit, orders,
    revenue, and the medians of MEDIANS as median_…; silhouette; typical (an id)."""
    facts = found.described.facts
    names = ", ".join(f"median({name}) as median_{name}" for name in MEDIANS)
    rows = warehouse.rows(f"select persona::varchar as code, {names} from {facts.customers} group by 1")
    medians = {row.pop("code"): row for row in rows}
    nothing = {f"median_{name}": None for name in MEDIANS}
    return [
        row | medians.get(row["class"], nothing) | {"silhouette": found.silhouettes[i], "typical": found.typical[i]}
        for i, row in enumerate(sizes(warehouse, facts, found.column))
    ]


def usual(warehouse: Warehouse, found: Personas) -> dict:
    """The medians of MEDIANS over the whole base, as median_…"""
    names = ", ".join(f"median({name}) as median_{name}" for name in MEDIANS)
    return warehouse.rows(f"select {names} from {found.described.facts.customers}")[0]


@dataclass(frozen=True)
class Fitted:
    """k-means of one number of clusters: `labels` and `silhouettes` of the points, `centres`."""

    labels: Sequence[int]
    centres: Sequence[Sequence[float]]
    silhouettes: Sequence[float]

    @property
    def silhouette(self) -> float:
        return float(self.silhouettes.mean())

    def by_mean(self, revenue: Sequence[float]) -> Fitted:
        """The same clusters, the one with the highest mean revenue first."""
        import numpy as np

        means = [np.asarray(revenue)[self.labels == label].mean() for label in range(len(self.centres))]
        order = sorted(range(len(means)), key=lambda label: (-means[label], label))
        places = np.argsort(order)
        return Fitted(places[self.labels], self.centres[order], self.silhouettes)


def _sample(warehouse: Warehouse, described: Described) -> dict[str, list]:
    measured = ", ".join(f"{sql} as {name}" for name, sql in BEHAVIOUR.items())
    codes = "".join(f", {attribute.code}" for attribute in described.attributes)
    sql = f"""select customer_id, revenue as told_revenue, {measured}{codes} from {described.customers}
        order by md5(customer_id), customer_id limit {MOST_FITTED}"""
    return warehouse.table(sql).to_pydict()


def _placed(sample: dict[str, list], attributes: Sequence[Attribute], weight: float) -> tuple[list[Axis], object]:
    """The axes clients differ along, and the sample as points on them."""
    import numpy as np

    behaviour = [found for name in BEHAVIOUR if (found := _measured(name, sample[name]))]
    differing = [a for a in attributes if weight and _variance(sample[a.code], a) > NOTHING]
    each = weight * max(len(behaviour), 1) / max(len(differing), 1)
    columns = behaviour + [c for a in differing for c in _valued(a, sample[a.code], each)]
    nowhere = np.zeros((len(sample["customer_id"]), 1))
    return [axis for axis, _ in columns], np.column_stack([at for _, at in columns]) if columns else nowhere


def _measured(name: str, told: Sequence[float | None]) -> tuple[Axis, object] | None:
    """In standard deviations from the mean, where who lacks the fact stands too; None for what nobody has or all have alike."""
    import numpy as np

    values = np.array(told, dtype=float)
    known = values[np.isfinite(values)]
    if not len(known) or known.std() <= NOTHING:
        return None
    mean, spread = float(known.mean()), float(known.std())
    axis = Axis(f"coalesce({BEHAVIOUR[name]}, {_literal(mean)})", 1 / spread, mean)
    return axis, (np.where(np.isfinite(values), values, mean) - mean) / spread


def _valued(attribute: Attribute, codes: Sequence[int], weight: float) -> list[tuple[Axis, object]]:
    """An axis a value; together they differ as much as `weight` measures of behaviour."""
    import numpy as np

    scale = float(np.sqrt(weight / _variance(codes, attribute)))
    return [(Axis(attribute.code, scale, code=code), (np.array(codes) == code) * scale) for code in _told(attribute)]


def _told(attribute: Attribute) -> range:
    return range(1, min(len(attribute.values), MOST_VALUES) + 1)


def _variance(codes: Sequence[int], attribute: Attribute) -> float:
    shares = [codes.count(code) / len(codes) for code in _told(attribute)]
    return sum(share * (1 - share) for share in shares)


def _different(points) -> int:
    import numpy as np

    return len(np.unique(points.round(9), axis=0))


def _tried(points, counts: Sequence[int], told: Callable[[float], None]) -> dict[int, Fitted]:
    """One thread: several add up in an order of their own, and the last digits would not be the same twice."""
    from threadpoolctl import threadpool_limits

    found = {}
    with threadpool_limits(1):
        for done, count in enumerate(counts, 1):
            found[count] = _fitted(points, count)
            told(done / (len(counts) + 1))
    return found


def _fitted(points, count: int) -> Fitted:
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_samples

    model = KMeans(count, n_init=STARTS, random_state=SEED).fit(points)
    few, labels = points[:MOST_COMPARED], model.labels_[:MOST_COMPARED]
    apart = 1 < len(np.unique(labels)) < len(labels)
    return Fitted(
        model.labels_, model.cluster_centers_, silhouette_samples(few, labels) if apart else np.zeros(len(few))
    )


def _personas(described: Described, table: str, found: Fitted, points, ids: Sequence[str], tried: dict) -> Personas:
    facts = described.facts
    joined = f"(select c.*, p.persona from {facts.customers} c join {table} p using (rank))"
    known = replace(described, facts=replace(facts, customers=joined))
    places = range(len(found.centres))
    typical = tuple(ids[_medoid(points, found.labels == i)] for i in places)
    compared = found.labels[: len(found.silhouettes)]
    each = tuple(float(found.silhouettes[compared == i].mean()) if (compared == i).any() else 0.0 for i in places)
    return Personas(known, table, len(found.centres), found.silhouette, each, typical, tried)


def _medoid(points, mine) -> int:
    """Place of the point least far from all the others of its cluster."""
    import numpy as np
    from sklearn.metrics import pairwise_distances

    places = np.flatnonzero(mine)[:MOST_COMPARED]
    return int(places[pairwise_distances(points[places]).sum(axis=1).round(9).argmin()])


def _assigned(warehouse: Warehouse, described: Described, axes: Sequence[Axis], centres) -> str:
    """Name of the table of everybody's persona. The nearest centre c is where 2·x·c − c·c is greatest."""
    written = ", ".join(_nearness(axes, [float(at) for at in centre]) for centre in centres)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        made_from = (described.facts.customers, described.table)
        return derived.made("personas", *made_from, customers=described.customers, nearness=written)


def _nearness(axes: Sequence[Axis], centre: Sequence[float]) -> str:
    parts, valued = [_literal(-sum(at * at for at in centre))], {}
    for axis, at in zip(axes, centre, strict=True):
        weight = _literal(2 * at * axis.scale)
        if axis.code is None:
            parts.append(f"{weight} * ({axis.sql} - {_literal(axis.middle)})")
        else:
            valued.setdefault(axis.sql, []).append(f"when {axis.code} then {weight}")
    parts += [f"case {column} {' '.join(cases)} else {_literal(0.0)} end" for column, cases in valued.items()]
    return " + ".join(parts)


def _literal(number: float) -> str:
    """A plain 0.1 is a DECIMAL to DuckDB, five times slower to add up."""
    return f"{number!r}::double"
