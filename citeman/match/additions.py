"""What databases add to a title: markup, entities, a language, a kind of work in brackets."""

import re
from html import unescape

_TAG = re.compile(r"</?[A-Za-z]{1,4}(?:\s[^<>]*)?/?>")
_ADDED = re.compile(
    r"""\s*(?:
        \[(?:[^\[\]]*\b(?:refs?|review|comments?|erratum|summary|retraction|republish\w*|article)\b
          [^\[\]]*|(?:in\ )?[A-Z][a-z]+(?:[;,/\ ]+[A-Z][a-z]+)*)\]
      | \((?:reprint(?:ed)?\b[^)]*|in\ [A-Z][a-z]+|review|abstract)\)?
      )[\s.]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands behind: "[Chinese]", "[Review] [33 refs]", "(Reprinted from ...)"."""
_RETRACTED = re.compile(
    r"\W*(?:retracted|withdrawn)(?:\ article|\ paper)?\W*[:.\]]\s*", re.IGNORECASE
)
"""What publishers put before the title of a work that is retracted; no notice, the work itself."""
_CLOSING = (")", "]", ").", "].")


def without_additions(title: str) -> str:
    """Give a title as its authors wrote it.

    >>> without_additions("Effects of <i>batroxobin</i> &amp; more. [Review] [33 refs].")
    'Effects of batroxobin & more.'
    >>> without_additions("RETRACTED ARTICLE: Effects of batroxobin")
    'Effects of batroxobin'
    """
    if "<" in title:
        title = _TAG.sub("", title)
    if "&" in title:
        title = unescape(title)
    while title.endswith(_CLOSING) and (found := _ADDED.search(title)) and found.start():
        title = title[: found.start()]
    return title[found.end() :] if (found := _RETRACTED.match(title)) else title


def says_retracted(title: str) -> bool:
    """Tell whether a title begins by saying that the work is retracted."""
    return bool(_RETRACTED.match(title))
