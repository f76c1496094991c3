"""Are two names of clients one client? The judgement of a pair, by words; who is compared with whom is not decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from analytics.doctor.vocabulary import words_for
from analytics.ingest.names import taken_apart

SPACING, SOFT, INITIALS = 97.0, 93.0, 90.0
SHORT, LONG = 5, 9


@dataclass(frozen=True)
class Name:
    """A client's name taken apart: its words in the normal form, in alphabetical order, and its legal form."""

    text: str

    @cached_property
    def _apart(self) -> tuple[list[str], str | None]:
        return taken_apart(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(sorted(_without_zeros(word) for word in self._apart[0]))

    @cached_property
    def key(self) -> str:
        return " ".join(self.words)

    @cached_property
    def compact(self) -> str:
        """As it was written, without the blanks between words."""
        return "".join(self._apart[0])

    @property
    def form(self) -> str | None:
        return self._apart[1]

    @property
    def speaks(self) -> bool:
        """Is there a word in it to compare: not a bare code."""
        return any(len(word) > 1 and word.isalpha() for word in self.words)


def alike(one: Name, other: Name) -> tuple[float, str] | None:
    """How alike (0..100) and why: spacing, soft_words, initials, typo; None when these are hardly one client.

    Never alike: names with different numbers, different words beside a branch word, or initials that contradict.
    """
    left, right = _beside_the_common(one.words, other.words)
    if apart(one, other) or (one.form and other.form and one.form != other.form):
        return None
    if one.compact == other.compact:
        return SPACING, "spacing"
    if set(left) | set(right) <= words_for("soft"):
        return SOFT, "soft_words"
    if _are_initials(left, right, one, other):
        return INITIALS, "initials"
    if _are_typos(left, right):
        return round(fuzz.ratio(one.key, other.key), 1), "typo"
    return None


def apart(one: Name, other: Name) -> bool:
    """Told apart on purpose: another number, another branch, other initials."""
    left, right = _beside_the_common(one.words, other.words)
    if any(_has_digit(word) for word in (*left, *right)):
        return True
    branches = words_for("branches")
    if (left or right) and branches & {*one.words, *other.words}:
        return True
    return bool(_initials(left) and _initials(right))


def _without_zeros(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else word


def _beside_the_common(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    left, right = Counter(one), Counter(other)
    return sorted((left - right).elements()), sorted((right - left).elements())


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _initials(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) == 1]


def _are_initials(left: list[str], right: list[str], one: Name, other: Name) -> bool:
    """`Ivanov I I` and `Ivanov Ivan Ilyich`: a surname in common, and each initial begins a word of the other."""
    short, long = (left, right) if len(_initials(left)) == len(left) else (right, left)
    surname = any(len(word) > 2 for word in set(one.words) & set(other.words))
    if not short or not long or not surname or len(_initials(short)) < len(short) or _initials(long):
        return False
    return len(short) <= len(long) and not Counter(short) - Counter(word[0] for word in long)


def _are_typos(left: list[str], right: list[str]) -> bool:
    """Each leftover word is a slip of the pen away from one on the other side, and no more than two are."""
    if len(left) != len(right) or not 1 <= len(left) <= 2:
        return False
    return all(_is_typo(a, b) for a, b in zip(left, right, strict=True))


def _is_typo(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    slips = 0 if length < SHORT else 1 if length < LONG else 2
    return OSA.distance(one, other, score_cutoff=slips) <= slips and not _of_a_couple(one, other)


def _of_a_couple(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return any(long == short + end for end in words_for("gender_ends"))
