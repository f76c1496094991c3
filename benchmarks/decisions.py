"""One threshold change on the pages of decisions: what the page asks while the hand moves, at 1 million clients."""

from __future__ import annotations

from analytics import margin_map, plan, whale_curve
from analytics.classes import sizes
from analytics.facts import Facts, build
from analytics.methods import (
    abc_analysis,
    cut_class_c,
    dependence,
    minimum_order,
    profitability,
    scenario_comparison,
    sensitivity,
    stress_test,
)
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from benchmarks.relations import with_cards
from benchmarks.result import Result
from benchmarks.threshold_change import measured

MARGINS = [i / 100 for i in range(-10, 10)]
SHARES_OF_A = [i / 100 for i in range(60, 80)]


def rows() -> list[Result]:
    warehouse = Warehouse(with_cards())
    facts = build(warehouse, View().under(Thresholds()))
    try:
        asked = (
            of_profitability,
            of_dependence,
            of_a_loss,
            of_group_c,
            of_a_minimum,
            of_what_if,
            of_sensitivity,
            of_action_plan,
        )
        return [of_page(warehouse, facts) for of_page in asked]
    finally:
        warehouse.close()


def of_profitability(warehouse: Warehouse, facts: Facts) -> Result:
    """Class D with its sums, where it stands along the whale curve and on the map; nested ABC is drawn when the hand rests."""
    whole, margins = profitability.known(warehouse, facts), margin_map.build(warehouse, facts)
    base = margin_map.base_cells(warehouse, facts, Thresholds(), margins)
    moved = [Thresholds({"profit.d_margin": margin}) for margin in MARGINS]

    def answer(at: Thresholds):
        losing = profitability.losing(warehouse, facts, at, margins.place())
        marks = margin_map.marks(warehouse, facts, at, margins)
        drawn = [(client["place"], marks[client["customer_id"]]) for client in margins.drawn]
        told = profitability.verdicts(facts, whole, losing), margin_map.cells(base, losing, drawn)
        return told, whale_curve.segments(warehouse, facts, at, whole)

    return measured("profitability", moved, answer)


def of_dependence(warehouse: Warehouse, facts: Facts) -> Result:
    """How many are in A against the norm; how much hangs on how few moves with no threshold."""
    moved = [Thresholds({"abc.share.a": share}) for share in SHARES_OF_A]

    def answer(at: Thresholds):
        return dependence.of_a(sizes(warehouse, facts, abc_analysis.chosen(at, facts)), at)

    return measured("dependence", moved, answer)


def of_a_loss(warehouse: Warehouse, facts: Facts) -> Result:
    """What goes with the largest and a whole class; the rest is judged anew when the hand rests."""
    moved = [Thresholds({"dependence.top": top}) for top in range(1, 101, 5)]

    def answer(at: Thresholds):
        loss = stress_test.Loss(top=at["dependence.top"], of_class=("abc_share_class", "B"))
        return stress_test.lost(warehouse, facts, at, loss)

    return measured("dependence, a loss", moved, answer)


def of_group_c(warehouse: Warehouse, facts: Facts) -> Result:
    moved = [Thresholds({"dependence.long_run_loss": loss / 100}) for loss in range(0, 50, 2)]

    def answer(at: Thresholds):
        return cut_class_c.effects(cut_class_c.cut(warehouse, facts, at), at["dependence.long_run_loss"])

    return measured("dependence, group C cut off", moved, answer)


def of_a_minimum(warehouse: Warehouse, facts: Facts) -> Result:
    wholes = minimum_order.wholes(warehouse, facts, Thresholds())
    moved = [Thresholds({"dependence.minimum_order": least}) for least in range(10, 200, 10)]

    def answer(at: Thresholds):
        least = at["dependence.minimum_order"]
        return minimum_order.all_of(minimum_order.outcomes(warehouse, facts, at, minimum_order.ORDER, least, wholes))

    return measured("dependence, a minimum", moved, answer)


def of_what_if(warehouse: Warehouse, facts: Facts) -> Result:
    """Who moves between the thresholds in force and 6·P, and the sizes of the classes under both."""
    six_p = scenario_comparison.judged(facts, Thresholds({"abc.method": "average"}), "abc_class")

    def answer(at: Thresholds):
        found = scenario_comparison.compared(scenario_comparison.judged(facts, at, "abc_class"), six_p)
        cells = scenario_comparison.moves(warehouse, found)
        return [scenario_comparison.sizes(cells, side) for side in ("from", "to")]

    return measured("what_if", [Thresholds({"abc.share.a": a}) for a in SHARES_OF_A], answer)


def of_sensitivity(warehouse: Warehouse, facts: Facts) -> Result:
    """The classes over the whole way of boundary A while today's line is dragged along it."""
    moved = [Thresholds({"abc.share.a": share}) for share in SHARES_OF_A]

    def answer(at: Thresholds):
        dial = sensitivity.dial(warehouse, facts, at, "abc.share.a")
        return sensitivity.sweep(warehouse, dial), sensitivity.moved(warehouse, dial)

    return measured("what_if, sensitivity", moved, answer)


def of_action_plan(warehouse: Warehouse, facts: Facts) -> Result:
    """The sizes of all lists; their clients are asked for when the hand rests."""
    textbook = Thresholds()
    of_chosen = sizes(warehouse, facts, abc_analysis.chosen(textbook, facts))
    built = plan.build(warehouse, facts, textbook, of_chosen)
    moved = [Thresholds({"plan.near_a": share / 20}) for share in range(20)]
    return measured("action_plan", moved, lambda at: plan.sizes(warehouse, plan.moved(built, at)))
