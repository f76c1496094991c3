"""Everything the fuzzer has learned, read once more: each input is read or refused, and no law of the reader is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent / "fuzz"
KEPT = [file for kind in ("corpus", "crashers") for file in sorted((HERE / kind).glob("*/*"))]
MOST_BYTES = 300_000


@pytest.mark.parametrize("target", TARGETS)
def test_no_law_is_broken_by_what_was_met(target):
    met = [file for file in KEPT if file.parent.name == target]
    assert met, "the corpus is lost"
    for file in met:
        try:
            TARGETS[target](file.read_bytes())
        except Exception as fault:
            raise AssertionError(f"{file.relative_to(HERE)} breaks {target}") from fault


def test_the_corpus_is_small():
    assert sum(file.stat().st_size for file in KEPT) <= MOST_BYTES
