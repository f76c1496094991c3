"""When the clients order: each is given months to buy in, each such month its orders, each order its documents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.clients import SOURCES, UNHAPPY_MANAGER
from sample_data.company.dice import Dice
from sample_data.company.plan import GROUPS, MONTHS, PLAN, growing, of_calendar, of_group


def orders_of(clients: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Clients → one row per order by date: client, month, day, wanted amount, channel, problem and document dates."""
    dice = Dice(seed, "orders")
    client, month = np.nonzero(_months_of_buying(clients, dice))
    again = 1 + dice.happens(of_group("second", clients["group"].to_numpy())[client], len(client))
    orders = pd.DataFrame({"client": np.repeat(client, again), "month": np.repeat(month, again)})
    orders["day"] = workdays.day_of_month(orders["month"], dice.even(len(orders)))
    orders = orders.sort_values(["day", "client"], kind="stable", ignore_index=True)
    orders["order"] = np.arange(len(orders))
    orders["wanted"] = _wanted_amount(orders, clients, dice)
    _circumstances(orders, clients, dice)
    _documents(orders, clients, Dice(seed, "documents"))
    return orders


def _months_of_buying(clients: pd.DataFrame, dice: Dice) -> np.ndarray:
    """Client × month, true where the client buys: the wished number of months, the season's favourites first."""
    with_us = _with_us(clients)
    wish = np.where(with_us, _wish(clients), 0)
    keys = np.divide(dice.even(wish.shape), wish, out=np.full(wish.shape, np.inf), where=wish > 0)
    keys[np.arange(len(clients)), _first_month(clients, wish)] = -1
    open_months = (wish > 0).sum(axis=1)
    share = of_group("monthly", clients["group"].to_numpy()) * dice.between(0.9, 1.1, len(clients))
    months = np.clip(np.rint(open_months * share), 1, open_months)
    return keys.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") < months[:, None]


def _with_us(clients: pd.DataFrame) -> np.ndarray:
    month = np.arange(MONTHS)
    return (month >= clients["joins"].to_numpy()[:, None]) & (month < clients["leaves"].to_numpy()[:, None])


def _wish(clients: pd.DataFrame) -> np.ndarray:
    """Client × month: how much more willingly than on average the client buys in that month, 0 for never."""
    seasonal = (clients["group"] == GROUPS.index("seasonal")).to_numpy()[:, None]
    return np.where(seasonal, of_calendar("winter_only"), of_calendar("wish_to_buy"))


def _first_month(clients: pd.DataFrame, wish: np.ndarray) -> np.ndarray:
    """A client joins by buying: the first month that is open to them."""
    return (wish > 0).argmax(axis=1)


def _wanted_amount(orders: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> np.ndarray:
    client, month = orders["client"].to_numpy(), orders["month"].to_numpy()
    group = clients["group"].to_numpy()[client]
    usual = of_group("order", group) * clients["scale"].to_numpy()[client]
    turned = np.where(month >= PLAN["groups"]["turn_month"], of_group("turn", group, 1.0), 1.0)
    season = of_calendar("order_size")[month] * (1 + PLAN["price_growth_a_month"] * month)
    return usual * turned * season * dice.between(0.65, 1.35, len(orders))


def _circumstances(orders: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> None:
    client, n = orders["client"].to_numpy(), len(orders)
    plan = PLAN["problems"]
    share = growing(plan["share_first_month"], plan["share_last_month"])[orders["month"]]
    unhappy = clients["manager"].to_numpy()[client] == UNHAPPY_MANAGER
    orders["problem"] = dice.happens(share * np.where(unhappy, plan["unhappy_times"], 1), n)
    orders["by_client"] = dice.happens(clients["own"].to_numpy()[client], n)
    own_channel = dice.happens(PLAN["sources"]["first_channel_kept"], n) | ~orders["client"].duplicated().to_numpy()
    orders["channel"] = np.where(own_channel, clients["source"].to_numpy()[client], SOURCES.index("site"))


def _documents(orders: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> None:
    slow, n = clients["slow"].to_numpy()[orders["client"]], len(orders)
    invoice = workdays.later(orders["day"].to_numpy(), dice.whole(0, 2, n))
    paid = workdays.later(invoice, _delay(slow, dice))
    sent = workdays.later(paid, dice.whole(1, 4, n))
    signed = workdays.later(sent, _delay(slow, dice))
    for name, day in {"invoice_sent": invoice, "paid": paid, "docs_sent": sent, "docs_signed": signed}.items():
        orders[name] = workdays.not_yet(day)


def _delay(slow: np.ndarray, dice: Dice) -> np.ndarray:
    """Slow or prompt client of each order → working days the client takes, mostly in or out of the agreed three."""
    plan = PLAN["payments"]
    in_time = dice.happens(np.where(slow, plan["slow_in_time"], plan["prompt_in_time"]), len(slow))
    return np.where(in_time, dice.whole(*plan["prompt_days"], len(slow)), dice.whole(*plan["slow_days"], len(slow)))
