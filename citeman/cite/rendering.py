"""Bibliographies as text, Markdown, HTML and JSON."""

import html
import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from citeman.cite.rich import plain, to_html, to_markdown

INDENT = "    "


class Entry(NamedTuple):
    """One formatted reference: its key, its rich text with its number, and an annotation."""

    key: str
    rich: str
    annotation: str = ""


def render(lines: Sequence[Entry | str], shape: str) -> str:
    """Write references, or in-text citations, as "text", "markdown", "html" or "json".

    >>> render([Entry("a", "1. Noble S. IL-2.", "A review.")], "text")
    '1. Noble S. IL-2.\\n    A review.\\n'
    """
    return SHAPES[shape]([Entry("", line) if isinstance(line, str) else line for line in lines])


def _texts(entries: Sequence[Entry]) -> list[str]:
    return [
        "\n".join([plain(entry.rich), *(f"{INDENT}{each}" for each in _paragraphs(entry))])
        for entry in entries
    ]


def _text(entries: Sequence[Entry]) -> str:
    apart = "\n\n" if any(entry.annotation for entry in entries) else "\n"
    return apart.join(_texts(entries)) + "\n" if entries else ""


def _json(entries: Sequence[Entry]) -> str:
    return json.dumps(_texts(entries), ensure_ascii=False, indent=2) + "\n"


def _markdown(entries: Sequence[Entry]) -> str:
    """A paragraph for each reference; its annotation stands indented, in the same list item."""
    parts = [
        "\n\n".join([to_markdown(e.rich), *(f"{INDENT}{to_markdown(p)}" for p in _paragraphs(e))])
        for e in entries
    ]
    return "\n\n".join(parts) + "\n" if parts else ""


def _html(entries: Sequence[Entry]) -> str:
    """The class names are those of citeproc-js."""
    lines = ['<div class="csl-bib-body">']
    for entry in entries:
        name = f' id="ref-{html.escape(entry.key, quote=True)}"' if entry.key else ""
        lines.append(f'  <div class="csl-entry"{name}>{to_html(entry.rich)}</div>')
        lines += [
            f'  <div class="annotation">{_escaped(each)}</div>' for each in _paragraphs(entry)
        ]
    return "\n".join([*lines, "</div>"]) + "\n"


def word_page(lines: Sequence[Entry | str]) -> str:
    """Write the HTML that becomes a Word document with the paragraph style "Bibliography"."""
    parts = []
    for entry in (Entry("", line) if isinstance(line, str) else line for line in lines):
        parts.append(f'<div data-custom-style="Bibliography"><p>{to_html(entry.rich)}</p></div>')
        parts += [f"<blockquote><p>{_escaped(p)}</p></blockquote>" for p in _paragraphs(entry)]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _paragraphs(entry: Entry) -> list[str]:
    parts = (" ".join(part.split()) for part in entry.annotation.split("\n\n"))
    return [part for part in parts if part]


SHAPES: dict[str, Callable[[Sequence[Entry]], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
}
"""What a bibliography can be written as."""
