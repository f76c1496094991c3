"""Satisfaction: CSI and NPS by quarter, of the company, its managers, clients and their classes.

Source: A. Terekhov, client-base segmentation in digital agencies (CSI), and a guide to customer retention (NPS). The interval is
the adjusted Wald one that B. Rocks (The American Statistician, 2016) found best: three answers are added, ¾ of them promoters,
¾ detractors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import sqrt

from analytics import side_bases
from analytics.classes import Beside, ClassColumn
from analytics.facts import Facts
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.views import STEPS
from analytics.warehouse import Warehouse

PROMOTERS_FROM, DETRACTORS_TO, LOW_FROM = 9, 6, 1
ADDED, ADDED_OF_A_KIND = 3, 0.75
SURE = 1.959964
NO_ANSWERS, FEW_ANSWERS, NO_LOW_SCORES = "no_answers", "few_answers", "no_low_scores"
MEASURES = ("nps", "csi")
MOST_CLIENTS = 10_000
LAST_ANSWERS = 5
CLIENT_COLUMNS = ("csi",)

TALLY = f"""coalesce(sum(answers), 0)::bigint as answers, sum(score * answers) / sum(answers) as mean_score,
    coalesce(sum(answers) filter (of_nps), 0)::bigint as nps_answers,
    coalesce(sum(answers) filter (of_nps and score >= {PROMOTERS_FROM}), 0)::bigint as promoters,
    coalesce(sum(answers) filter (of_nps and score <= {DETRACTORS_TO}), 0)::bigint as detractors,
    coalesce(sum(answers) filter (of_csi), 0)::bigint as csi_answers,
    coalesce(sum(answers) filter (of_csi and score >= $high), 0)::bigint as high,
    coalesce(sum(answers) filter (of_csi and score between {LOW_FROM} and $low), 0)::bigint as low"""
OF_CLIENT = "answers nps_answers promoters detractors csi_answers".split()
BY_SCORE = ", ".join(
    f"coalesce(sum(answers) filter (of_csi and score = {score}), 0)::bigint as of_{score}" for score in range(11)
)
TOLD = "(of_nps or of_csi)"


@dataclass(frozen=True)
class Nps:
    """Share of 9–10 minus share of 0–6, in points −100..100: 60 promoters and 10 detractors of 100 → 50; {9, 10, 6, 8} → 25."""

    promoters: int
    detractors: int
    answers: int

    @property
    def points(self) -> float | None:
        return 100 * (self.promoters - self.detractors) / self.answers if self.answers else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the points would lie 95 times of 100 if everyone had answered."""
        if not self.answers:
            return None
        middle, error = self._adjusted
        low, high = max(-100.0, middle - SURE * error), min(100.0, middle + SURE * error)
        return min(low, self.points), max(high, self.points)

    @property
    def _adjusted(self) -> tuple[float, float]:
        """Mean of −1, 0, +1 over the answers and the added three, and its standard error; in points."""
        n = self.answers + ADDED
        up, down = (self.promoters + ADDED_OF_A_KIND) / n, (self.detractors + ADDED_OF_A_KIND) / n
        return 100 * (up - down), 100 * sqrt((up + down - (up - down) ** 2) / n)

    def moved_from(self, before: Nps) -> str:
        """`up`, `down`, or `same` when the difference is within its own 95 % interval."""
        (now, error), (then, its_error) = self._adjusted, before._adjusted
        if abs(now - then) <= SURE * sqrt(error**2 + its_error**2):
            return "same"
        return "up" if now > then else "down"


def is_told(warehouse: Warehouse) -> bool:
    """Whether there is a base of scores."""
    return warehouse.has("scores")


