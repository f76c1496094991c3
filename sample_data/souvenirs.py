"""A synthetic souvenir company in Russian or in English: `python -m sample_data.souvenirs FOLDER --lang ru`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sample_data.company.company import bases
from sample_data.company.language import headed, spoken

SEED = 2026
LANGUAGES = ("ru", "en")
FORMS = ("csv", "parquet")
# As a Russian accounting program writes for a Russian spreadsheet, and as everybody else does.
_HABITS = {
    "ru": {"sep": ";", "decimal": ",", "encoding": "utf-8-sig", "date_format": "%d.%m.%Y"},
    "en": {"sep": ",", "decimal": ".", "encoding": "utf-8", "date_format": "%Y-%m-%d"},
}


def company(language: str, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Kind of base → its rows under the product's own column names, values in the language, money in roubles."""
    return {kind: spoken(kind, rows, language) for kind, rows in bases(seed).items()}


def generate(language: str, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Kind of base → its rows as a file of that language has them, natural headings included.

    sales: order lines of 36 whole months to 2026-06-30; customers, contacts, scores, leads, departures: as METHODS §0.
    The same seed gives the same numbers on any machine and in either language.
    """
    return {kind: headed(kind, rows, language) for kind, rows in company(language, seed).items()}


def write(folder: Path, language: str, form: str = "csv", seed: int = SEED) -> dict[str, Path]:
    """Folder and language → kind of base → the file written for it, ready to be read by the product."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, rows in generate(language, seed).items():
        files[kind] = folder / f"{kind}.{form}"
        if form == "parquet":
            rows.to_parquet(files[kind], index=False)
        else:
            rows.to_csv(files[kind], index=False, lineterminator="\n", float_format="%.2f", **_HABITS[language])
    return files


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sample_data.souvenirs", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--form", choices=FORMS, default="csv")
    parser.add_argument("--seed", type=int, default=SEED)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    for kind, file in write(asked.folder, asked.lang, asked.form, asked.seed).items():
        print(f"{kind}: {file}")
