"""What others have counted on the real sample bases: the product recounts it and shows both numbers side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal


@dataclass(frozen=True)
class Published:
    """One number of a base counted elsewhere: `what` and `source` are keys of the `samples` catalogue.

    Money is Decimal, counts are int, shares 0..1 and indices are float with as many digits as were published.
    Classes are over the whole base at the textbook thresholds: `abc_share_*` 75/95, `abc_average_*` a = 6, c = 2.
    """

    what: str
    value: Number
    source: str


def _published(source: str, **numbers: Number) -> tuple[Published, ...]:
    return tuple(Published(what, value, source) for what, value in numbers.items())


ONLINE_RETAIL = _published("source_uci", rows=541_909) + _published(
    "source_independent",
    rows_without_client=135_080,
    clients=4_372,
    amount=Decimal("9747747.93"),
    amount_with_client=Decimal("8300065.81"),
)

CDNOW = _published("source_lifetimes", clients=2_357) + _published(
    "source_independent",
    rows=6_919,
    amount=Decimal("244091.94"),
    average=Decimal("103.5604"),
    abc_share_a=636,
    abc_share_b=942,
    abc_share_c=779,
    abc_average_a=52,
    abc_average_b=982,
    abc_average_c=1_323,
    gini=0.6309,
    hhi=22.86,
    top20_share=0.674,
)

RFM_ORDERS = _published("source_rfm", rows=4_906, clients=995, amount=Decimal("464158")) + _published(
    "source_independent",
    average=Decimal("466.4905"),
    abc_share_a=546,
    abc_share_b=288,
    abc_share_c=161,
    abc_average_a=0,
    abc_average_b=829,
    abc_average_c=166,
)

HOUSEHOLDS = _published("source_completejourney", rows=75_000) + _published(
    "source_independent", clients=2_377, amount=Decimal("233935.24")
)
