"""Text with italics and the like: a plain string in which single characters open and close them.

CSL fields carry a little HTML (``<i>E. coli</i>``), and so do formatted references. Here such a
tag is one private-use character, so that strings can be joined, cut and searched as they are read.
"""

import html
import re
from html.parser import HTMLParser

STYLES = ("i", "b", "sup", "sub", "sc", "nocase", "roman")
"""What a stretch of text can be; `nocase` only keeps a style from changing its capitals, and
`roman` is what italics within italics become."""

_FIRST = 0xE000
OPEN = {style: chr(_FIRST + 2 * i) for i, style in enumerate(STYLES)}
CLOSE = {style: chr(_FIRST + 2 * i + 1) for i, style in enumerate(STYLES)}
MARKS = "".join([*OPEN.values(), *CLOSE.values()])
"""Every character that stands for a tag."""

_MARK = re.compile(f"[{MARKS}]")
_OWN = {
    "sc": ('<span style="font-variant: small-caps;">', "</span>"),
    "nocase": ('<span class="nocase">', "</span>"),
    "roman": ('<span style="font-style: normal;">', "</span>"),
}
_TAGS = {style: _OWN.get(style, (f"<{style}>", f"</{style}>")) for style in STYLES}
_TO_HTML = {ord(OPEN[s]): _TAGS[s][0] for s in STYLES} | {
    ord(CLOSE[s]): _TAGS[s][1] for s in STYLES
}
_DRAWN = {style: tags for style, tags in _TAGS.items() if style != "nocase"}
_ENDS = {"i": "*", "b": "**", "sup": "^", "sub": "~"}
_TO_MARKDOWN = {
    ord(mark): _ENDS.get(style, "") for marks in (OPEN, CLOSE) for style, mark in marks.items()
}
_SPECIAL = re.compile(r"[\\`*_\[\]<>^~$]|^[#+>-]|&(?=#?\w+;)")
_FIELD_TAG = re.compile(
    r"<(?P<tag>i|b|sup|sub|sc)>(?=.*</(?P=tag)>)|</(?P<end>i|b|sup|sub|sc)>"
    r'|<span (?:class="(?P<nocase>nocase)"|style="font-variant:\s*(?P<sc>small-caps);?")>'
    r"|(?P<span></span>)"
)


def read_markup(text: str) -> str:
    """Read a CSL field: its tags become marks, what is no tag of CSL's stays as it is.

    >>> plain(read_markup("<i>E. coli</i> at p<0.05"))
    'E. coli at p<0.05'
    """
    opened: list[str] = []

    def mark(found: re.Match[str]) -> str:
        style = found["tag"] or found["nocase"] or (found["sc"] and "sc")
        if style:
            opened.append(style)
            return OPEN[style]
        wanted = ("nocase", "sc") if found["span"] else (found["end"],)
        if opened and opened[-1] in wanted:
            return CLOSE[opened.pop()]
        return found[0]

    marked = _FIELD_TAG.sub(mark, _MARK.sub("", text))
    return marked + "".join(CLOSE[style] for style in reversed(opened))


def styled(text: str, style: str) -> str:
    """Give a text one of `STYLES`; no text stays no text."""
    return f"{OPEN[style]}{text}{CLOSE[style]}" if text else ""


def plain(rich: str) -> str:
    """Write a rich text without its styles."""
    return _MARK.sub("", rich)


_RAISED = re.compile("|".join(f"{OPEN[style]}[^{CLOSE[style]}]*" for style in ("sup", "sub")))
_NOTHING = re.compile(f"{OPEN['i']}(?P<blank>\\s*){CLOSE['i']}")
_BEFORE = re.compile(f"(?P<mark>{OPEN['i']})(?P<blank>\\s+)")
_AFTER = re.compile(f"(?P<blank>\\s+)(?P<mark>{CLOSE['i']})")
"""Blanks at an end of italics, where Markdown would not see them as italics."""


def to_html(rich: str) -> str:
    """Write a rich text as HTML.

    >>> to_html(styled("Q & A", "i"))
    '<i>Q &amp; A</i>'
    """
    drop = {ord(OPEN["nocase"]): None, ord(CLOSE["nocase"]): None}
    turned = _turned(rich.translate(drop), OPEN["roman"], CLOSE["roman"])
    return html.escape(turned, quote=False).translate(_TO_HTML)


def to_markdown(rich: str) -> str:
    r"""Write a rich text as Markdown.

    >>> to_markdown(styled("Gut", "i") + " 2*3")
    '*Gut* 2\\*3'
    """
    turned = _turned(rich, CLOSE["i"], OPEN["i"])
    turned = _NOTHING.sub(r"\g<blank>", turned)
    turned = _BEFORE.sub(r"\g<blank>\g<mark>", _AFTER.sub(r"\g<mark>\g<blank>", turned))
    escaped = _SPECIAL.sub(r"\\\g<0>", turned)
    return _RAISED.sub(lambda found: found[0].replace(" ", r"\ "), escaped).translate(_TO_MARKDOWN)


def _turned(rich: str, opened: str, closed: str) -> str:
    """Turn italics within italics into what `opened` and `closed` say."""
    depth = 0

    def turn(found: re.Match[str]) -> str:
        nonlocal depth
        opens = found[0] == OPEN["i"]
        depth += opens
        inner = depth % 2 == 0
        depth -= not opens
        return (opened if opens else closed) if inner else found[0]

    return re.sub(f"[{OPEN['i']}{CLOSE['i']}]", turn, rich)


_HTML_TAGS = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}


class _Reader(HTMLParser):
    """Collects the text of an HTML fragment, with marks for the styles we know."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        small = any("small-caps" in (value or "") for _, value in attrs)
        style = _HTML_TAGS.get(tag, "sc" if tag == "span" and small else "")
        self.open.append((tag, style))
        self.parts.append(OPEN.get(style, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, style = self.open.pop()
            self.parts.append(CLOSE.get(style, ""))
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        self.parts.append(_MARK.sub("", data))


def read_html(fragment: str) -> str:
    """Read the HTML of a formatted reference, on one line; tags that style nothing are dropped.

    >>> to_html(read_html("A <em>B</em>  <a href='x'>C</a>"))
    'A <i>B</i> C'
    """
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    return re.sub(r"[^\S\xa0\u202f]+", " ", "".join(reader.parts)).strip(" ")
