"""What a client has brought by each month since its first order, against what it cost to win it.

Datasets: `points` (month, brought, firm and the words of the tooltip; the point where the firm part ends stands in both
parts), `cost` (cost, label, left: where the curve leaves room), `even` (month, brought, label, late): the month of
break-even, when there is one.
"""

from __future__ import annotations

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import CLASS_COLORS, Look, frame, named
from analytics.methods.cohorts import firm
from analytics.methods.payback import Payback

HEIGHT = 320
COLUMNS = ("month", "brought", "firm", "text", "clients", "spoken")


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: month, brought, clients. Dashed where the month has passed for few clients."""
    x = alt.X("month:Q", title=labels["month"], axis=alt.Axis(format="d", tickMinStep=1, grid=False))
    axis = alt.Axis(labelExpr=theme.thousands(look), tickCount=6)
    y = alt.Y("brought:Q", title=labels["brought"], axis=axis, scale=alt.Scale(zero=True))
    base = alt.Chart(named("points")).encode(x=x, y=y)
    line = base.mark_line(strokeWidth=3, color=look.accent, aria=False).encode(
        detail="firm:N",
        strokeDash=alt.condition(alt.datum.firm, alt.value([1, 0]), alt.value([4, 4])),
    )
    dots = base.mark_point(filled=True, size=46, opacity=1, color=look.accent).encode(
        description="spoken:N",
        tooltip=[
            alt.Tooltip("month:Q", title=labels["month"], format="d"),
            alt.Tooltip("text:N", title=labels["brought"]),
            alt.Tooltip("clients:N", title=labels["clients"]),
        ],
    )
    return look.finished(alt.layer(line, dots, *_cost(look), *_even(look, x, y)).properties(height=HEIGHT))


def frames(payback: Payback, labels: dict[str, str], look: Look) -> dict[str, pa.Table]:
    """A payback and its words (cost, even) → the datasets."""
    even = [point for point in payback.points if point["month"] == payback.month]
    last = payback.points[-1]["month"] if payback.points else 0
    told = [
        {"month": p["month"], "brought": p["brought"], "label": labels["even"], "late": p["month"] > last / 2}
        for p in even
    ]
    free_at_left = payback.month is None or payback.month > last / 2
    cost = [{"cost": payback.cost, "label": labels["cost"], "left": free_at_left}]
    return {
        "points": frame(_points(payback, look), COLUMNS),
        "cost": frame(cost, ("cost", "label", "left")),
        "even": frame(told, ("month", "brought", "label", "late")),
    }


def _points(payback: Payback, look: Look) -> list[dict]:
    words = look.words
    known = firm(payback.points)
    thin = [point for point in payback.points if point not in known]
    joint = [point for point in known if thin and point["month"] == thin[0]["month"] - 1]
    rows = [point | {"firm": True} for point in known] + [point | {"firm": False} for point in joint + thin]
    return [
        row
        | {"text": words.money(row["brought"]), "clients": words.number(row["clients"])}
        | {"spoken": f"{row['month']}: {words.money(row['brought'])}"}
        for row in rows
    ]


def _cost(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("cost"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.5).encode(y="cost:Q")
    look_of_text = {"dy": -8, "fontSize": 12, "fontWeight": "bold", "color": look.ink, "aria": False}
    left = base.transform_filter("datum.left").mark_text(align="left", dx=6, **look_of_text).encode(x=alt.value(0))
    right = base.transform_filter("!datum.left").mark_text(align="right", dx=-4, **look_of_text)
    texts = (left, right.encode(x=alt.value("width")))
    return [rule, *(text.encode(y=alt.Y("cost:Q"), text="label:N") for text in texts)]


def _even(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A ring on the curve and an upright line, named at its upper end, where the curve never is before it breaks even."""
    good = CLASS_COLORS[look.dark]["A"]
    base = alt.Chart(named("even")).encode(x=x)
    ring = base.mark_point(size=240, strokeWidth=3, color=good, filled=False, opacity=1, aria=False).encode(y=y)
    rule = base.mark_rule(color=good, strokeDash=[2, 4], strokeWidth=1.5)
    look_of_text = {"dy": 10, "fontSize": 13, "fontWeight": "bold", "color": good, "aria": False}
    early = base.transform_filter("!datum.late").mark_text(align="left", dx=8, **look_of_text)
    late = base.transform_filter("datum.late").mark_text(align="right", dx=-8, **look_of_text)
    return [rule, ring, *(text.encode(y=alt.value(0), text="label:N") for text in (early, late))]
