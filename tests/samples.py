"""The sample bases as warehouses, read as the product reads them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import sample_data
from analytics import ingest
from analytics.schema import BASES
from analytics.warehouse import Warehouse


def opened_sample(key: str, folder: Path, language: str = "en", kinds: Collection[str] = tuple(BASES)) -> Warehouse:
    """A warehouse in `folder` with the bases of these `kinds` that the sample has; to be closed by who asked."""
    files = sample_files(key, folder, language, kinds)
    warehouse = Warehouse(folder / "base", readable=[path for _, path in files])
    read_in(warehouse, key, files)
    return warehouse


def sample_files(
    key: str, folder: Path, language: str = "en", kinds: Collection[str] = tuple(BASES)
) -> list[tuple[str, Path]]:
    """(kind, path) of its files; those that are made are made in `folder`."""
    return [(kind, path) for kind, path in sample_data.sample(key).files(language, folder) if kind in kinds]


def read_in(warehouse: Warehouse, key: str, files: Collection[tuple[str, Path]]) -> None:
    hints = sample_data.sample(key).hints
    understood = [ingest.understand(p, hints=ingest.Hints(kind=k, mapping=hints.get(k))) for k, p in files]
    ingest.load(warehouse, understood)
