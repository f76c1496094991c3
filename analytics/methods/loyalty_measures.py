"""The measures of the five types of loyalty: what each counts, how it is scored, and why a base may not have it.

Source: S. Nezhintseva, five types of loyalty by direct or indirect payment, now or later.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics import side_bases
from analytics.bases import available, main_base
from analytics.facts import Facts
from analytics.warehouse import Warehouse

FINANCIAL, REFERRAL, PROCEDURAL, CONTACT, EVALUATIVE = TYPES = (
    "financial",
    "referral",
    "procedural",
    "contact",
    "evaluative",
)


@dataclass(frozen=True)
class Measure:
    """One measure of a type: a count or sum (`of` what), or a share (`of` what, `out_of` what) when there is the latter.

    `kinds` are contacts the base must have, all of them or `any_kind`; `columns` those of the main base.
    """

    name: str
    type: str
    of: str
    out_of: str = ""
    kinds: tuple[str, ...] = ()
    any_kind: bool = False
    columns: tuple[str, ...] = ()

    @property
    def score(self) -> str:
        """Its score over a row of what a client did in a period, beside those of all the others of it."""
        if self.out_of:
            return f"100.0 * least({self.of}, {self.out_of}) / nullif({self.out_of}, 0) as {self.name}"
        known = f"(clients - unknown_{self.of})"
        scored = f"when {self.of} > 0 then 100.0 * ({known} - more_{self.of}) / {known}"
        return f"case when {self.of} <= 0 then 0.0 {scored} end as {self.name}"

    @property
    def unknown(self) -> str:
        """How many of those in a period it cannot be told of."""
        return f"count(*) - count({self.of}) as unknown_{self.of}"

    def more(self, did: str) -> str:
        """For each value of a count or sum above nothing: how many of a period have more (a query with a name)."""
        counted = f"sum(count(*)) over (partition by period order by {self.of} desc) - count(*) as more_{self.of}"
        return f"""more_{self.of} as (
            select period, {self.of}, {counted} from {did} where {self.of} > 0 group by period, {self.of})"""


MEASURES = (
    Measure("revenue", FINANCIAL, "revenue"),
    Measure("orders", FINANCIAL, "orders", columns=("orders",)),
    Measure("referred", REFERRAL, "referred"),
    Measure("own_form", PROCEDURAL, "own_forms", "requests", kinds=("request_own_form",)),
    Measure("paid_in_time", PROCEDURAL, "paid_in_time", "invoices", columns=("invoice_sent_date", "paid_date")),
    Measure(
        "signed_in_time", PROCEDURAL, "signed_in_time", "documents", columns=("docs_sent_date", "docs_signed_date")
    ),
    Measure("own_pickup", PROCEDURAL, "pickups", "orders", kinds=("own_pickup",), columns=("orders",)),
    Measure("requests", CONTACT, "requests", kinds=("request", "request_own_form"), any_kind=True),
    Measure("events", CONTACT, "events", kinds=("event",)),
    Measure("response", CONTACT, "responses", "mailings", kinds=("mailing_sent", "mailing_response")),
    Measure("order_reviews", EVALUATIVE, "order_reviews", kinds=("review_order",)),
    Measure("company_reviews", EVALUATIVE, "company_reviews", kinds=("review_company",)),
)


def reasons(warehouse: Warehouse, facts: Facts) -> dict[str, str | None]:
    """Measure → why the base cannot tell it, None when it can: no_sales, no_orders, no_papers, no_customers, no_referrers,
    no_contacts, no_kind, not_recorded (the contacts lie outside the window)."""
    base, columns = main_base(warehouse), available(warehouse)
    contacts = _of_contacts(warehouse, facts)
    of_base = columns[base] | ({"orders"} if base == "sales" else set())
    found = {}
    for measure in MEASURES:
        lacks = set(measure.columns) - of_base
        found[measure.name] = _lacking(lacks, base) or (contacts(measure) if measure.kinds else None)
    return found | {"referred": _of_referrers(warehouse, facts, columns)}


def _lacking(columns: set[str], base: str) -> str | None:
    if not columns:
        return None
    return "no_orders" if "orders" in columns else "no_papers" if base == "sales" else "no_sales"


def _of_contacts(warehouse: Warehouse, facts: Facts):
    """Measure of contacts → why these cannot tell it."""
    if not warehouse.has("contacts"):
        return lambda measure: "no_contacts"
    kinds = {row["kind"] for row in warehouse.rows("select distinct kind from contacts")}
    (start, end), reach = (
        side_bases.days(warehouse, facts, "contacts") or (None, None),
        side_bases.reach(warehouse, "contacts"),
    )
    outside = reach is None or reach[0] > end or reach[1] < start

    def reason(measure: Measure) -> str | None:
        found = [kind in kinds for kind in measure.kinds]
        has = any(found) if measure.any_kind else all(found)
        return "no_kind" if not has else "not_recorded" if outside else None

    return reason


def _of_referrers(warehouse: Warehouse, facts: Facts, columns: dict[str, set[str]]) -> str | None:
    if "customers" not in columns:
        return "no_customers"
    if warehouse.value("select exists (select 1 from customers where referrer_id is not null)"):
        return None
    sources = "(select distinct source from customers)"
    named = f"exists (select 1 from {facts.customers} where name in {sources} or customer_id in {sources})"
    return None if warehouse.value(f"select {named}") else "no_referrers"
