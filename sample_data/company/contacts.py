"""What passed between the company and its clients besides orders: requests, events, mailings, reviews, complaints."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.clients import UNHAPPY_MANAGER
from sample_data.company.dice import Dice
from sample_data.company.plan import MONTHS, PLAN, growing


def contacts_of(clients: pd.DataFrame, orders: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Clients and orders → one row per contact: client, kind, order (-1: none), became_order (-1: no request)."""
    dice = Dice(seed, "contacts")
    parts = [_won_requests(orders, dice), _idle_requests(clients, orders, dice), _events(clients, dice)]
    parts += [*_mailings(clients, dice), _order_reviews(clients, orders, dice), _company_reviews(clients, dice)]
    parts += [_praise(clients, orders, dice), _defects(orders, dice), *_complaints(clients, orders, dice)]
    parts += [_cash_collected(clients, orders, dice)]
    contacts = pd.concat(parts, ignore_index=True)
    _own_form(contacts, clients, Dice(seed, "forms"))
    contacts["date"] = workdays.not_yet(contacts["date"])
    contacts = contacts.dropna(subset="date").fillna({"order": -1, "became_order": -1})
    contacts["manager"] = clients["manager"].to_numpy()[contacts["client"]]
    return contacts.sort_values(["date", "client", "kind"], kind="stable", ignore_index=True)


def _contacts(kind: str, client: object, date: object, **more: object) -> pd.DataFrame:
    day = np.asarray(date).astype("datetime64[D]")
    return pd.DataFrame({"client": np.asarray(client), "date": day, "kind": kind, **more})


def _after(orders: pd.DataFrame, kind: str, dice: Dice, nearest: int, furthest: int, **more: object) -> pd.DataFrame:
    day = workdays.later(orders["day"], dice.whole(nearest, furthest, len(orders)))
    return _contacts(kind, orders["client"], day, order=orders["order"].to_numpy(), **more)


