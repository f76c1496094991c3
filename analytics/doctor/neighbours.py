"""Which names are worth comparing, so that a hundred thousand of them take seconds: blocking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from analytics.doctor.likeness import SHORT, Name
from analytics.doctor.vocabulary import words_for

NEIGHBOURS = 3
CLOSE = 85.0
CROWD = 6
Pair = tuple[int, int]


def pairs(names: Sequence[Name]) -> set[Pair]:
    """Places of names that may be one client, the lesser first. Names are taken to have different keys.

    Found are: any names equal without blanks, without soft words or up to initials; any that differ by one slip in one
    word; and of those that differ more, the ones that begin or end alike (sorted neighbourhood).
    """
    found: set[Pair] = set()
    for block in (_by_key(names, _compact), _by_key(names, _without_soft), _by_initials(names)):
        found |= block
    return found | _by_one_slip(names) | _sorted_neighbours(names)


def _compact(name: Name) -> str:
    return name.compact


def _without_soft(name: Name) -> str:
    return " ".join(word for word in name.words if word not in words_for("soft"))


def _by_key(names: Sequence[Name], key) -> set[Pair]:
    blocks = defaultdict(list)
    for place, name in enumerate(names):
        blocks[key(name)].append(place)
    return {pair for block_key, block in blocks.items() if block_key for pair in _each_with_each(block)}


def _each_with_each(block: Sequence[int]) -> Iterator[Pair]:
    """Nothing for a crowd: what so many share tells nobody from anybody."""
    if len(block) <= CROWD:
        for i, one in enumerate(block):
            for other in block[i + 1 :]:
                yield (one, other) if one < other else (other, one)


def _by_initials(names: Sequence[Name]) -> set[Pair]:
    """A name with initials and the full names they may stand for, by surname and first letters."""
    short = {place: name.words for place, name in enumerate(names) if any(len(w) == 1 for w in name.words)}
    blocks = defaultdict(list)
    for place, words in short.items():
        blocks[_initialled(words)].append(place)
    surnames = {word for words in short.values() for word in words if len(word) > 2}
    for place, name in enumerate(names):
        if place in short or not 2 <= len(name.words) <= 4:
            continue
        for surname in surnames.intersection(name.words):
            others = list(name.words)
            others.remove(surname)
            for key in {_initialled((surname, *(w[0] for w in others[:n]))) for n in (len(others), 1)}:
                if key in blocks:
                    blocks[key].append(place)
    return {pair for block in blocks.values() for pair in _each_with_each(block)}


def _initialled(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _by_one_slip(names: Sequence[Name]) -> set[Pair]:
    """Each name with one of its words replaced by a word a slip away, if there is such a name."""
    places = {name.key: place for place, name in enumerate(names)}
    alike = _words_a_slip_away({word for name in names for word in name.words if len(word) >= SHORT})
    found = set()
    for place, name in enumerate(names):
        for i, word in enumerate(name.words):
            for other in alike.get(word, ()):
                there = places.get(" ".join(sorted((*name.words[:i], other, *name.words[i + 1 :]))))
                if there is not None and there != place:
                    found.add((min(place, there), max(place, there)))
    return found


def _words_a_slip_away(words: Iterable[str]) -> dict[str, set[str]]:
    """Two words a slip apart are equal once a letter is left out of one or of both."""
    holes = defaultdict(list)
    for word in words:
        if not word.isdigit():
            for hole in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
                holes[hole].append(word)
    alike = defaultdict(set)
    for block in holes.values():
        if len(block) > 1:
            for word in block:
                alike[word].update(block)
    return {word: others - {word} for word, others in alike.items()}


def _sorted_neighbours(names: Sequence[Name]) -> set[Pair]:
    """Names next to each other in the order of their letters, read forwards and backwards, that are close as a whole."""
    texts = [name.compact for name in names]
    found = set()
    for turned in (texts, [text[::-1] for text in texts]):
        order = sorted(range(len(names)), key=turned.__getitem__)
        for step in range(1, NEIGHBOURS + 1):
            ones, others = order[:-step], order[step:]
            if ones:
                found |= _close(texts, ones, others)
    return found


def _close(texts: Sequence[str], ones: Sequence[int], others: Sequence[int]) -> set[Pair]:
    scores = process.cpdist(
        [texts[i] for i in ones], [texts[i] for i in others], scorer=fuzz.ratio, score_cutoff=CLOSE, workers=1
    )
    near = np.nonzero(scores)[0]
    return {(min(ones[i], others[i]), max(ones[i], others[i])) for i in near.tolist()}
