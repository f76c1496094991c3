"""Which rows of a report head groups of the rows below them: by indent, by empty cells beside, by arithmetic.

Nothing is a group because it looks like one: the figures of every group must be the sum of its lines, or the group must
have no figures and the report must say by its headings, labels or indents that there are groups in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.ingest import lexicon
from analytics.ingest.layouts import documents, vocabulary
from analytics.ingest.layouts.figures import Figures
from analytics.ingest.layouts.report import Line, Report
from analytics.ingest.layouts.trees import Tree

DEEPEST = 8
LABELLED = 0.8
NEVER_CLOSES = 1 << 30


def found(report: Report, named: int) -> Tree | None:
    """The groups of a report whose headings name `named` levels (0 when they do not), None for a plain table."""
    figures = Figures.of(report)
    flat = figures.flat_is_grand
    if not report.lines:
        return None
    for tree in _candidates(report, figures, named):
        if not _is_sound(report, tree):
            continue
        told = figures.verdict(tree)
        if (told == "sums" and not flat) or (told == "none" and _says_groups(report, tree, named)):
            return tree
    return None


def _candidates(report: Report, figures: Figures, named: int) -> Iterator[Tree]:
    levels = [line.level for line in report.lines]
    places = [next(iter(report.texts(line)), 0) for line in report.lines]
    for keys, reason in ((levels, "groups_by_indent"), (places, "groups_by_place")):
        heads = [i + 1 < len(keys) and keys[i + 1] > keys[i] for i in range(len(keys))]
        if any(heads):
            yield _stacked(heads, keys, reason)
    for heads in _by_emptiness(report):
        yield from _depths_of(report, heads, places, figures, named)
    yield from _by_sums(report, figures, named)


def _stacked(heads: Sequence[bool], keys: Sequence[int], reason: str) -> Tree:
    """A line stands in the groups whose heads stand less deep than it."""
    opened: list[int] = []
    depths: list[int] = []
    for head, key in zip(heads, keys, strict=True):
        while opened and opened[-1] >= key:
            opened.pop()
        depths.append(len(opened))
        if head:
            opened.append(key)
    return Tree(tuple(heads), tuple(depths), reason)


def _by_emptiness(report: Report) -> Iterator[list[bool]]:
    """Rows that lack what the others have beside their first text; each way to part them is tried once."""
    tried = set()
    places = [p for p in range(report.width) if p not in report.numbering]
    # A column of texts or days parts them better than one of figures, which a line may lack.
    for place in sorted(places, key=lambda p: p in report.figures):
        heads = tuple(line.cells[place] is None for line in report.lines)
        if heads not in tried and heads[0] and not all(heads) and not heads[-1]:
            tried.add(heads)
            yield list(heads)


def _depths_of(report: Report, heads: list[bool], places: list[int], figures: Figures, named: int) -> Iterator[Tree]:
    reason = "groups_by_emptiness"
    stood = [place for head, place in zip(heads, places, strict=True) if head]
    if len(set(stood)) > 1:
        yield _stacked(heads, [p if head else NEVER_CLOSES for head, p in zip(heads, places, strict=True)], reason)
    labels = [label_of(report, line) if head else None for head, line in zip(heads, report.lines, strict=True)]
    if all(label for head, label in zip(heads, labels, strict=True) if head) and len(set(labels)) > 2:
        order = list(dict.fromkeys(label for label in labels if label))
        yield _stacked(heads, [order.index(label) if label else NEVER_CLOSES for label in labels], reason)
    by_runs = _by_runs(heads, named - 1 if named > 1 else 0)
    if by_runs:
        yield Tree(tuple(heads), by_runs, reason)
    yield from (Tree(tuple(heads), depths, reason) for depths in figures.by_remainder(heads))


def _by_runs(heads: list[bool], height: int) -> tuple[int, ...] | None:
    """Of `height` levels a run of k headings opens the lowest k; without names the first run shows them all."""
    runs = _runs(heads)
    height = height or max(runs.values())
    if max(runs.values()) > height or runs[0] != height:
        return None
    depths = [height] * len(heads)
    for start, length in runs.items():
        for step in range(length):
            depths[start + step] = height - length + step
    return tuple(depths)


def _runs(heads: list[bool]) -> dict[int, int]:
    runs, start = {}, None
    for i, head in enumerate(heads):
        start = (i if start is None else start) if head else None
        if start is not None:
            runs[start] = i - start + 1
    return runs


def _by_sums(report: Report, figures: Figures, named: int) -> Iterator[Tree]:
    """Where nothing but the figures tells: a level of groups over another, all the way to the end of the report."""
    if not figures.every_line_has or report.usual_texts > 1:
        return
    for height in [named - 1] if named > 1 else range(1, DEEPEST):
        for tree in figures.of_height(height):
            if named > 1 or figures.explains(tree):
                yield tree


def _is_sound(report: Report, tree: Tree) -> bool:
    """The first row heads a group, the last is a line, no group is without one, and no head holds more than its name."""
    if tree.heads[-1] or not (tree.heads[0] or tree.reason == "groups_by_indent"):
        return False
    heads = tree.of_lines(report.lines, True)
    return all(tree.leaves(*span) for span in tree.spans) and all(
        len(report.texts(line)) == 1 or _is_labelled(report, line) for line in heads
    )


def _is_labelled(report: Report, line: Line) -> bool:
    texts = report.texts(line)
    return len(texts) == 2 and line.cells[texts[0]].endswith(":")


def label_of(report: Report, line: Line) -> str | None:
    """What a heading says it is, when the name of a level stands before a colon."""
    texts = report.texts(line)
    if not texts:
        return None
    label, colon, rest = line.cells[texts[0]].partition(":")
    known = vocabulary.rank(label) is not None or lexicon.is_known(label)
    return label.strip() if colon and known and (rest.strip() or len(texts) == 2) else None


def _says_groups(report: Report, tree: Tree, named: int) -> bool:
    """May heads without figures be believed?"""
    heads, leaves = tree.of_lines(report.lines, True), tree.of_lines(report.lines, False)
    if tree.reason == "groups_by_indent" or named > 1:
        return True
    if sum(label_of(report, line) is not None for line in heads) >= LABELLED * len(heads):
        return True
    place = report.texts(heads[0])[0]
    beneath = [cell for line in leaves if (cell := line.cells[place])]
    if not beneath or documents.are_documents(beneath):
        return True
    return len(heads) > 1 and not any(map(vocabulary.holds_clients, report.header))