def _won_requests(orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    asked = orders[dice.happens(PLAN["requests"]["share_of_orders"], len(orders))]
    minutes = dice.whole(5, 240, len(asked))
    return _after(asked, "request", dice, -3, -1, became_order=1, minutes=minutes)


def _idle_requests(clients: pd.DataFrame, orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Requests that led to nothing: ever fewer of them beside the orders, as the plan's share grows."""
    plan = PLAN["requests"]
    share = growing(plan["became_order_first_month"], plan["became_order_last_month"])
    won = np.bincount(orders["month"], minlength=MONTHS) * plan["share_of_orders"]
    month = np.repeat(np.arange(MONTHS), np.rint(won * (1 - share) / share).astype(int))
    client = dice.weighted(_with_us(clients)[:, month].T, len(month))
    day = workdays.day_of_month(month, dice.even(len(month)))
    return _contacts("request", client, day, became_order=0, minutes=dice.whole(5, 600, len(month)))


def _with_us(clients: pd.DataFrame) -> np.ndarray:
    month = np.arange(MONTHS)
    return (clients["joins"].to_numpy()[:, None] <= month) & (month < clients["leaves"].to_numpy()[:, None])


def _own_form(contacts: pd.DataFrame, clients: pd.DataFrame, dice: Dice) -> None:
    slow = clients["slow"].to_numpy()[contacts["client"]]
    chance = np.where(slow, PLAN["requests"]["own_form_slow"], PLAN["requests"]["own_form_prompt"])
    by_form = (contacts["kind"] == "request").to_numpy() & dice.happens(chance, len(contacts))
    contacts.loc[by_form, "kind"] = "request_own_form"


def _events(clients: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    client, month = _invited(clients, PLAN["contacts"]["event_months"])
    came = dice.happens(_by_trait(clients, client, "sociable", "event_attendance"), len(client))
    return _contacts("event", client[came], workdays.day_of_month(month[came], np.full(came.sum(), 0.6)))


def _mailings(clients: pd.DataFrame, dice: Dice) -> tuple[pd.DataFrame, pd.DataFrame]:
    client, month = _invited(clients, PLAN["contacts"]["mailing_months"])
    sent = workdays.day_of_month(month, np.full(len(month), 0.3))
    answered = dice.happens(_by_trait(clients, client, "sociable", "mailing_response"), len(client))
    reply = workdays.later(sent[answered], dice.whole(0, 4, answered.sum()))
    return _contacts("mailing_sent", client, sent), _contacts("mailing_response", client[answered], reply)


def _invited(clients: pd.DataFrame, months: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Months of an event → (client, month) of everyone who was with us then."""
    month, client = np.nonzero(_with_us(clients)[:, months].T)
    return client, np.array(months)[month]


def _by_trait(clients: pd.DataFrame, client: np.ndarray, trait: str, chances: str) -> np.ndarray:
    without, having = PLAN["contacts"][chances]
    return np.where(clients[trait].to_numpy()[client], having, without)


def _order_reviews(clients: pd.DataFrame, orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    chance = _by_trait(clients, orders["client"].to_numpy(), "critic", "order_review")
    return _after(orders[dice.happens(chance, len(orders))], "review_order", dice, 5, 15)


def _company_reviews(clients: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    n = PLAN["contacts"]["company_reviews"]
    critic = dice.shuffled(np.flatnonzero(clients["critic"]))[:n]
    client = critic[dice.whole(0, len(critic) - 1, n)]
    month = dice.whole(clients["joins"].to_numpy()[client], clients["leaves"].to_numpy()[client] - 1, n)
    return _contacts("review_company", client, workdays.day_of_month(month, dice.even(n)))


def _praise(clients: pd.DataFrame, orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    usual, unhappy = PLAN["contacts"]["praise"]
    happens = dice.happens(np.where(_of_unhappy(clients, orders), unhappy, usual), len(orders))
    return _after(orders[happens], "praise", dice, 3, 12)


def _defects(orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    problems = orders[orders["problem"]]
    faulty = problems[dice.happens(PLAN["contacts"]["defect_share"], len(problems))]
    return _after(faulty, "defect", dice, 2, 8)


def _complaints(clients: pd.DataFrame, orders: pd.DataFrame, dice: Dice) -> tuple[pd.DataFrame, pd.DataFrame]:
    plan, problems = PLAN["contacts"], orders[orders["problem"]]
    usual, unhappy = plan["complaint_share"]
    complain = dice.happens(np.where(_of_unhappy(clients, problems), unhappy, usual), len(problems))
    complaints = _after(problems[complain], "complaint", dice, 2, 10)
    slowly = clients["manager"].to_numpy()[complaints["client"]] == UNHAPPY_MANAGER
    usual_days = dice.whole(*plan["days_to_resolve"], len(slowly))
    days = np.where(slowly, dice.whole(*plan["unhappy_days_to_resolve"], len(slowly)), usual_days)
    closed = complaints["date"] + pd.to_timedelta(days, unit="D")
    return complaints, complaints.assign(kind="complaint_closed", date=closed, days_to_resolve=days)


def _cash_collected(clients: pd.DataFrame, orders: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Money that had to be asked for: the day a slow client paid after a reminder; kopecks, whole roubles."""
    paid = orders[clients["slow"].to_numpy()[orders["client"]] & orders["paid"].notna().to_numpy()]
    reminded = paid[dice.happens(PLAN["contacts"]["collected_share"], len(paid))]
    order, amount = reminded["order"].to_numpy(), np.rint(reminded["wanted"].to_numpy()).astype(np.int64) * 100
    return _contacts("cash_collected", reminded["client"], reminded["paid"], order=order, amount=amount)


def _of_unhappy(clients: pd.DataFrame, orders: pd.DataFrame) -> np.ndarray:
    return clients["manager"].to_numpy()[orders["client"]] == UNHAPPY_MANAGER
