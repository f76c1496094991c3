"""Groups of a report become columns of their lines, named by the header, the titles, or the groups' own labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics.ingest import formats, lexicon
from analytics.ingest.layouts import documents, hierarchy, periods, vocabulary
from analytics.ingest.layouts.report import Cells, Line, Report
from analytics.ingest.layouts.trees import Tree
from analytics.ingest.progress import watched

MOST = 0.8
SHARED = 0.3


def opened(report: Report) -> Report:
    """The lines of a report with what they are grouped under in columns in front; the heads are left out as group_row."""
    place = anchor(report)
    names = level_names(report, place)
    tree = hierarchy.found(report, len(names))
    turned = None if tree else _headed_below(report)
    if turned:
        return turned
    if not tree:
        return report
    values = _values(report, tree)
    lines = _place_of_lines(report, tree, place)
    named, leaf = _named(report, tree, names, values, lines)
    return _without_names(_widened(report, tree, values, named, leaf, lines), report, tree)


def anchor(report: Report) -> int:
    """The column the names of groups stand in."""
    texts = [p for p in range(report.width) if p not in report.figures and p not in report.numbering]
    return next((p for p in texts if any(line.cells[p] for line in report.lines)), 0)


def _place_of_lines(report: Report, tree: Tree, place: int) -> int:
    """The column of the names of the lines: they may stand right of the groups' names, under the same heading or none."""
    own = (report.parts[place], ())
    under = [p for p in range(report.width) if report.parts[p] in own and p not in report.figures]
    leaves = tree.of_lines(report.lines, False)
    return max(under, key=lambda p: sum(line.cells[p] is not None for line in leaves), default=place)


def level_names(report: Report, place: int) -> list[str]:
    """Names of the levels from the widest to the line itself, as the header or a title lists them; none where neither does."""
    listed = [name for part in report.parts[place] for name in _listed(part)]
    for names in (listed, _of_titles(report)):
        ranks = [vocabulary.rank(name) for name in names]
        if len(names) > 1 and sum(rank is not None for rank in ranks) >= MOST * len(names):
            return names[::-1] if _widest_last(ranks) else names
    return []


def _listed(text: str) -> list[str]:
    for mark in ("\n", "/", ";", ","):
        if mark in text:
            return [name.strip() for name in text.split(mark) if name.strip()]
    return [text]


def _of_titles(report: Report) -> list[str]:
    """The title that lists most levels, after a colon or alone; else titles that name one level each."""
    lists, single = [], []
    for line in report.titles:
        for text in (line.cells[p] for p in line.filled):
            said, _, rest = text.partition(":")
            names = _listed(rest if lexicon.normal(said) in vocabulary.words("groups", "title") else text)
            known = [name for name in names if vocabulary.rank(name) is not None]
            if len(names) > 1 and len(known) >= MOST * len(names):
                lists.append(names)
            elif len(line.filled) == 1 and vocabulary.rank(text) is not None:
                single.append(text)
    return max(lists, key=len, default=single)


def _widest_last(ranks: Sequence[int | None]) -> bool:
    """Buyers / Manager / City: clients come first and what holds them after."""
    return ranks[0] == 0 and 1 in ranks and -1 not in ranks or ranks[0] == -1 and 1 in ranks


def _values(report: Report, tree: Tree) -> list[tuple[Line, list[str]]]:
    """Each line of the table with the names of the groups it stands in, the widest first."""
    found, names = [], []
    for line, head, depth in watched(zip(report.lines, tree.heads, tree.depths, strict=True)):
        names = names[:depth]
        if head:
            names.append(_name_of(report, line))
        else:
            found.append((line, list(names)))
    return found


def _name_of(report: Report, line: Line) -> str:
    texts = report.texts(line)
    text = line.cells[texts[0]]
    if hierarchy.label_of(report, line) is None:
        return text
    return line.cells[texts[1]] if len(texts) == 2 else text.partition(":")[2].strip()


def _named(
    report: Report, tree: Tree, names: list[str], values: list[tuple[Line, list[str]]], place: int
) -> tuple[list[str], str]:
    """Names for each level of groups and for the column of the lines themselves."""
    height, leaf = tree.height, report.header[place]
    found: list[str | None] = [None] * height
    if names:
        leaf, above = names[-1], names[:-1][-height:]
        found[height - len(above) :] = above
    for depth in range(height):
        cells = [groups[depth] for _, groups in values if len(groups) > depth]
        found[depth] = (
            _label(report, tree, depth) or found[depth] or _of_place(report, tree, depth) or _of_kind(cells, report)
        )
    if not names and leaf in found:
        leaf = ""
    if not names and found[-1] is None and leaf and _names_the_groups(leaf, values, place):
        found[-1], leaf = leaf, ""
    leaf = leaf or _of_leaves(report, values, place)
    return _filled_up(found, leaf, report), leaf