def overall(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict:
    """All answers of the window together, a row as of `by_quarter` without its quarter."""
    return _rows(warehouse, f"select {TALLY} from {_of_company(warehouse, facts)} where {TOLD}", thresholds)[0]


def by_quarter(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """A row per quarter the window touches: quarter, quarter_end, finished, answers, mean_score;
    csi = high / low, answers from `satisfaction.high_from` up over answers from 1 to `satisfaction.low_to`; csi_reason, high,
    low, csi_answers; nps in points −100..100 with its 95 % interval nps_low, nps_high; nps_reason, promoters, detractors,
    nps_answers.

    NPS is of answers to the question `recommend`, CSI of those to `satisfied`; answers to no named question count in both,
    those to another question in neither. A 0 is a detractor, but neither high nor low: the scale of CSI begins with 1.
    Undefined measures are None and say why: no_answers; few_answers, fewer than `satisfaction.min_answers` (NPS);
    no_low_scores (CSI). A filter keeps the answers of the clients it keeps; without one those of no known client count too,
    but only for the company and its managers. A base of totals has no window: all answers there are. Empty without scores.
    """
    days = side_bases.days(warehouse, facts, "scores")
    if days is None:
        return []
    sql = f"""select bucket as quarter, bucket_end as quarter_end, finished, {TALLY}
        from {_calendar(warehouse, days)} left join (from {_of_company(warehouse, facts)} where {TOLD}) t on quarter = bucket
        group by all order by 1"""
    return _rows(warehouse, sql, thresholds)


def counted(rows: list[dict], include_unfinished: bool) -> list[dict]:
    """The quarters that may be judged, those with answers."""
    return [row for row in rows if row["answers"] and (row["finished"] or include_unfinished)]


def by_manager(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, quarter: dt.date | None = None
) -> list[dict]:
    """A row per manager of the answers (key; None: not given), those with most answers first, as of `by_quarter`."""
    one = "" if quarter is None else "and quarter = $quarter"
    sql = f"""select manager as key, {TALLY} from {_of_company(warehouse, facts)} where {TOLD} {one}
        group by 1 order by sum(answers) desc, 1 nulls last"""
    return _rows(warehouse, sql, thresholds, {} if quarter is None else {"quarter": quarter})


def by_class(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    column: ClassColumn,
    quarter: dt.date | None = None,
) -> list[dict]:
    """A row per class that answered (key; None: no class), best first: answers of clients who bought in the window."""
    sums = ", ".join(f"sum({name})::bigint as {name}" for name in OF_CLIENT)
    pleased = ", ".join(f"sum({told})::bigint as {name}" for name, told in _pleased(thresholds).items())
    sql = f"""select {column.number} as key, {sums}, {pleased}, sum(points) / sum(answers) as mean_score
        from {surveyed(warehouse, facts, quarter)} where rank is not null group by 1 order by 1"""
    rows = warehouse.rows(sql)
    return [row | {"key": column.named(row["key"])} | _measured(row, thresholds) for row in rows]


def by_client(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    quarter: dt.date | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[dict]:
    """A row per client that answered (key and customer_id, name), the least pleased first: by low scores, detractors, mean."""
    page = f"limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    pleased = ", ".join(f"{told} as {name}" for name, told in _pleased(thresholds).items())
    sql = f"""select answered_by as key, answered_by as customer_id, name, {", ".join(OF_CLIENT)}, {pleased},
        points / answers as mean_score from {surveyed(warehouse, facts, quarter)}
        order by low desc, detractors desc, mean_score, 1 {page}"""
    return [row | _measured(row, thresholds) for row in warehouse.rows(sql)]


def clients(warehouse: Warehouse, facts: Facts, quarter: dt.date | None = None) -> int:
    """How many clients are known to have answered."""
    return warehouse.value(f"select count(*) from {surveyed(warehouse, facts, quarter)}")


def to_other_questions(warehouse: Warehouse, facts: Facts) -> int:
    """Answers of the window that no measure counts."""
    sql = f"select coalesce(sum(answers), 0)::bigint from {_of_company(warehouse, facts)} where not {TOLD}"
    return warehouse.value(sql)


def distribution(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, measure: str) -> list[dict]:
    """A row per score 0..10, those nobody gave too: score, answers, share (of answers that feed `measure`: nps or csi; None
    when there are none), group: promoters, passives, detractors of NPS; high, middle, low of CSI."""
    sql = f"select score, sum(answers)::bigint as answers from {_of_company(warehouse, facts)} where of_{measure} group by 1"
    found = {row["score"]: row["answers"] for row in warehouse.rows(sql)}
    every = sum(found.values())
    return [
        {"score": score, "answers": found.get(score, 0), "share": found.get(score, 0) / every if every else None}
        | {"group": group(score, measure, thresholds)}
        for score in range(11)
    ]


def group(score: int, measure: str, thresholds: Thresholds) -> str:
    """What a score is for a measure."""
    if measure == "nps":
        return "promoters" if score >= PROMOTERS_FROM else "detractors" if score <= DETRACTORS_TO else "passives"
    if score >= thresholds["satisfaction.high_from"]:
        return "high"
    return "low" if LOW_FROM <= score <= thresholds["satisfaction.low_to"] else "middle"


def scored(warehouse: Warehouse, facts: Facts, score: int, measure: str) -> str:
    """A query: customer_id of those who gave this score to the question of a measure."""
    told = f"customer_id is not null and score = {int(score)} and of_{measure}"
    return f"select distinct customer_id from {_answers(warehouse, facts)} where {told}"


def answered_of_manager(warehouse: Warehouse, facts: Facts, manager: str | None, quarter: dt.date | None = None) -> str:
    """A query: customer_id of those who answered about a manager (None: none was named), in the window or in one quarter."""
    values = {"manager": manager} | ({} if quarter is None else {"quarter": quarter})
    in_quarter = "" if quarter is None else "and quarter = $quarter"
    return f"select customer_id from {_made(warehouse, facts, 'answered_of_manager', values, in_quarter=in_quarter)}"


def scorers(warehouse: Warehouse, scored_so: str) -> int:
    """How many clients a query of `scored` tells."""
    return warehouse.value(f"select count(*) from ({scored_so})")


def last_answers(warehouse: Warehouse, facts: Facts, customer_id: str, limit: int = LAST_ANSWERS) -> list[dict]:
    """The last answers of one client in the window, the latest first: date, score, question, manager."""
    days = side_bases.days(warehouse, facts, "scores")
    if days is None:
        return []
    values = {"client": customer_id} | dict(zip(("start", "end"), days, strict=True))
    return warehouse.rows(
        f"""select date, score, question, manager from scores where customer_id = $client and date between $start and $end
            order by date desc, score limit {int(limit)}""",
        values,
    )


def moved(now: dict, before: dict) -> str:
    """How NPS has moved from one row to another: up, down, same."""
    return _nps(now).moved_from(_nps(before))


def of_clients(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Beside:
    """CSI of clients' own answers as a column of a list; nothing without a base of scores, answers or low ones."""
    if not is_told(warehouse):
        return Beside(
            CLIENT_COLUMNS, "select null::varchar as customer_id, null::double as csi where false", "customer_id"
        )
    high, low = _pleased(thresholds).values()
    told = f"select answered_by as customer_id, ({high}) / nullif({low}, 0) as csi from {surveyed(warehouse, facts)}"
    return Beside(CLIENT_COLUMNS, told, "customer_id")


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, column: ClassColumn) -> list[dict]:
    """The contract's rows: period (a quarter's first day; None: the whole window), cut (company, manager, the class's name,
    client), key, answers, csi, nps, nps_low, nps_high. Clients only of the whole window, the first MOST_CLIENTS of them."""
    if not is_told(warehouse):
        return []
    company, answers = _of_company(warehouse, facts), _answers(warehouse, facts)
    of_class = f"(select a.*, {column.number} as class from {answers} a join {facts.customers} c using (customer_id))"
    rows = [row | {"cut": "company"} for row in _by_period(warehouse, thresholds, company, "null")]
    rows += [row | {"cut": "manager"} for row in _by_period(warehouse, thresholds, company, "manager")]
    classes = _by_period(warehouse, thresholds, of_class, "class")
    rows += [row | {"cut": column.name, "key": column.named(row["key"])} for row in classes]
    clients = by_client(warehouse, facts, thresholds, limit=MOST_CLIENTS)
    return rows + [row | {"cut": "client", "period": None} for row in clients]


def _by_period(warehouse: Warehouse, thresholds: Thresholds, answers: str, key: str) -> list[dict]:
    sql = f"""select quarter as period, key, {TALLY} from (select *, {key} as key from {answers}) where {TOLD}
        group by grouping sets ((quarter, key), (key)) order by period nulls first, key nulls last"""
    return _rows(warehouse, sql, thresholds)


def _rows(warehouse: Warehouse, sql: str, thresholds: Thresholds, quarter: dict | None = None) -> list[dict]:
    values = {"high": thresholds["satisfaction.high_from"], "low": thresholds["satisfaction.low_to"]}
    return [row | _measured(row, thresholds) for row in warehouse.rows(sql, values | (quarter or {}))]


def _measured(row: dict, thresholds: Thresholds) -> dict:
    nps, low = _nps(row), row["low"]
    few = nps.answers < thresholds["satisfaction.min_answers"]
    why = NO_ANSWERS if not nps.answers else FEW_ANSWERS if few else None
    bounds = (None, None) if why else nps.interval
    told = {"nps": None if why else nps.points, "nps_low": bounds[0], "nps_high": bounds[1], "nps_reason": why}
    told |= {"csi": row["high"] / low if low else None}
    return told | {"csi_reason": None if low else NO_LOW_SCORES if row["csi_answers"] else NO_ANSWERS}


def _nps(row: dict) -> Nps:
    return Nps(row["promoters"], row["detractors"], row["nps_answers"])


def _pleased(thresholds: Thresholds) -> dict[str, str]:
    """High and low answers of one client, over a row of `surveyed`."""
    high = range(thresholds["satisfaction.high_from"], 11)
    low = range(LOW_FROM, thresholds["satisfaction.low_to"] + 1)
    return {name: " + ".join(f"of_{score}" for score in its) or "0" for name, its in (("high", high), ("low", low))}


def _calendar(warehouse: Warehouse, days: tuple[dt.date, dt.date]) -> str:
    values = dict(zip(("start", "end"), days, strict=True))
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("buckets", values, "quarter", values=values, bucket="quarter", step=STEPS["quarter"])


def surveyed(warehouse: Warehouse, facts: Facts, quarter: dt.date | None = None) -> str:
    """Name of the table of clients that answered in the window, or in one quarter of it (sql/surveyed.sql)."""
    one = {} if quarter is None else {"quarter": quarter}
    scale = {"promoters_from": PROMOTERS_FROM, "detractors_to": DETRACTORS_TO, "by_score": BY_SCORE}
    scale |= {"in_quarter": "and quarter = $quarter" if one else "", "customers": facts.customers}
    return _made(warehouse, facts, "surveyed", one, **scale)


def _answers(warehouse: Warehouse, facts: Facts) -> str:
    return _made(warehouse, facts)


def _of_company(warehouse: Warehouse, facts: Facts) -> str:
    return _made(warehouse, facts, "answers_by_manager")


def _made(warehouse: Warehouse, facts: Facts, statement: str = "", values: dict | None = None, **blanks: object) -> str:
    """Name of the table of answers in the window, or of one that a statement makes of it."""
    days, kept = side_bases.days(warehouse, facts, "scores"), side_bases.kept(facts)
    window = dict(zip(("start", "end"), days or (dt.date.min, dt.date.max), strict=True))
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        answers = derived.made("answers", window, kept, values=window, kept=kept)
        if not statement:
            return answers
        return derived.made(statement, answers, values, blanks, values=values, answers=answers, **blanks)
