"""Scenarios: sets of all thresholds under a name. Ours come with the product, a person's own are kept with the base.

A scenario goes three ways, each back to the identical set: a TOML file (`Thresholds.toml`, `read_toml`), what is kept with the
base (`analytics.keeping.Kept.scenarios`), and a short text of a link (`written`, `read`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analytics import keeping
from analytics.errors import Unusable
from analytics.thresholds import ALL, Thresholds

# 75/95, 6·P and variation are those of the sales handbook the methods follow, volume × frequency is S. Nezhintseva's;
# 80/15/5 is how ABC is cut most often elsewhere.
BUILT_IN: Mapping[str, Mapping[str, object]] = {
    "textbook": {},
    "six_p": {"abc.method": "average"},
    "eighty": {"abc.share.a": 0.8, "abc.share.b": 0.95},
    "volume_frequency": {"abc.method": "volume_frequency"},
    "variation": {"xyz.measure": "variation"},
}
# the thresholds in force, where a scenario can be named: they have no name of their own
NOW = "now"
MOST = 50
# no value of a threshold has a semicolon in it, and no threshold is called `name`
BETWEEN, NAME = ";", re.compile(r"(?:^|;)name=")
Own = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Scenario:
    """`name` is what a person called it, empty for one of ours; `code` is that of BUILT_IN."""

    thresholds: Thresholds
    name: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """As a link has it: our code, or `abc.share.a=0.8;measure=profit;name=Cautious`."""
        return self.code or written(self.name, self.thresholds)


@cache
def built_in(code: str) -> Scenario:
    return Scenario(Thresholds(BUILT_IN[code]), code=code)


def written(name: str, thresholds: Thresholds) -> str:
    """A name and a set → the text of a link: only what differs from the textbook, and the name at its end."""
    return BETWEEN.join([*(f"{key}={value}" for key, value in thresholds.changed().items()), f"name={name}"])


def read(text: str) -> Scenario:
    """The text of a link → the scenario. Raises Unusable: scenario_text (another form, no name), threshold_… for its values."""
    if text in BUILT_IN:
        return built_in(text)
    found = NAME.search(text)
    name = keeping.clean(text[found.end() :]) if found else ""
    if not name:
        raise Unusable("scenario_text", value=keeping.clean(text))
    parts = [part.partition("=") for part in text[: found.start()].split(BETWEEN) if part]
    if not all(sign for _, sign, _ in parts):
        raise Unusable("scenario_text", value=keeping.clean(text))
    return Scenario(Thresholds({key: value for key, _, value in parts}), name)


def usable(own: Own) -> tuple[dict[str, Scenario], dict[str, Unusable]]:
    """What is kept with a base → (name → scenario, name → why it cannot be used); at most MOST, in the order of names.

    The file of a base may come from another program version or from another hand, so every value of it is judged here.
    """
    found, broken = {}, {}
    for name in sorted(own, key=str.casefold)[:MOST]:
        try:
            found[name] = Scenario(Thresholds(own[name]), require_named(name))
        except Unusable as fault:
            broken[name] = fault
    return found, broken


def with_one(own: Own, name: str, thresholds: Thresholds) -> dict[str, Mapping[str, str]]:
    """The same and one more. Raises Unusable: scenario_unnamed, scenario_name_taken, scenarios_too_many."""
    if len(own) >= MOST:
        raise Unusable("scenarios_too_many", limit=MOST)
    return {**own, require_free(name, list(own)): thresholds.changed()}


def changed(own: Own, name: str, thresholds: Thresholds) -> dict[str, Mapping[str, str]]:
    """The same with other thresholds under a name that is there."""
    return {**own, name: thresholds.changed()} if name in own else dict(own)


def renamed(own: Own, name: str, to: str) -> dict[str, Mapping[str, str]]:
    """The same with one under another name. Raises Unusable: scenario_unnamed, scenario_name_taken."""
    free = require_free(to, [other for other in own if other != name])
    return {free if other == name else other: values for other, values in own.items()}


def without(own: Own, name: str) -> dict[str, Mapping[str, str]]:
    return {other: values for other, values in own.items() if other != name}


def require_free(name: str, taken: Sequence[str]) -> str:
    """The name as one line. Raises Unusable when nothing is left of it or another scenario is called so."""
    wanted = require_named(name)
    if any(keeping.same(wanted, other) for other in taken):
        raise Unusable("scenario_name_taken", name=wanted)
    return wanted


def require_named(name: str) -> str:
    wanted = keeping.clean(name)
    if not wanted:
        raise Unusable("scenario_unnamed")
    return wanted


def free_name(wanted: str, own: Own) -> str:
    """`wanted` as a name, with a number after it where another scenario is called so. Raises Unusable: scenario_unnamed."""
    return keeping.free_name(require_named(wanted), list(own))


def differing(sets: Sequence[Thresholds]) -> list[str]:
    """Names of the thresholds that are not the same in all sets, in the order of the contract."""
    return [name for name in ALL if any(other[name] != sets[0][name] for other in sets[1:])]
