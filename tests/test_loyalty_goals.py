"""What a company is after decides which types of loyalty come first. METHODS §12."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.loyalty_goals import GOALS, ordered
from analytics.methods.loyalty_measures import TYPES
from analytics.words import LANGUAGES, words
from tests.screens import Visitor, workspace_with


@pytest.mark.parametrize(
    ("goal", "first"), [("start_up", "financial"), ("streamline", "evaluative"), ("new_clients", "referral")]
)
def test_a_goal_puts_its_type_first(goal, first):
    assert ordered(TYPES, goal)[0] == first


@given(st.permutations(TYPES), st.sampled_from([*GOALS, "", None, "unheard of"]))
def test_a_goal_loses_no_type_and_leaves_the_rest_in_their_order(types, goal):
    found = ordered(types, goal)
    assert sorted(found) == sorted(types)
    rest = [code for code in found if code not in GOALS.get(goal, ())]
    assert rest == [code for code in types if code in rest]


def test_no_goal_changes_nothing():
    assert ordered(TYPES, None) == TYPES


def test_every_goal_names_known_types_and_has_its_words_in_both_languages():
    assert all(set(first) <= set(TYPES) for first in GOALS.values())
    for language in LANGUAGES:
        told = words(language)
        assert all(
            told.has(f"loyalty_parts.goal_{goal}") and told.has(f"loyalty_parts.goal_{goal}_why") for goal in GOALS
        )


@pytest.mark.usefixtures("own_rooms")
class TestLink:
    SOLD = ("sales.csv", "client,date,amount\nanna,2025-01-01,5\nboris,2025-03-31,7\n")

    MET = ("contacts.csv", "client,date,contact kind\nanna,2025-01-05,Event\n")
    KNOWN = ("clients.csv", "client,name,brought by\nanna,Anna,\nboris,Boris,anna\n")

    def test_a_goal_of_the_link_is_kept_in_it(self):
        visitor = Visitor("en", workspace_with(self.SOLD)).opens("overview", loyalty__goal="keep")
        assert visitor.link["loyalty.goal"] == "keep"

    def test_an_unheard_of_goal_is_told_and_dropped(self):
        visitor = Visitor("en", workspace_with(self.SOLD)).opens("overview", loyalty__goal="weather")
        assert any("weather" in told for told in visitor.told)
        assert "loyalty.goal" not in visitor.link

    def test_a_goal_chosen_on_the_page_goes_to_the_link_and_says_why(self):
        browser = workspace_with(self.SOLD, self.MET, self.KNOWN)
        visitor = Visitor("en", browser).opens("loyalty").chooses("loyalty.goal", "keep")
        assert visitor.link["loyalty.goal"] == "keep"
        assert words("en")("loyalty_parts.goal_keep_why") in visitor.reads()
        assert "loyalty.goal" not in visitor.chooses("loyalty.goal", "none").link
