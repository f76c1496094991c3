"""Aims, offers and remedies of the action plan in the visitor's own words, kept beside the base; ours are in the catalogues.

`plan_texts` has a row per text of one's own: its `language`, its `key` (of KEYS) and the `text`.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from analytics.errors import Unusable
from analytics.plain_text import one_line
from analytics.plan_lists import AIMS, LISTS
from analytics.warehouse import Warehouse, has_table
from analytics.words import LANGUAGES, Words

TABLE = "plan_texts"
COLUMNS = {"language": "VARCHAR", "key": "VARCHAR", "text": "VARCHAR"}
ROOM, REMEDIES = "plan_offers", "loyalty_parts"
TYPES = ("financial", "referral", "procedural", "contact", "evaluative")
# The retention toolbox, and what each tool is good for.
TOOLS = {
    "loyalty_programme": ("retain", "reward"),
    "personal_offers": ("retain", "return", "develop"),
    "free_delivery": ("develop", "return"),
    "exclusive_offers": ("reward", "retain"),
    "assortment": ("develop", "return"),
    "support": ("retain", "return"),
    "events": ("reward", "retain"),
    "content": ("develop", "return"),
    "training": ("develop", "retain"),
    "reviews": ("reward", "develop"),
    "referral_reward": ("reward",),
    "community": ("reward", "retain"),
    "surveys": ("retain", "return"),
    "social_causes": ("reward",),
    "staff_training": ("retain",),
}
KEYS = (
    *(f"goal_{code}" for code in LISTS),
    *(f"offers_{code}" for code in LISTS),
    *(f"remedy_{type}" for type in TYPES),
    *(f"tool_{code}" for code in TOOLS),
)
LONGEST = 600


class Texts:
    """The texts of one language: one's own where there is one, else ours."""

    def __init__(self, words: Words, own: Mapping[str, str]):
        self.words, self.own = words, own

    def __call__(self, key: str) -> str:
        return self.own.get(key) or ours(self.words, key)


def texts(warehouse: Warehouse, words: Words) -> Texts:
    """All texts in the language of the words."""
    return Texts(words, own(warehouse, words.language))


def ours(words: Words, key: str) -> str:
    return words(f"{REMEDIES}.{key}") if key.startswith("remedy_") else words(f"{ROOM}.{key}")


def own(warehouse: Warehouse, language: str) -> dict[str, str]:
    """Key → one's own text, in this language."""
    if not warehouse.has(TABLE):
        return {}
    found = warehouse.rows(f"select key, text from {TABLE} where language = $language", {"language": language})
    return {row["key"]: row["text"] for row in found}


def put(warehouse: Warehouse, words: Words, key: str, text: str | None) -> None:
    """Keep a text of one's own; an empty one, or ours, brings ours back. Raises Unusable: plan_text_long; KeyError."""
    if key not in KEYS:
        raise KeyError(key)
    usable = " ".join(one_line(text or "").split())
    if len(usable) > LONGEST:
        raise Unusable("plan_text_long", limit=LONGEST)
    told = {"language": words.language, "key": key}
    with warehouse.transaction() as cursor:
        columns = ", ".join(f"{name} {sql_type}" for name, sql_type in COLUMNS.items())
        cursor.execute(f"create table if not exists {TABLE} ({columns})")
        cursor.execute(f"delete from {TABLE} where language = $language and key = $key", told)
        if usable and usable != ours(words, key):
            cursor.execute(f"insert into {TABLE} values ($language, $key, $text)", told | {"text": usable})


def take_back(warehouse: Warehouse, language: str) -> None:
    """Every text of this language is ours again."""
    if warehouse.has(TABLE):
        with warehouse.transaction() as cursor:
            cursor.execute(f"delete from {TABLE} where language = $language", {"language": language})


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """A file from elsewhere may hold what is no text of ours."""
    if not has_table(cursor, TABLE):
        return
    keys, languages = (", ".join(f"'{code}'" for code in codes) for codes in (KEYS, LANGUAGES))
    usable = f"language in ({languages}) and key in ({keys}) and length(text) between 1 and {LONGEST}"
    last = f"rowid in (select max(rowid) from {TABLE} group by language, key)"
    cursor.execute(f"delete from {TABLE} where not coalesce({usable} and {last}, false)")


def fitting(aim: str) -> list[str]:
    """The tools that are good for an aim."""
    if aim not in AIMS:
        raise KeyError(aim)
    return [code for code, aims in TOOLS.items() if aim in aims]
