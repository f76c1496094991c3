"""The action plan in hand: built once for the classes in force, judged anew when a threshold of its own moves."""

from __future__ import annotations

from analytics import plan, plan_answer, plan_texts
from analytics.facts import Facts
from analytics.plan import Plan
from analytics.plan_texts import Texts
from ui import caching, parts, session


def of(facts: Facts) -> Plan:
    warehouse, thresholds = session.warehouse(), session.thresholds()
    asked = lambda: plan.build(warehouse, facts, thresholds, parts.abc_sizes(facts, thresholds))  # noqa: E731
    there = lambda held: plan.alive(held, warehouse)  # noqa: E731
    held = caching.built(f"plan.{plan.made_of(thresholds)}", asked, there)
    return plan.moved(held, thresholds)


def lists(made: Plan) -> list[dict]:
    """plan.sizes, asked once for the thresholds in force."""
    warehouse = session.warehouse()
    return caching.judged("plan.sizes", lambda: plan.sizes(warehouse, made))


def texts() -> Texts:
    return plan_texts.texts(session.warehouse(), session.t())


def country() -> str:
    return plan_answer.country(session.thresholds())
