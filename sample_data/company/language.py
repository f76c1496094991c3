"""The company's bases in the words of one language: names, headings and values out of `words_*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.company.company import NAME

WORDS = Path(__file__).resolve().parent.parent
MONEY = ("amount", "profit")
WHOLE = ("minutes", "days_to_resolve", "brand", "attractiveness", "refusal_status")


@cache
def words(language: str) -> dict[str, dict]:
    return tomllib.loads((WORDS / f"words_{language}.toml").read_text("utf-8"))


def spoken(kind: str, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Base with indices and codes → the same rows in words, the product's column names; money in roubles."""
    said = rows.copy()
    for column, values in words(language)["values"].items():
        if column in said and column in words(language)["headings"][kind]:
            said[column] = _looked_up(said[column], values)
    for column in set(MONEY) & set(said):
        said[column] = said[column] / 100
    for column in set(WHOLE) & set(said):
        said[column] = said[column].astype("Int64")
    if set(NAME) <= set(said):
        said["name"] = said["customer_name"] = said["company"] = _names(said, words(language)["names"])
    if "contact_number" in said:
        said["email"] = said["contact_number"].map("client{:04d}@example.com".format)
        said["phone"] = said["contact_number"].map(words(language)["phone"].format)
    return said[list(words(language)["headings"][kind])]


def headed(kind: str, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Base with the product's column names → with the headings a file in that language has."""
    return rows.rename(columns=words(language)["headings"][kind])


def _looked_up(codes: pd.Series, values: list[str] | dict[str, str]) -> pd.Series:
    if isinstance(values, dict):
        return codes.map(values)
    return pd.Series(np.array([*values, None], dtype=object)[codes.astype(int)], index=codes.index)


def _names(rows: pd.DataFrame, parts: dict[str, list[str]]) -> list[str | None]:
    """Form, two halves and spelling of each row → the company's name; nothing where no client is written down."""
    numbers = rows[NAME].fillna(-1).astype(int).itertuples(index=False)
    spoken = {key: _name(*key, parts) for key in set(map(tuple, rows[NAME].dropna().astype(int).to_numpy().tolist()))}
    return [spoken.get(tuple(key)) for key in numbers]


def _name(form: int, first: int, second: int, spelling: int, parts: dict[str, list[str]]) -> str:
    whole = parts["firsts"][first] + parts["seconds"][second]
    return parts["spellings"][spelling].format(form=parts["forms"][form], name=whole)
