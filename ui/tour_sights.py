"""What there is to see at a step of the tour, in the numbers now in force: which sentence, and its particulars."""

from __future__ import annotations

from collections.abc import Callable

from analytics import plan
from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis, abc_xyz, dependence, lifecycle, migration, rfm
from analytics.methods.profitability import D
from analytics.thresholds import Thresholds
from ui import plan_held, profitability_judged, session, windows

Sight = tuple[str, dict[str, object]]


def seen(step: str, facts: Facts) -> Sight:
    """A step's code → which of its `_see_<…>` sentences, and its particulars. Raises Unusable where the base lacks something."""
    return SIGHTS[step](facts, session.thresholds())


def _a(method: str, facts: Facts, thresholds: Thresholds) -> dict:
    """Class A by this method, whichever is chosen on the page."""
    return sizes(session.warehouse(), facts, abc_analysis.method(thresholds, facts, method).column())[0]


def _share(facts: Facts, thresholds: Thresholds) -> Sight:
    a = _a("share", facts, thresholds)
    return "told", {
        "n": a["customers"],
        "share": a["customer_share"],
        "value": a["value_share"],
        "level": thresholds["abc.share.a"],
    }


def _average(facts: Facts, thresholds: Thresholds) -> Sight:
    judge = abc_analysis.method(thresholds, facts, "average")
    a = _a("average", facts, thresholds)
    told = {
        "times": judge.a,
        "average": facts.whole["average"],
        "boundary": judge.boundaries(facts.whole["average"])["A"],
    }
    told |= {"n": a["customers"], "share": a["customer_share"], "value": a["value_share"]}
    return "told" if a["customers"] else "nobody", told


def _balance(facts: Facts, thresholds: Thresholds) -> Sight:
    a = _a("share", facts, thresholds)
    told = {"level": thresholds["abc.share.a"], "share": a["customer_share"], "value": a["value_share"]}
    told |= {"low": thresholds["balance.a_low"], "high": thresholds["balance.a_high"]}
    return dependence.verdict(a["customer_share"], thresholds), told


def _matrix(facts: Facts, thresholds: Thresholds) -> Sight:
    if not facts.enough_buckets:
        return "too_short", {}
    cells = {(r["abc_class"], r["xyz_class"]): r for r in abc_xyz.matrix(session.warehouse(), facts, thresholds)}
    steady, rare = cells["A", "X"], cells["A", "Z"]
    told = {"n": steady["customers"], "share": steady["revenue_share"], "level": thresholds["xyz.regularity.x"]}
    return "told", told | {"rare": rare["customers"], "rare_share": rare["revenue_share"]}


def _profitability(facts: Facts, thresholds: Thresholds) -> Sight:
    if not profitability_judged.known(facts)["customers"]:
        return "unknown", {}
    d = profitability_judged.of(D, facts)
    told = {"n": d["customers"], "share": d["revenue_share"], "margin": thresholds["profit.d_margin"]}
    return "told" if d["customers"] else "nobody", told | {"money": d["profit_after_serving"]}


def _rfm(facts: Facts, thresholds: Thresholds) -> Sight:
    judge = rfm.method(thresholds, facts)
    rows, codes = rfm.codes(session.warehouse(), facts, judge), rfm.named_codes(judge)
    best, gone = (rfm.of_code(rows, judge, facts, codes[name]) for name in ("best", "gone"))
    told = {"n": gone["customers"], "gone_code": rfm.written_code(codes["gone"]), "gone_share": gone["revenue_share"]}
    told |= {
        "best": best["customers"],
        "best_code": rfm.written_code(codes["best"]),
        "best_share": best["revenue_share"],
    }
    return "told" if gone["customers"] else "nobody", told


def _lifecycle(facts: Facts, thresholds: Thresholds) -> Sight:
    stages = {row["class"]: row for row in lifecycle.stages(session.warehouse(), facts, thresholds)}
    at_risk, lost = stages["at_risk"], stages["lost"]
    return "told", {
        "n": at_risk["customers"],
        "money": at_risk["revenue"],
        "lost": lost["customers"],
        "lost_money": lost["revenue"],
    }


def _migration(facts: Facts, thresholds: Thresholds) -> Sight:
    paired = windows.paired()
    cells = migration.matrix(session.warehouse(), migration.of_abc(paired, thresholds))
    moves = {row["move"]: row for row in migration.moves(cells)}
    then, now = map(windows.named, paired.pair.windows)
    told: dict[str, object] = {"then": then, "now": now}
    for move in ("climbed", "fallen", "lost"):
        told[move] = moves.get(move, {"customers": 0})["customers"]
    fallen = moves.get("fallen", {"value_change": 0})["value_change"]
    return "told", told | {"n": told["fallen"], "money": abs(fallen)}


def _dependence(facts: Facts, thresholds: Thresholds) -> Sight:
    found = dependence.concentration(session.warehouse(), facts)
    if found["top3_share"] is None:
        return "nothing", {}
    return "told", {"n": found["customers_for_80"], "clients": facts.whole["clients"]} | {
        top: found[f"{top}_share"] for top in ("top1", "top3", "top10")
    }


def _action_plan(facts: Facts, thresholds: Thresholds) -> Sight:
    rows = plan_held.lists(plan_held.of(facts))
    silent, there = plan.leaving(rows), [row for row in rows if row["list"] and row["customers"]]
    told = {"n": silent["customers"], "money": silent["at_stake"], "lists": len(there)}
    return "told" if silent["customers"] else "nobody", told


SIGHTS: dict[str, Callable[[Facts, Thresholds], Sight]] = {
    "share": _share,
    "average": _average,
    "balance": _balance,
    "matrix": _matrix,
    "profitability": _profitability,
    "rfm": _rfm,
    "lifecycle": _lifecycle,
    "migration": _migration,
    "dependence": _dependence,
    "action_plan": _action_plan,
}
