"""Survey answers, asked after an order: would you recommend us, are you satisfied."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.clients import UNHAPPY_MANAGER
from sample_data.company.dice import Dice
from sample_data.company.plan import PLAN


def scores_of(clients: pd.DataFrame, orders: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Clients and orders → one row per answer by date: client, manager, score 0..10, question 0..1."""
    dice, plan = Dice(seed, "scores"), PLAN["scores"]
    asked = orders.loc[dice.some(orders.index.to_numpy(), plan["answers"])]
    manager = clients["manager"].to_numpy()[asked["client"]]
    unhappy = (manager == UNHAPPY_MANAGER)[:, None]
    scores = pd.DataFrame({"date": workdays.later(asked["day"], dice.whole(5, 15, len(asked)))})
    scores["score"] = dice.weighted(np.where(unhappy, plan["unhappy_weights"], plan["weights"]), len(asked))
    scores["client"], scores["manager"] = asked["client"].to_numpy(), manager
    scores["question"] = dice.whole(0, 1, len(asked))
    scores["date"] = workdays.not_yet(scores["date"])
    return scores.dropna(subset="date").sort_values("date", kind="stable", ignore_index=True)
