"""The document as PDF, set by Typst: all that is told comes in as data (one JSON), so no text of a base is ever markup."""

from __future__ import annotations

import json
from pathlib import Path

from analytics.report_pages import drawing
from analytics.report_pages.gathering import Document
from analytics.report_pages.markdown import blocks
from analytics.report_pages.telling import Chapter, Figures, Part, Picture, Table, Told
from analytics.words import Words

TEMPLATE = Path(__file__).parent / "report.typ"
SAID = ("contents", "changed", "textbook", "left_out")


def written(document: Document, words: Words) -> bytes:
    # loaded only here: it is large, and most visits set no page
    import typst

    told = json.dumps(_document(document, words), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=True, font_paths=[str(drawing.font_folder())])
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs={"told": told})
    return compiler.compile(format="pdf")


def _document(document: Document, words: Words) -> dict:
    told = {name: words(f"report_pages.{name}") for name in SAID}
    told |= {"lang": words.language, "product": words("frame.product"), "title": document.title}
    told |= {"letters": drawing.LETTERS, "how": words("frame.how_counted"), "lines": document.lines}
    told |= {
        "figures": {"told": document.figures.told, "columns": document.figures.columns},
        "settings": _settings(document.settings, words),
    }
    told["missing"] = [{"title": each.title, "why": _blocks(each.why)} for each in document.left_out]
    return told | {"chapters": [_chapter(chapter, words) for chapter in document.chapters]}


def _chapter(chapter: Chapter, words: Words) -> dict:
    told = {"title": chapter.title, "question": chapter.question}
    told |= {name: _blocks(getattr(chapter, name)) for name in ("definition", "headline", "how", "source")}
    told["content"] = [_part(part, words) for part in chapter.content]
    return told | {"settings": _settings(chapter.settings, words)}


def _part(part: Part, words: Words) -> dict:
    if isinstance(part, Told):
        return {"kind": "told", "blocks": _blocks(part.text)}
    if isinstance(part, Figures):
        return {"kind": "figures", "told": part.told, "columns": part.columns}
    if isinstance(part, Picture):
        told = {"kind": "picture", "svg": drawing.with_signs(part.svg), "alt": part.alt, "title": part.title}
        return told | {"caption": _blocks(part.caption)}
    return _table(part, words)


def _table(table: Table, words: Words) -> dict:
    told = {"kind": "table", "heads": table.heads, "rows": table.rows, "right": table.right, "title": table.title}
    return told | {"more": words("report_pages.more", n=table.more) if table.more else ""}


def _settings(settings: tuple[tuple[str, str, str], ...], words: Words) -> dict | None:
    heads = tuple(words(f"columns.{name}") for name in ("threshold", "now", "textbook"))
    return _table(Table(heads, settings, (False,) * 3), words) if settings else None


def _blocks(text: str) -> list[dict]:
    return [
        {"item": block.is_item, "runs": [{"text": run.text, "bold": run.bold} for run in block.runs]}
        for block in blocks(text)
    ]
