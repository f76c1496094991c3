"""Clients that may be one: `Daisy LLC`, `LLC "Daisy"`, `DAISY`. Proposals only: nothing is merged without the visitor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.doctor import neighbours
from analytics.doctor.finding import Finding
from analytics.doctor.id_variants import written_alike
from analytics.doctor.likeness import Name, alike, apart
from analytics.doctor.vocabulary import words_for
from analytics.ingest.lexicon import normal
from analytics.ingest.names import normal_name
from analytics.warehouse import Warehouse

SAME_TAX, SAME_CONTACT, SAME_NAME, OTHER_FORM = 98.0, 95.0, 97.0, 90.0
ONE_OFFICE = 5
PHONE_DIGITS = 10


@dataclass(frozen=True)
class Client:
    """A client as it is known: by all its names in the base, its money, and what it can be reached by."""

    customer_id: str
    name: Name
    revenue: Decimal
    coded: bool
    written: str = ""
    contacts: frozenset[tuple[str, str]] = field(default=frozenset())


@dataclass(frozen=True)
class Proposal:
    """`customer_id` is perhaps `into_id`, the one with most revenue among those alike.

    `sure`: one name in its normal form; else `score` (0..100) says how alike. `reason` is a code: same_name, written_alike,
    same_tax_number, same_contact, other_form, spacing, soft_words, initials, typo.
    """

    customer_id: str
    name: str
    revenue: Decimal
    into_id: str
    into_name: str
    into_revenue: Decimal
    sure: bool
    score: float
    reason: str


def search(warehouse: Warehouse, columns: dict[str, set[str]]) -> list[Proposal]:
    """Proposals for the base as it is, sure ones first, then by likeness and money; a client is proposed once at most."""
    return proposals(clients(warehouse, columns))


def as_finding(found: Sequence[Proposal], kind: str) -> list[Finding]:
    """`similar_clients`: how many are written down twice; the money is that of the second records."""
    if not found:
        return []
    sure = sum(proposal.sure for proposal in found)
    money = sum((proposal.revenue for proposal in found), Decimal(0))
    return [Finding("similar_clients", kind, "look", len(found), money, {"sure": sure})]


def clients(warehouse: Warehouse, columns: dict[str, set[str]]) -> list[Client]:
    """Every client of the main base and of the customers base, the weightiest first."""
    main = next((kind for kind in ("sales", "totals") if kind in columns), None)
    sources = [_of_main(main, columns)] if main else []
    sources += [_of_list(columns)] if "customers" in columns else []
    if not sources:
        return []
    rows = warehouse.rows(
        f"""select customer_id, coalesce(min(name) filter (listed), min(name), customer_id) as name,
                   cast(sum(revenue) as decimal(18, 4)) as revenue, {written_alike("customer_id")} as written
            from ({" union all ".join(sources)}) where customer_id is not null group by customer_id
            order by revenue desc, customer_id"""
    )
    contacts = _contacts(warehouse, columns)
    return [
        Client(
            row["customer_id"], Name(row["name"]), row["revenue"], row["name"] != row["customer_id"], row["written"],
            frozenset(contacts.get(row["customer_id"], ())),
        )
        for row in rows
    ]  # fmt: skip


def proposals(known: Sequence[Client]) -> list[Proposal]:
    """Clients, the weightiest first → proposals."""
    spoken = [client for client in known if client.name.speaks]
    found = [*_written_alike(known), *_same_key(spoken), *_same_contact(known), *_likely(spoken)]
    taken, mains, kept = set(), set(), []
    for proposal in sorted(found, key=lambda p: (not p.sure, -p.score, -p.into_revenue, p.into_id, p.customer_id)):
        if not {proposal.customer_id, proposal.into_id} & taken and proposal.customer_id not in mains:
            taken.add(proposal.customer_id)
            mains.add(proposal.into_id)
            kept.append(proposal)
    return kept


def _of_main(main: str, columns: dict[str, set[str]]) -> str:
    name = "min(customer_name)" if "customer_name" in columns[main] else "cast(null as varchar)"
    return f"""select customer_id, {name} as name, false as listed, sum(amount) as revenue from {main}
               group by customer_id"""


def _of_list(columns: dict[str, set[str]]) -> str:
    name = "min(name)" if "name" in columns["customers"] else "cast(null as varchar)"
    return f"select customer_id, {name} as name, true as listed, 0 as revenue from customers group by customer_id"


def _contacts(warehouse: Warehouse, columns: dict[str, set[str]]) -> dict[str, set[tuple[str, str]]]:
    """Client → (what it is, its number) of the customers base: tax number, phone, e-mail; a shared office's left out."""
    found = defaultdict(set)
    for column, use in _reached_by(warehouse, columns).items():
        rows = warehouse.rows(
            f"select distinct customer_id, {column} as said from customers where {column} is not null"
        )
        owners = defaultdict(set)
        for row in rows:
            owners[_number(use, row["said"])].add(row["customer_id"])
        for number, of in owners.items():
            if number and len(of) <= ONE_OFFICE:
                for client in of:
                    found[client].add((use, number))
    return found


