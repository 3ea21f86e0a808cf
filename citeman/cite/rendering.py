"""Bibliographies as text, Markdown and HTML."""

import html
from collections.abc import Sequence
from typing import NamedTuple

from citeman.cite.rich import plain, to_html, to_markdown

INDENT = "    "
_NUMBER = r"^(\d+)\. "


class Entry(NamedTuple):
    """One formatted reference: its key, its rich text with its number, and an annotation."""

    key: str
    rich: str
    annotation: str = ""


def text_lines(entries: Sequence[Entry]) -> list[str]:
    """Give each reference as plain text on one line, its annotation indented below.

    >>> text_lines([Entry("a", "1. Noble S. IL-2.", "A review.")])
    ['1. Noble S. IL-2.\\n    A review.']
    """
    return [plain(entry.rich) + "".join(f"\n{INDENT}{p}" for p in _paragraphs(entry)) for entry in entries]


def to_text(entries: Sequence[Entry]) -> str:
    """Write a list as plain text, one reference a line; annotated ones a blank line apart."""
    lines = text_lines(entries)
    apart = "\n\n" if any(entry.annotation for entry in entries) else "\n"
    return apart.join(lines) + "\n" if lines else ""


def markdown(entries: Sequence[Entry]) -> str:
    """Write a list as Markdown, a paragraph for each reference and its annotation quoted below."""
    parts = []
    for entry in entries:
        parts.append(to_markdown(entry.rich))
        parts += [f"{INDENT}{to_markdown(p)}" for p in _paragraphs(entry)]
    return "\n\n".join(parts) + "\n" if parts else ""


def html_page(entries: Sequence[Entry]) -> str:
    """Write a list as the body of an HTML page, with the class names that citeproc-js uses."""
    lines = ['<div class="csl-bib-body">']
    for entry in entries:
        key = html.escape(entry.key, quote=True)
        lines.append(f'  <div class="csl-entry" id="ref-{key}">{to_html(entry.rich)}</div>')
        lines += [f'  <div class="annotation">{html.escape(p, quote=False)}</div>' for p in _paragraphs(entry)]
    return "\n".join([*lines, "</div>"]) + "\n"


def _paragraphs(entry: Entry) -> list[str]:
    return [" ".join(p.split()) for p in entry.annotation.split("\n\n") if p.strip()]
