"""Enquiries of companies that were not clients yet: those who refused, with their grades, and those who did not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company import workdays
from sample_data.company.dice import Dice
from sample_data.company.plan import MONTHS, PLAN

FIRSTS = 40
FIRST_OF_SECONDS, SECONDS = 24, 8
GRADES = ("brand", "attractiveness", "refusal_status")


def leads_of(seed: int) -> pd.DataFrame:
    """Seed → one row per lead by date: outcome, grades 1..5, deadline, launch date, reason, channel, manager.

    Grades, dates and reason belong to refusals only: `hot` are graded 14 or 15 together and decide soon.
    """
    dice, plan = Dice(seed, "leads"), PLAN["leads"]
    leads = pd.DataFrame({"outcome": np.repeat(list(plan["outcomes"]), list(plan["outcomes"].values()))})
    n = len(leads)
    leads["date"] = workdays.day_of_month(dice.whole(0, MONTHS - 1, n), dice.even(n))
    leads["channel"] = dice.weighted(PLAN["groups"]["small"]["source"], n)
    leads["manager"] = dice.weighted(PLAN["clients"]["managers"], n)
    pair = dice.shuffled(np.arange(FIRSTS * SECONDS))[:n]
    leads["name_first"], leads["name_second"] = pair % FIRSTS, FIRST_OF_SECONDS + pair // FIRSTS
    leads["name_form"], leads["spelling"] = dice.whole(1, 3, n), 0
    leads = leads.join(_refusals(leads[leads["outcome"] == "refused"], dice))
    leads = leads.sort_values(["date", "name_first"], kind="stable", ignore_index=True)
    return leads.assign(lead_id=[f"L-{number:04d}" for number in range(1, n + 1)])


def _refusals(refused: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    plan, n = PLAN["leads"], len(refused)
    refusals = pd.DataFrame({name: dice.whole(1, 5, n) for name in GRADES}, index=refused.index)
    refusals[["attractiveness", "refusal_status"]] = refusals[["attractiveness", "refusal_status"]].clip(upper=4)
    refusals["reason"] = np.array(list(plan["reasons"]))[dice.weighted(list(plan["reasons"].values()), n)]
    to_tender = dice.happens(0.5, n)
    for name, used in (("deadline", to_tender), ("launch_date", ~to_tender)):
        wait = pd.to_timedelta(dice.whole(*plan[name], n), unit="D")
        refusals[name] = (refused["date"] + wait).where(used)
    _make_hot(refusals, dice)
    return refusals


def _make_hot(refusals: pd.DataFrame, dice: Dice) -> None:
    """The planted few to call now; nobody else has more than 13 together."""
    plan = PLAN["leads"]
    hot = dice.some(refusals.index.to_numpy(), plan["hot"])
    refusals.loc[hot, list(GRADES)] = 5
    refusals.loc[hot[::2], "brand"] = 4
    first, last = np.array(plan["hot_deadline"], "datetime64[D]")
    refusals.loc[hot, "deadline"] = first + dice.whole(0, (last - first).astype(int), len(hot))
    refusals.loc[hot, "launch_date"] = pd.NaT
