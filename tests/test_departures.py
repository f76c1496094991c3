"""Reasons for leaving beside the published shares. METHODS §11."""

from __future__ import annotations

import pytest

from analytics.methods import departures
from analytics.words import LANGUAGES, words
from tests.bases import Base, sales, totals

LEFT = """
    anna   2025-01-10 price
    boris  2025-02-10 competitor
    vera   2025-03-10 price
    gena   .          rude
"""


def with_departures(rows: str = LEFT, base: Base | None = None) -> Base:
    base = base or sales("client day amount", "anna 01-01 5\nboris 01-01 5\nvera 06-30 5")
    lines = [line.split() for line in rows.splitlines() if line.strip()]
    told = [[None if cell == "." else cell.replace("_", " ") for cell in line] for line in lines]
    return base.with_rows("departures", ("customer_id", "date", "reason"), told)


def shares(base: Base, **view) -> dict[str, tuple]:
    rows = departures.reasons(base.warehouse, base.facts(**view))
    return {row["reason"]: (row["customers"], row["share"]) for row in rows if row["customers"]}


def test_reasons_come_by_the_number_of_clients():
    assert shares(with_departures()) == {"price": (2, 0.5), "indifference": (1, 0.25), "competitor": (1, 0.25)}


def test_the_published_shares_are_68_14_9_5_4():
    rows = departures.reasons(*_asked(with_departures()))
    told = {row["reason"]: row["published_share"] for row in rows}
    assert told.pop("price") is None
    assert told == {"indifference": 0.68, "product": 0.14, "competitor": 0.09, "other_relations": 0.05, "moved": 0.04}
    assert sum(departures.published().values()) == pytest.approx(1)


def test_a_published_reason_nobody_gave_is_there_with_nothing():
    rows = {row["reason"]: row for row in departures.reasons(*_asked(with_departures()))}
    assert (rows["moved"]["customers"], rows["moved"]["share"], rows["moved"]["texts"]) == (0, 0, [])


def test_shares_add_up_as_a_pareto():
    rows = departures.reasons(*_asked(with_departures()))
    assert [row["cumulative_share"] for row in rows] == [0.5, 0.75, 1, 1, 1, 1]


def test_a_client_counts_once_with_its_last_reason():
    base = with_departures("anna 2025-01-10 price\nanna 2025-02-10 moved\nboris . price\nboris 2025-01-01 moved")
    assert shares(base) == {"moved": (2, 1.0)}


def test_only_those_who_left_in_the_window_and_those_of_no_known_day():
    base = with_departures(base=sales("client day amount", "anna 01-01 5\nanna 02-05 5\nvera 06-30 5"))
    assert shares(base, window="02-01 02-28") == {"indifference": (1, 0.5), "competitor": (1, 0.5)}


def test_the_whole_base_has_also_those_who_left_before_its_first_sale_or_after_its_last():
    left = "anna 2019-01-01 moved\nboris 2030-01-01 rude"
    base = with_departures(left, sales("client day amount", "anna 01-01 5\nanna 02-05 5\nvera 06-30 5"))
    assert set(shares(base)) == {"moved", "indifference"}
    assert set(shares(base, window="02-01 06-30")) == {"indifference"}
    assert set(shares(base, window="01-01 02-28")) == {"moved"}


def test_totals_have_their_reasons_too():
    assert len(shares(with_departures(base=totals("client amount", "anna 5")))) == 3


def test_without_departures_there_are_no_rows():
    base = sales("client day amount", "anna 01-01 5")
    assert departures.reasons(*_asked(base)) == []
    beyond = with_departures("anna 2030-01-01 price", sales("client day amount", "anna 01-01 5\nanna 02-05 5"))
    assert departures.reasons(beyond.warehouse, beyond.facts(window="01-01 01-31")) == []


def test_the_clients_of_a_reason():
    base = with_departures("anna . rude_staff\nboris . neglect\nvera . price")
    facts = base.facts()
    row = next(r for r in departures.reasons(base.warehouse, facts) if r["reason"] == "indifference")
    found = base.warehouse.rows(f"from ({departures.members(base.warehouse, facts, row['places'])}) order by 1")
    assert (row["texts"], [f["customer_id"] for f in found]) == (["neglect", "rude staff"], ["anna", "boris"])
    assert base.warehouse.rows(departures.members(base.warehouse, facts, [])) == []


def test_a_reason_is_the_visitors_text_and_never_a_command():
    base = with_departures("anna . x')_or_1=1_--\nboris . x'")
    assert shares(base) == {"x') or 1=1 --": (1, 0.5), "x'": (1, 0.5)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Равнодушие к клиенту", "indifference"),
        ("We felt nobody was there; they ignored us", "indifference"),
        ("Didn't care", "indifference"),
        ("Не устроил товар", "product"),
        ("низкое КАЧЕСТВО", "product"),
        ("Quality", "product"),
        ("Ушёл к конкуренту", "competitor"),
        ("moved to a competitor", "competitor"),
        ("Свои люди у другого поставщика", "other_relations"),
        ("A friend recommended another", "other_relations"),
        ("Переехали", "moved"),
        ("Business closed", "moved"),
        ("moved", "moved"),
        ("other_relations", "other_relations"),
        ("Выбрали другого поставщика", None),
        ("Делаем своими силами", None),
        ("Дорого", None),
        ("Unloved", None),
        ("—", None),
    ],
)
def test_a_reason_is_known_by_its_words(text, code):
    assert departures.code_of(text) == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_reason_has_its_words(language):
    assert all(words(language).has(f"departures.{code}") for code in departures.published())


def _asked(base: Base) -> tuple:
    return base.warehouse, base.facts()
