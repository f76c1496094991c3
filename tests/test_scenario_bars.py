"""The chart of class sizes under two or three scenarios: a bar for each, told apart without colour too."""

from __future__ import annotations

import pytest

from analytics.charts import scenario_bars
from analytics.charts.theme import Look
from tests.test_charts import BY_LOOK, draws_its_rows, is_a_template_over

ENGLISH = Look("en")
LABELS = {"scenario": "scenario", "share": "share"}
NAMES, SCENARIOS = ("A", "B"), ("Now", "Other", "<b>Third")
ROWS = [
    {
        "name": name, "scenario": scenario, "place": place, "customers": customers, "customer_share": customers / 10,
        "revenue": customers * 100, "revenue_share": customers / 10,
    }
    for name, sizes in {"A": (2, 3, 0), "B": (8, 7, 10)}.items()
    for place, (scenario, customers) in enumerate(zip(SCENARIOS, sizes, strict=True))
]  # fmt: skip


def spec(look: Look) -> dict:
    return scenario_bars.chart(look, LABELS, NAMES, SCENARIOS).to_dict()


def frames(look: Look = ENGLISH) -> dict:
    return scenario_bars.frames(ROWS, ("Clients", "Revenue"), look)


@BY_LOOK
def test_draws_in_both_languages_and_themes(look):
    made = {name: table.to_pandas() for name, table in frames(look).items()}
    is_a_template_over(spec(look), made)
    draws_its_rows(spec(look), made)


def test_each_class_has_a_bar_of_clients_and_one_of_revenue_per_scenario():
    bars = frames()["bars"].to_pylist()
    assert len(bars) == 2 * 3 * 2
    first = bars[0]
    assert (first["name"], first["scenario"], first["label"], first["spoken"]) == (
        "A",
        "Now",
        "2 · 20%",
        "Now: A. Clients: 2 · 20%",
    )


def test_bars_of_all_scenarios_have_one_scale():
    bars = {(bar["name"], bar["scenario"]): bar["to"] for bar in frames()["bars"].to_pylist() if bar["from"] == 0}
    assert bars["B", "<b>Third"] == 1 and bars["A", "Now"] == pytest.approx(0.2)


@pytest.mark.parametrize("dark", [False, True])
def test_scenarios_are_told_apart_without_colour(dark):
    """Their tones differ in how light they are, by a fifth of the way from black to white at least."""
    light = sorted(lightness(tone) for tone in scenario_bars.TONES[dark])
    assert all(above - below > 0.2 for below, above in zip(light, light[1:], strict=False))


def lightness(tone: str) -> float:
    red, green, blue = (int(tone[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
