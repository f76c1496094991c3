"""The whole company put together: six bases with the product's column names, still without words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.clients import people
from sample_data.company.contacts import contacts_of
from sample_data.company.dice import Dice
from sample_data.company.leads import leads_of
from sample_data.company.lines import CATEGORIES, IN_CATEGORY, journal
from sample_data.company.orders import orders_of
from sample_data.company.plan import GROUPS, MONTHS, PLAN
from sample_data.company.scores import scores_of

NAME = ["name_form", "name_first", "name_second", "spelling"]


def bases(seed: int) -> dict[str, pd.DataFrame]:
    """Seed → kind of base → its rows; money in kopecks, named things as indices or codes of `words_*.toml`."""
    clients = people(seed)
    orders = orders_of(clients, seed)
    clients = _with_twins(clients, orders, seed)
    lines = journal(orders, clients, seed)
    return {
        "sales": _sales(lines, clients),
        "customers": _customers(clients, lines),
        "contacts": _contacts(contacts_of(clients, orders, seed), clients),
        "scores": _with_card(scores_of(clients, orders, seed), clients),
        "leads": leads_of(seed),
        "departures": _departures(clients, seed),
    }


def _with_twins(clients: pd.DataFrame, orders: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A few clients got a second card under another spelling, and every other later order went there.

    Clients → clients with the second cards after them, numbered; orders are moved in place.
    """
    stay = (clients["group"] == GROUPS.index("regular")) & (clients["leaves"] == MONTHS) & (clients["referrer"] < 0)
    stay &= ~clients.index.isin(clients["referrer"])
    often = np.bincount(orders["client"], minlength=len(clients)) >= 8
    first_card = Dice(seed, "twins").some(np.flatnonzero(stay & often), PLAN["clients"]["twin_cards"])
    for twin, original in enumerate(first_card, start=len(clients)):
        later = orders.index[orders["client"] == original][1::2]
        orders.loc[later, "client"] = twin
    twins = clients.loc[first_card].assign(spelling=1 + np.arange(len(first_card)) % 3, acquisition_cost=0.0)
    cards = pd.concat([clients.assign(spelling=0), twins], ignore_index=True)
    return cards.assign(customer_id=[f"C-{number:04d}" for number in range(1, len(cards) + 1)])


def _with_card(rows: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(customer_id=_card(rows["client"], clients))


def _card(client: pd.Series, clients: pd.DataFrame) -> np.ndarray:
    """Row of the client → number of the card, nothing for -1."""
    return np.append(clients["customer_id"].to_numpy(object), None)[client]


def _sales(lines: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    sales = _with_card(lines, clients).join(clients[NAME], on="client")
    sales["category"] = [CATEGORIES[product // IN_CATEGORY] for product in lines["product"]]
    sales["manager"] = np.append(clients["manager"], -1)[lines["client"]]
    sales["initiated_by"] = lines["by_client"].astype(int)
    return sales


def _customers(clients: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    plan = PLAN["clients"]
    cards = clients.drop(columns="size").assign(region=clients["city"], image_client=clients["image"])
    cards["size"] = np.array(plan["sizes"])[clients["size"]]
    cards["industry"] = np.array(plan["industries"])[clients["industry"]]
    cards["settlement_type"] = np.array(plan["settlements"])[clients["city"]]
    cards["referrer_id"] = _card(clients["referrer"], clients)
    cards["contact_number"] = _first_card(clients) + 1
    revenue = lines[lines["client"] >= 0].groupby("client")["amount"].sum()
    share = clients["cost_to_serve_share"]
    cards["cost_to_serve"] = np.rint(revenue.reindex(clients.index).to_numpy() * share / 10_000) * 100
    return cards


def _first_card(clients: pd.DataFrame) -> np.ndarray:
    """Twins answer the same telephone as their first card."""
    return clients.groupby(NAME[:3])["joins"].transform(lambda rows: rows.index[0]).to_numpy()


def _contacts(contacts: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    number = (100_001 + contacts["order"]).astype(int).astype(str)
    return _with_card(contacts, clients).assign(order_id=number.where(contacts["order"] >= 0))


def _departures(clients: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row per client known to have left, in the month the purchases stopped, with the reason they gave."""
    dice, reasons = Dice(seed, "reasons"), PLAN["departures"]["reasons"]
    gone = clients[clients["leaves"] < MONTHS]
    left = pd.DataFrame({"customer_id": gone["customer_id"]})
    left["date"] = workdays.day_of_month(gone["leaves"], dice.even(len(gone)))
    left["reason"] = dice.shuffled(np.repeat(list(reasons), list(reasons.values())))
    return left.sort_values(["date", "customer_id"], kind="stable", ignore_index=True)
