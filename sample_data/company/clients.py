"""Who the clients are and how they will live: drawn before a single order, so every planted trait has its people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.company.dice import Dice
from sample_data.company.plan import GROUPS, MONTHS, PLAN, of_group

SOURCES = PLAN["sources"]["codes"]
RECOMMENDATION = SOURCES.index("recommendation")
UNHAPPY_MANAGER = PLAN["scores"]["unhappy_manager"]


def people(seed: int) -> pd.DataFrame:
    """Seed → one row per client in the order they joined: group, way of life and everything a card may say.

    Months count from the first; `leaves` is the first month without the client (36: stays); indices point to the lists
    of the plan and of the words; `referrer` is the row of the client who brought this one, -1 if nobody did.
    """
    clients = _joined(Dice(seed, "clients"))
    _habits(clients, Dice(seed, "habits"))
    _cards(clients, Dice(seed, "cards"))
    _names(clients, Dice(seed, "names"))
    _referrals(clients, Dice(seed, "referrals"))
    _farewells(clients, Dice(seed, "farewells"))
    return clients


def _joined(dice: Dice) -> pd.DataFrame:
    group = np.repeat(np.arange(len(GROUPS)), [PLAN["groups"][code]["clients"] for code in GROUPS])
    earliest, latest = of_group("joins", group).T
    joined = dice.whole(earliest, latest, len(group))
    by_card_number = np.lexsort((dice.even(len(group)), joined))
    return pd.DataFrame({"group": group, "joins": joined}).iloc[by_card_number].reset_index(drop=True)


def _habits(clients: pd.DataFrame, dice: Dice) -> None:
    group, n = clients["group"].to_numpy(), len(clients)
    clients["scale"] = 0.35 + 0.5 / (1.25 - dice.even(n))
    clients["margin"] = dice.between(*of_group("margin", group).T, n)
    clients["own"] = of_group("own", group)
    clients["slow"] = _chosen(clients, dice, PLAN["payments"]["slow_groups"], PLAN["payments"]["slow_clients"])
    clients["sociable"] = _chosen(clients, dice, GROUPS, PLAN["contacts"]["sociable_clients"])
    clients["critic"] = _chosen(clients, dice, GROUPS, PLAN["contacts"]["critics"])


def _cards(clients: pd.DataFrame, dice: Dice) -> None:
    group, n, plan = clients["group"].to_numpy(), len(clients), PLAN["clients"]
    clients["size"] = dice.weighted(of_group("size", group), n)
    clients["industry"] = dice.weighted(of_group("industry", group), n)
    clients["source"] = dice.weighted(of_group("source", group), n)
    clients["city"] = dice.weighted(plan["city_weights"], n)
    clients["manager"] = dice.weighted(plan["managers"], n)
    clients["sex"] = dice.whole(0, 1, n)
    clients["age"] = dice.whole(*plan["ages"], n)
    clients["capacity"] = dice.whole(*of_group("capacity", group).T, n)
    clients["brand"] = dice.whole(3 - clients["size"], 5 - clients["size"], n)
    clients["acquisition_cost"] = _hundreds(_of_source("acquisition_cost", clients) * dice.between(0.7, 1.3, n))
    clients["cost_to_serve_share"] = dice.between(*plan["cost_to_serve"], n)
    clients["image"] = np.any([_chosen(clients, dice, [code], k) for code, k in plan["image"].items()], axis=0)


def _names(clients: pd.DataFrame, dice: Dice) -> None:
    """Legal form and the two halves of the name; the second half tells the trade, so AltaiBank is a bank."""
    firsts, seconds = 40, 3
    turn = clients.groupby("industry").cumcount().to_numpy()
    mixed = np.array([dice.shuffled(np.arange(firsts * seconds)) for _ in PLAN["clients"]["industries"]])
    pair = mixed[clients["industry"], turn]
    clients["name_first"], clients["name_second"] = pair % firsts, clients["industry"] * seconds + pair // firsts
    forms = np.array([PLAN["clients"]["name_forms"][size] for size in PLAN["clients"]["sizes"]])
    clients["name_form"] = forms[clients["size"], dice.whole(0, 1, len(clients))]


def _referrals(clients: pd.DataFrame, dice: Dice) -> None:
    plan, joins = PLAN["referrals"], clients["joins"].to_numpy()
    latest = PLAN["groups"]["climber"]["joins"][1]
    early = np.flatnonzero(_in_groups(clients, plan["groups"]) & (joins <= latest - plan["months_later"]))
    referrers = dice.some(early, plan["referrers"])
    later = np.flatnonzero(_in_groups(clients, plan["referred_groups"]) & (joins >= latest))
    brought = np.repeat(referrers, dice.whole(*plan["referred"], len(referrers)))
    newcomers = dice.shuffled(np.setdiff1d(later, referrers))[: len(brought)]
    clients["referrer"] = -1
    clients.loc[newcomers, "referrer"] = brought
    clients.loc[newcomers, "source"] = RECOMMENDATION


def _farewells(clients: pd.DataFrame, dice: Dice) -> None:
    plan = PLAN["departures"]
    free = _in_groups(clients, plan["groups"]) & ~clients.index.isin(clients["referrer"])
    wave = _wave(clients, free & (clients["joins"] + plan["months_with_us"] <= plan["wave_month"]).to_numpy(), dice)
    others = np.flatnonzero(free & (clients["joins"] + plan["months_with_us"] < MONTHS - 3).to_numpy())
    others = dice.some(np.setdiff1d(others, wave), sum(plan["reasons"].values()) - len(wave))
    clients["leaves"] = MONTHS
    clients.loc[wave, "leaves"] = plan["wave_month"] + dice.whole(0, 2, len(wave))
    calm = clients.loc[others, "joins"].to_numpy() + plan["months_with_us"]
    clients.loc[others, "leaves"] = _outside_wave(dice.whole(calm, np.minimum(calm + 8, MONTHS - 1), len(others)))


def _wave(clients: pd.DataFrame, may_leave: np.ndarray, dice: Dice) -> np.ndarray:
    plan, unhappy = PLAN["departures"], (clients["manager"] == UNHAPPY_MANAGER).to_numpy()
    offended = dice.some(np.flatnonzero(may_leave & unhappy), plan["unhappy_in_wave"])
    rest = dice.some(np.flatnonzero(may_leave & ~unhappy), plan["wave_clients"] - plan["unhappy_in_wave"])
    return np.union1d(offended, rest)


def _outside_wave(month: np.ndarray) -> np.ndarray:
    """Months of the wave's quarter → one month in each of the three quarters after it."""
    into_wave = month - PLAN["departures"]["wave_month"]
    return np.where((into_wave >= 0) & (into_wave < 3), month + 3 + 2 * into_wave, month)


def _in_groups(clients: pd.DataFrame, codes: object) -> np.ndarray:
    return np.isin(clients["group"], [GROUPS.index(code) for code in codes])


def _chosen(clients: pd.DataFrame, dice: Dice, groups: object, size: int) -> np.ndarray:
    """Flag on `size` clients of the groups."""
    return np.isin(clients.index, dice.some(np.flatnonzero(_in_groups(clients, groups)), size))


def _of_source(trait: str, clients: pd.DataFrame) -> np.ndarray:
    return np.array(PLAN["sources"][trait])[clients["source"]]


def _hundreds(money: np.ndarray) -> np.ndarray:
    return np.rint(money / 100) * 100