def _reached_by(warehouse: Warehouse, columns: dict[str, set[str]]) -> dict[str, str]:
    have = columns.get("customers", set())
    found = {column: column for column in ("phone", "email") if column in have}
    for row in warehouse.rows("""select "column", source from mapped_columns where kind = 'customers'"""):
        if row["column"].startswith("attribute_") and normal_name(normal(row["source"])) in words_for("tax_headings"):
            found[row["column"]] = "tax_number"
    return found


def _number(use: str, said: str) -> str:
    if use == "email":
        return said.strip().casefold() if "@" in said else ""
    digits = "".join(letter for letter in said if letter.isdigit())
    return (
        digits[-PHONE_DIGITS:] if use == "phone" and len(digits) >= PHONE_DIGITS else digits if use != "phone" else ""
    )


def _written_alike(known: Sequence[Client]) -> list[Proposal]:
    groups = _grouped(known, lambda client: client.written)
    return [_proposal(m, g[0], True, 100.0, "written_alike") for g in groups for m in g[1:]]


def _same_key(spoken: Sequence[Client]) -> list[Proposal]:
    """Equal names: sure, unless they are of different legal forms, or of people known by code: namesakes exist."""
    found = []
    for group in _grouped(spoken, lambda client: client.name.key):
        forms = {client.name.form for client in group if client.name.form}
        for member in group[1:]:
            main = group[0]
            if len(forms) > 1 and member.name.form != main.name.form:
                both = member.name.form and main.name.form
                judged = (OTHER_FORM, "other_form") if both else (SAME_NAME, "same_name")
                found.append(_proposal(member, main, False, *judged))
            elif _contradict(main, member):
                continue
            else:
                sure = bool(forms) or not (main.coded and member.coded) or bool(main.contacts & member.contacts)
                found.append(_proposal(member, main, sure, 100.0 if sure else SAME_NAME, "same_name"))
    return found


def _contradict(one: Client, other: Client) -> bool:
    """Two tax numbers are two firms."""
    numbers = [{number for use, number in client.contacts if use == "tax_number"} for client in (one, other)]
    return bool(all(numbers) and not numbers[0] & numbers[1])


def _same_contact(known: Sequence[Client]) -> list[Proposal]:
    owners = defaultdict(list)
    for client in known:
        for contact in client.contacts:
            owners[contact].append(client)
    found = []
    for (use, _), group in owners.items():
        score, reason = (SAME_TAX, "same_tax_number") if use == "tax_number" else (SAME_CONTACT, "same_contact")
        rest = [m for m in group[1:] if not apart(group[0].name, m.name)]
        found += [_proposal(member, group[0], False, score, reason) for member in rest]
    return found


def _likely(spoken: Sequence[Client]) -> list[Proposal]:
    """Of each name, the weightiest client is compared."""
    first: dict[str, Client] = {}
    for client in spoken:
        first.setdefault(client.name.key, client)
    known = list(first.values())
    found = []
    for i, j in neighbours.pairs([client.name for client in known]):
        judged = alike(known[i].name, known[j].name)
        if judged and not _contradict(known[i], known[j]):
            found.append(_proposal(known[j], known[i], False, *judged))
    return found


def _grouped(known: Iterable[Client], key) -> list[list[Client]]:
    groups = defaultdict(list)
    for client in known:
        groups[key(client)].append(client)
    return [group for group in groups.values() if len(group) > 1]


def _proposal(member: Client, main: Client, sure: bool, score: float, reason: str) -> Proposal:
    return Proposal(
        member.customer_id, member.name.text, member.revenue, main.customer_id, main.name.text, main.revenue, sure, score,
        reason,
    )  # fmt: skip
