"""The bases a visitor can try before bringing their own: three real ones and a synthetic company."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sample_data import published
from sample_data.published import Published

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Sample:
    """One sample base. `key` is the key of its title in the `samples` catalogue, `hints` is kind → {column: source}."""

    key: str
    published: tuple[Published, ...] = ()
    hints: dict[str, dict[str, str]] = field(default_factory=dict)

    def files(self, language: str, folder: Path) -> list[tuple[str, Path]]:
        """(kind of base, file ready to be read) for each file of the sample, in the order they should be read."""
        return [("sales", HERE / _STORED[self.key])] if self.key in _STORED else _made(language, folder)


def _made(language: str, folder: Path) -> list[tuple[str, Path]]:
    # Imported on demand: `python -m sample_data.souvenirs` would otherwise find its own module already imported.
    from sample_data.souvenirs import write

    return list(write(folder, language).items())


_STORED = {"online_retail": "online_retail.parquet", "cdnow": "cdnow.csv", "rfm_orders": "rfm_orders.csv"}

SAMPLES = (
    Sample("online_retail", published.ONLINE_RETAIL),
    Sample("cdnow", published.CDNOW),
    Sample("rfm_orders", published.RFM_ORDERS),
    Sample("souvenirs"),
)


def sample(key: str) -> Sample:
    return next(s for s in SAMPLES if s.key == key)
