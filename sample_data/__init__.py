"""The bases a visitor can try before bringing their own: four real ones and a synthetic company."""

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
        stored = _STORED.get(self.key)
        return [(kind, HERE / name) for kind, name in stored.items()] if stored else _made(language, folder)


def _made(language: str, folder: Path) -> list[tuple[str, Path]]:
    # Imported on demand: `python -m sample_data.souvenirs` would otherwise find its own module already imported.
    from sample_data.souvenirs import write

    return list(write(folder, language).items())


_STORED = {
    "online_retail": {"sales": "online_retail.parquet"},
    "cdnow": {"sales": "cdnow.csv"},
    "rfm_orders": {"sales": "rfm_orders.csv"},
    "households": {
        "sales": "households_sales.parquet",
        "customers": "households.csv",
        "contacts": "households_contacts.parquet",
    },
}

SAMPLES = (
    Sample("online_retail", published.ONLINE_RETAIL),
    Sample("cdnow", published.CDNOW),
    Sample("rfm_orders", published.RFM_ORDERS),
    Sample("households", published.HOUSEHOLDS, {"customers": {"attribute_5": "kids_count"}}),
    Sample("souvenirs"),
)


def sample(key: str) -> Sample:
    return next(s for s in SAMPLES if s.key == key)
