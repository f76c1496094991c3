"""Who costs more than they bring? How many are in class D, what they take away, and what would be left without them."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import whale_curve
from analytics.charts import whale_curve as whale_chart
from analytics.methods.profitability import IMAGE, D
from analytics.words import Words

ROOM = "profitability"


def sentence(words: Words, rows: Sequence[dict], whole: dict) -> str:
    """`rows`: profitability.verdicts; `whole`: profitability.known."""
    by_code = {row["verdict"]: row for row in rows}
    d, image, total = by_code[D], by_code[IMAGE], whole["profit_after_serving"]
    told = [_of_d(words, d, total, whole["customers"])]
    if image["customers"]:
        told.append(
            words(f"{ROOM}.headline_image", n=image["customers"], profit=words.short(image["profit_after_serving"]))
        )
    if total <= 0:
        told.append(words(f"{ROOM}.headline_loss", profit=words.short(total)))
    return " ".join(told)


def _of_d(words: Words, d: dict, total, clients: int) -> str:
    n, profit = d["customers"], d["profit_after_serving"]
    if not n:
        return words(f"{ROOM}.headline_none", n=clients)
    told = {"n": n, "share": d["revenue_share"], "without": words.short(total - profit)}
    key = "takes" if profit < 0 else "leaves"
    return words(f"{ROOM}.headline_{key}", profit=words.short(abs(profit)), **told)


def marks(words: Words, found: Sequence[dict], whole: dict) -> tuple[list[dict], dict | None]:
    """Points of the whale curve (whale_curve.points) → its peak and its end, and the fall between them, where there is one."""
    end, top, n = found[-1], whale_curve.peak(found), whole["customers"]
    last = {"kind": whale_chart.END, "at": 1.0, "level": whale_chart.level_of(end)}
    profit = words.short(whole["profit_after_serving"])
    if not whole["losers"]:
        return [last | {"kind": whale_chart.ALONE, "label": words(f"{ROOM}.whale_no_fall", profit=profit)}], None
    place, height = (top["rank"], whale_chart.level_of(top)) if top["cumulative"] > 0 else (0, 0.0)
    is_share = end["profit_share"] is not None
    told = words.percent(height, 0) if is_share else words.short(height)
    label = words(f"{ROOM}.whale_peak", height=told, n=whole["winners"])
    peak = {"kind": whale_chart.PEAK, "at": place / n, "level": height, "label": label}
    lost = f" ({words.percent(height - 1, 1)})" if is_share else ""
    fall = {"at": 1.0, "from": height, "to": last["level"]}
    fall["label"] = words(f"{ROOM}.whale_fall", loss=f"{words.short(whole['loss'])}{lost}")
    return [peak, last | {"label": words(f"{ROOM}.whale_end", profit=profit)}], fall
