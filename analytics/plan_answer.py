"""The whole action plan of one view as the command line gives it: codes and numbers, and the same as a workbook in words."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from analytics import exports, plan, plan_files, plan_further, plan_rows, plan_texts, plan_words
from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.plan import Plan
from analytics.plan_rows import EVERYONE, Which
from analytics.plan_texts import Texts
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.words import Words

LISTS = "list aim customers customer_share revenue revenue_share profit at_stake due_date done next_step".split()
CLIENTS = (
    "list aim customer_id name reason reason_text at_stake distance_to_better_class better_class days_left next_stage revenue "
    "profit orders last_order_date recency_days abc_class lifecycle_stage email phone manager owner due_date status note "
    "next_step"
).split()


@dataclass(frozen=True)
class Answer:
    """Rows of the lists and of the clients by the names of the contract, and beside them leads and types of loyalty."""

    lists: list[dict]
    clients: list[dict]
    leads: list[dict]
    types: list[dict]

    @property
    def tables(self) -> dict[str, list[dict]]:
        return {"lists": self.lists, "clients": self.clients, "leads": self.leads, "types": self.types}

    def csv(self) -> bytes:
        columns = {name: exports.unmixed([row[name] for row in self.clients]) for name in CLIENTS}
        return exports.csv_plain(pa.table(columns))


def of(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, words: Words) -> Answer:
    """Every client on a list, list by list; what is undefined is None."""
    made, texts = _built(warehouse, facts, thresholds), plan_texts.texts(warehouse, words)
    rows = clients(warehouse, made, thresholds)
    told = [row | {"reason_text": plan_words.why(words, row, facts.dated)} for row in rows]
    of_lists = [row for row in lists(warehouse, made, thresholds) if row["customers"]]
    told, of_lists = _picked(told, CLIENTS, texts), _picked(of_lists, LISTS, texts)
    leads = plan_further.leads(warehouse, facts, thresholds)
    return Answer(of_lists, told, leads, plan_further.types(warehouse, facts, thresholds, texts))


def _picked(rows: list[dict], keys: list[str], texts: Texts) -> list[dict]:
    """Rows by the names of the contract, with what to do."""
    steps = {row["list"]: texts(f"offers_{row['list']}") for row in rows}
    told = ({**row, "due_date": row["due"], "next_step": steps[row["list"]]} for row in rows)
    return [{key: row[key] for key in keys} for row in told]


def workbook(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, words: Words) -> bytes:
    """The same in words, for Excel."""
    made, texts = _built(warehouse, facts, thresholds), plan_texts.texts(warehouse, words)
    return as_workbook(warehouse, made, thresholds, words, texts)


def as_workbook(warehouse: Warehouse, made: Plan, thresholds: Thresholds, words: Words, texts: Texts) -> bytes:
    """A plan that is built already as a workbook."""
    facts = made.facts
    room, of_types = plan_words.ROOM, plan_further.types(warehouse, facts, thresholds, texts)
    further = {
        words(f"{room}.sheet_leads"): plan_further.leads(warehouse, facts, thresholds),
        words(f"{room}.sheet_types"): [row | {"type": words(f"loyalty_parts.type_{row['type']}")} for row in of_types],
    }
    told = lists(warehouse, made, thresholds), clients(warehouse, made, thresholds)
    return plan_files.workbook(words, texts, *told, further, facts.dated)


def lists(warehouse: Warehouse, made: Plan, thresholds: Thresholds) -> list[dict]:
    """plan.sizes of the lists, with the day each is due and how many are done."""
    done, due = plan_rows.progress(warehouse, made), plan_rows.due_dates(made.facts.view.as_of, country(thresholds))
    told = [row for row in plan.sizes(warehouse, made) if row["list"]]
    return [row | {"due": due[row["list"]], "done": done.get(row["list"], {}).get("done", 0)} for row in told]


def clients(warehouse: Warehouse, made: Plan, thresholds: Thresholds, which: Which = EVERYONE) -> list[dict]:
    """All rows of plan_rows.rows."""
    return plan_rows.rows(warehouse, made, which, country=country(thresholds))


def country(thresholds: Thresholds) -> str:
    """Whose working days due dates are counted in."""
    return thresholds["loyalty.country"][0]


def _built(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Plan:
    return plan.build(warehouse, facts, thresholds, sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts)))
