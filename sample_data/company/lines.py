"""What is written in the sales journal: lines of orders, returns, free samples, walk-in sales, slips of the hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.clients import SOURCES
from sample_data.company.dice import Dice
from sample_data.company.plan import MONTHS, PLAN

PRICES = np.array(PLAN["products"]["prices"])
CATEGORIES = list(dict.fromkeys(PLAN["products"]["categories"]))
IN_CATEGORY = len(PRICES) // len(CATEGORIES)
_DATES = {"day": "order_date", "invoice_sent": "invoice_sent_date", "paid": "paid_date"}
_DATES |= {"docs_sent": "docs_sent_date", "docs_signed": "docs_signed_date"}
_NO_DOCUMENTS = ["invoice_sent_date", "paid_date", "docs_sent_date", "docs_signed_date"]


def journal(orders: pd.DataFrame, clients: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Orders → one row per line of the journal by date; money in kopecks, indices into the lists of the words.

    `client` is -1 for walk-in sales; a return has its own number, a negative quantity, amount and profit.
    """
    lines = _lines(orders, clients, Dice(seed, "lines"))
    returns = _returns(lines, Dice(seed, "returns"))
    free = _free_samples(lines, Dice(seed, "free"))
    walk_in = _walk_in(lines, Dice(seed, "walk_in"))
    whole = pd.concat([lines, free, returns, walk_in], ignore_index=True)
    whole = pd.concat([whole, _twice_entered(lines, Dice(seed, "slips"))], ignore_index=True)
    return whole.sort_values(["order_date", "order_id", "product"], kind="stable", ignore_index=True)


def _lines(orders: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    count = 1 + dice.weighted(PLAN["sales"]["lines_weights"], len(orders))
    lines = orders.loc[np.repeat(orders.index, count)].reset_index(drop=True).rename(columns=_DATES)
    n = len(lines)
    lines["order_id"] = (100_001 + lines["order"]).astype(str)
    lines["product"] = _products(lines, clients, dice)
    wanted = lines["wanted"] / np.repeat(count, count) * dice.between(0.6, 1.4, n)
    lines["quantity"] = np.maximum(np.rint(wanted / PRICES[lines["product"]]), 1).astype(np.int64)
    discount = np.array(PLAN["sales"]["discounts"])[dice.whole(0, len(PLAN["sales"]["discounts"]) - 1, n)]
    lines["amount"] = PRICES[lines["product"]] * lines["quantity"] * (100 - discount)
    margin = clients["margin"].to_numpy()[lines["client"]] + dice.between(-0.03, 0.03, n)
    lines["profit"] = np.rint(lines["amount"] * margin).astype(np.int64)
    lines["status"] = np.where(lines["paid_date"].isna(), "in_work", "done")
    return lines


def _products(lines: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> np.ndarray:
    """A client keeps to a few favourite categories; calendars sell before the New Year only."""
    plan, n = PLAN["sales"], len(lines)
    favourites = dice.even((len(clients), len(CATEGORIES))).argsort(axis=1, kind="stable")
    favourite = favourites[lines["client"], dice.whole(0, plan["favourite_categories"] - 1, n)]
    kept = dice.happens(plan["favourite_share"], n)
    category = np.where(kept, favourite, dice.whole(0, len(CATEGORIES) - 1, n))
    winter = lines["order_date"].dt.month.isin([10, 11, 12]).to_numpy()
    category = np.where((category == CATEGORIES.index("calendars")) & ~winter, CATEGORIES.index("stationery"), category)
    return category * IN_CATEGORY + dice.whole(0, IN_CATEGORY - 1, n)


def _returns(lines: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    n = round(len(lines) * PLAN["sales"]["return_share"])
    back = lines.loc[dice.some(np.flatnonzero(lines["quantity"] > 1), n)].reset_index(drop=True)
    pieces = np.maximum(np.floor(back["quantity"] * dice.between(0.05, 0.5, n)), 1).astype(np.int64)
    for money in ("amount", "profit"):
        back[money] = -np.rint(back[money] * pieces / back["quantity"]).astype(np.int64)
    back["quantity"] = -pieces
    back["order_date"] = workdays.not_yet(workdays.later(back["order_date"], dice.whole(3, 25, n)))
    back[_NO_DOCUMENTS] = pd.NaT
    back["status"], back["problem"] = "returned", False
    back = back.dropna(subset="order_date").sort_values("order_date", kind="stable", ignore_index=True)
    return back.assign(order_id=(900_001 + back.index).astype(str))


def _free_samples(lines: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Free lines added to orders that were paid for: a pen with the client's name, our loss."""
    free = lines.loc[dice.some(lines.index.to_numpy(), PLAN["sales"]["free_lines"])].copy()
    pen = CATEGORIES.index("stationery") * IN_CATEGORY
    return free.assign(product=pen, quantity=1, amount=0, profit=-45_00)


def _walk_in(lines: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Sales over the counter, with no client written down and no documents."""
    n = PLAN["sales"]["walk_in_lines"]
    walk_in = pd.DataFrame({"client": np.full(n, -1), "month": np.sort(dice.whole(0, MONTHS - 1, n))})
    walk_in["order_date"] = workdays.day_of_month(walk_in["month"], dice.even(n))
    walk_in["order_id"] = (800_001 + np.arange(n)).astype(str)
    walk_in["product"] = dice.whole(0, len(PRICES) - 1, n)
    walk_in["quantity"] = dice.whole(1, 6, n)
    walk_in["amount"] = PRICES[walk_in["product"]] * walk_in["quantity"] * 100
    walk_in["profit"] = walk_in["amount"] * 35 // 100
    walk_in[_NO_DOCUMENTS] = np.datetime64("NaT", "us")
    return walk_in.assign(channel=SOURCES.index("site"), status="done", problem=False, by_client=True, order=-1)


def _twice_entered(lines: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return lines.loc[dice.some(lines.index.to_numpy(), PLAN["sales"]["twice_entered_lines"])]