def _label(report: Report, tree: Tree, depth: int) -> str | None:
    labels = {hierarchy.label_of(report, line) for line in tree.heads_at(report.lines, depth)}
    return labels.pop() if len(labels) == 1 else None


def _of_place(report: Report, tree: Tree, depth: int) -> str | None:
    """The heading over the names of this level, where the lines have nothing under it."""
    places = {report.texts(line)[0] for line in tree.heads_at(report.lines, depth)}
    if len(places) != 1:
        return None
    place = places.pop()
    empty = not any(line.cells[place] for line in tree.of_lines(report.lines, False))
    named_alone = report.parts.count(report.parts[place]) == 1
    return report.header[place] or None if empty and named_alone else None


def _of_kind(cells: list[str], report: Report) -> str | None:
    if cells and all(formats.is_date(cell) or periods.month_of(cell) for cell in cells):
        return vocabulary.own_name("columns", "month", report.header)
    if documents.are_documents(cells):
        return vocabulary.own_name("documents", "name", report.header)
    return None


def _names_the_groups(leaf: str, values: list[tuple[Line, list[str]]], place: int) -> bool:
    """Is the heading a client's while the lines under it are documents or things many groups share?"""
    if vocabulary.rank(leaf) != 0:
        return False
    seen: dict[str, set[str]] = {}
    for line, groups in values:
        if line.cells[place]:
            seen.setdefault(line.cells[place], set()).add(groups[-1] if groups else "")
    shared = sum(len(groups) > 1 for groups in seen.values())
    parts = sum(vocabulary.rank(name.split()[0]) == -1 for name in seen)
    return (
        documents.are_documents(list(seen)) or shared > SHARED * max(len(seen), 1) or parts >= MOST * max(len(seen), 1)
    )


def _of_leaves(report: Report, values: list[tuple[Line, list[str]]], place: int) -> str:
    cells = [line.cells[place] for line, _ in values if line.cells[place]]
    use = ("documents", "name") if documents.are_documents(cells) else ("groups", "line")
    return vocabulary.own_name(*use, report.header)


def _filled_up(found: list[str | None], leaf: str, report: Report) -> list[str]:
    """A level nothing names is the clients' when no other column is; else it is group 1, group 2."""
    names = [*found, leaf, *report.header]
    has_client = any(name and _is_client(name) for name in names)
    group = vocabulary.own_name("groups", "group", report.header)
    filled = [name or f"{group} {depth}" for depth, name in enumerate(found, 1)]
    unnamed = [depth for depth, name in enumerate(found) if name is None]
    if unnamed and not has_client:
        filled[unnamed[-1]] = vocabulary.own_name("groups", "clients", report.header)
    return filled


def _is_client(name: str) -> bool:
    rank = vocabulary.rank(name)
    return rank == 0 or (rank is None and lexicon.names_a_client(name))


def _widened(report: Report, tree: Tree, values, named: list[str], leaf: str, place: int) -> Report:
    height = len(named)
    out = [(line, "group_row") for line in tree.of_lines(report.lines, True)]
    parts = [(leaf,) if p == place else parts for p, parts in enumerate(report.parts)]
    groups = {line.row: tuple(names) + (None,) * (height - len(names)) for line, names in values}

    def wider(line: Line) -> Cells:
        return (*groups[line.row], *line.cells)

    total = None if report.totals is None else (*[None] * height, *report.totals)
    opened = replace(report.without(out), parts=(*((name,) for name in named), *parts), totals=total).each(wider)
    return opened.telling(tree.reason, n=len(out), columns=", ".join(named)).step("groups")


def _without_names(opened: Report, report: Report, tree: Tree) -> Report:
    """Without the columns only the groups' names stood in: they are columns of their own now."""
    height = opened.width - report.width
    names = {report.texts(line)[0] + height for line in tree.of_lines(report.lines, True)}
    return opened.only([p for p in range(opened.width) if p not in names or opened.column(p)])


def _headed_below(report: Report) -> Report | None:
    """A report whose groups are named under their lines: the same read from the end, believed by figures only."""
    reverse = replace(report, lines=report.lines[::-1])
    tree = hierarchy.found(reverse, 0)
    heads = tree.of_lines(reverse.lines, True) if tree else []
    if not any(map(report.values, heads)):
        return None
    out = [(line, "total_row") for line in heads]
    return report.without(out).telling("subtotals_below", n=len(out)).step("groups")
