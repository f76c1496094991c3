"""The document as one HTML file: styles, letters and pictures inside, nothing fetched, nothing that runs."""

from __future__ import annotations

from html import escape
from pathlib import Path

from analytics.report_pages import drawing
from analytics.report_pages.gathering import Document
from analytics.report_pages.markdown import Run, blocks
from analytics.report_pages.telling import Chapter, Figures, Part, Picture, Table, Told
from analytics.words import Words

HERE = Path(__file__).parent
LONG_WORD, SHORT_TEXT = 24, 13
WEIGHTS = {400: "Regular", 600: "Semibold"}
# a browser that is told so runs and fetches nothing whatever the text
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def written(document: Document, words: Words) -> bytes:
    body = [_cover(document, words), *(_chapter(c, i, words) for i, c in enumerate(document.chapters, 1))]
    page = f"""<!DOCTYPE html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>{_style()}</style>
</head>
<body>
<main>
{"".join(body)}
</main>
</body>
</html>
"""
    return page.encode()


def _style() -> str:
    faces = (
        f'@font-face{{font-family:"{drawing.LETTERS}";font-weight:{weight};'
        f"src:url(data:font/ttf;base64,{drawing.letters_in_place(name)})}}"
        for weight, name in WEIGHTS.items()
    )
    return "".join(faces) + (HERE / "report.css").read_text("utf-8")


def _cover(document: Document, words: Words) -> str:
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in document.lines)
    entries = "".join(
        f'<li><a href="#{c.room}"><b>{escape(c.title)}</b> {escape(c.question)}</a></li>' for c in document.chapters
    )
    contents = f"<nav><h2>{escape(words('report_pages.contents'))}</h2><ol>{entries}</ol></nav>" if entries else ""
    return (
        f'<header class="cover"><p class="product">{escape(words("frame.product"))}</p>'
        f"<h1>{escape(document.title)}</h1><dl>{lines}</dl>{_figures(document.figures)}"
        f"{_changed(document, words)}{_left_out(document, words)}{contents}</header>"
    )


def _changed(document: Document, words: Words) -> str:
    title = f"<h2>{escape(words('report_pages.changed'))}</h2>"
    if not document.settings:
        return f"{title}<p>{escape(words('report_pages.textbook'))}</p>"
    return title + _settings(document.settings, words)


def _left_out(document: Document, words: Words) -> str:
    if not document.left_out:
        return ""
    its = "".join(f"<li><b>{escape(each.title)}.</b> {_inline(each.why)}</li>" for each in document.left_out)
    return f"<h2>{escape(words('report_pages.left_out'))}</h2><ul>{its}</ul>"


def _chapter(chapter: Chapter, number: int, words: Words) -> str:
    parts = "".join(_part(part, f"{chapter.room}-{i}-", words) for i, part in enumerate(chapter.content))
    settings = _settings(chapter.settings, words) if chapter.settings else ""
    return (
        f'<section class="chapter" id="{chapter.room}"><p class="room">{number}. {escape(chapter.title)}</p>'
        f"<h2>{escape(chapter.question)}</h2>{_blocks(chapter.definition, 'definition')}"
        f"{_blocks(chapter.headline, 'headline')}{parts}"
        f"<aside><h3>{escape(words('frame.how_counted'))}</h3>{_blocks(chapter.how)}{settings}"
        f"{_blocks(chapter.source, 'source')}</aside></section>\n"
    )


def _part(part: Part, ids: str, words: Words) -> str:
    if isinstance(part, Told):
        return _blocks(part.text)
    if isinstance(part, Figures):
        return _figures(part)
    return _picture(part, ids) if isinstance(part, Picture) else _table(part, words)


def _picture(picture: Picture, ids: str) -> str:
    """The drawing is one image with its words: what of it cannot be seen is in the table below."""
    title = f"<h3>{escape(picture.title)}</h3>" if picture.title else ""
    caption = f"<figcaption>{_inline(picture.caption)}</figcaption>" if picture.caption else ""
    drawn = drawing.with_own_ids(picture.svg, ids)
    return f'<figure>{title}<div class="drawn" role="img" aria-label="{escape(picture.alt)}">{drawn}</div>{caption}</figure>'


def _figures(figures: Figures) -> str:
    told = "".join(f"<div><span>{escape(name)}</span><b>{escape(value)}</b></div>" for name, value in figures.told)
    return f'<div class="figures" style="--n:{figures.columns}">{told}</div>'


def _table(table: Table, words: Words) -> str:
    sides = [' class="n"' if right else "" for right in table.right]
    heads = "".join(f'<th scope="col"{side}>{escape(head)}</th>' for head, side in zip(table.heads, sides, strict=True))
    rows = "".join(f"<tr>{''.join(map(_cell, row, table.right))}</tr>" for row in table.rows)
    title = f"<h3>{escape(table.title)}</h3>" if table.title else ""
    more = f'<p class="more">{escape(words("report_pages.more", n=table.more))}</p>' if table.more else ""
    return f'{title}<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{more}'


def _cell(text: str, right: bool) -> str:
    """A word too long for any column may be broken anywhere; a short text, such as a date, stays on its line."""
    side = "n" if right else "long" if max(map(len, text.split()), default=0) > LONG_WORD else ""
    side = side or ("short" if len(text) <= SHORT_TEXT else "")
    return f'<td class="{side}">{escape(text)}</td>' if side else f"<td>{escape(text)}</td>"


def _settings(settings: tuple[tuple[str, str, str], ...], words: Words) -> str:
    heads = tuple(words(f"columns.{name}") for name in ("threshold", "now", "textbook"))
    return _table(Table(heads, settings, (False,) * 3), words).replace("<table>", '<table class="settings">', 1)


def _blocks(text: str, kind: str = "") -> str:
    """Markdown of ours → paragraphs and lists."""
    told, items, look = [], [], f' class="{kind}"' if kind else ""
    for block in blocks(text):
        line = "".join(map(_run, block.runs))
        if block.is_item:
            items.append(f"<li>{line}</li>")
            continue
        if items:
            told.append(f"<ul>{''.join(items)}</ul>")
            items = []
        told.append(f"<p{look}>{line}</p>")
    return "".join([*told, f"<ul>{''.join(items)}</ul>" if items else ""])


def _inline(text: str) -> str:
    return " ".join("".join(map(_run, block.runs)) for block in blocks(text))


def _run(run: Run) -> str:
    told = escape(run.text)
    told = f"<em>{told}</em>" if run.italic else told
    return f"<b>{told}</b>" if run.bold else told
