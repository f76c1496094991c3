"""One client that is many: a retail buyer, a cash client; or one so large that every class is drawn by it."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding, share
from analytics.doctor.vocabulary import words_for
from analytics.ingest.names import normal_name

LEAST_CLIENTS = 5
WEIGHTY = 0.01
DOMINANT = 0.4
LARGEST = 50


def find(case: Case) -> list[Finding]:
    """`anonymous_client`: named like nobody in particular and with WEIGHTY of rows or money. `dominant_client`: any other
    with DOMINANT of the rows (of the money for totals). Not asked of fewer than LEAST_CLIENTS clients.
    """
    if case.main is None:
        return []
    clients = case.warehouse.rows(f"{_largest(case)} limit {LARGEST}")
    if not clients or clients[0]["clients"] < LEAST_CLIENTS:
        return []
    anonymous = [c for c in clients if is_anonymous(c["name"]) and _weight(c) >= WEIGHTY]
    if anonymous:
        return [_told(case, "anonymous_client", anonymous)]
    dominant = [c for c in clients if _weight(c, case.main == "totals") >= DOMINANT]
    return [_told(case, "dominant_client", dominant)] if dominant else []


def is_anonymous(name: str) -> bool:
    """`Retail customer`, `Cash`: nobody in particular."""
    return normal_name(name) in words_for("anonymous")


def _largest(case: Case) -> str:
    name = "coalesce(min(customer_name), customer_id)" if case.has(case.main, "customer_name") else "customer_id"
    by_rows = f"""select customer_id, {name} as name, count(*) as sales_rows, sum(amount) as amount from {case.main}
                  where customer_id is not null group by customer_id"""
    return f"""select customer_id, name, sales_rows, sales_rows / sum(sales_rows) over () as rows_share,
                      amount, amount::double / nullif(sum(amount) over (), 0)::double as share, count(*) over () as clients
               from ({by_rows}) order by sales_rows desc, amount desc, customer_id"""


def _weight(client: dict, by_money: bool = False) -> float:
    if by_money:
        return client["share"] or 0
    return max(client["rows_share"], client["share"] or 0)


def _told(case: Case, code: str, clients: list[dict]) -> Finding:
    money = sum(c["amount"] for c in clients)
    whole = case.row(f"select sum(amount) as whole from {case.main}")["whole"]
    told = {
        "client": clients[0]["name"],
        "rows": sum(c["sales_rows"] for c in clients),
        "rows_share": sum(c["rows_share"] for c in clients),
        "share": share(money, whole),
    }
    ids = {"ids": [c["customer_id"] for c in clients]}
    listed = f"select * exclude (clients) from ({_largest(case)}) where list_contains($ids, customer_id)"
    rows = case.listed(f"{listed} order by sales_rows desc, customer_id", ids)
    return Finding(code, case.main, "look", len(clients), money, told, rows)
