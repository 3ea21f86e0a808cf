"""Where the list of people or groups at the front of a string ends."""

import re

_CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽŃŅŇŐŒŘŚŞŠŤŪŮŰŲŹŻŽ"
_PART = (
    r"(?:(?:van|von|vom|der|den|de|del|della|degli|di|da|dos|das|do|du|la|le|les|ter|ten|tot|el|al|"
    r"ul|zu|zur|zum|af|av|bin|ibn|ben|abu|st|y|e|i|und)[\s-]+|(?:[dlDLmM]|[aA]l|[eE]l|[O])['’-])"
)
_LETTER = r"[\w\u0300-\u036f'’]"
_WORD = (
    rf"{_PART}*(?:[a-z]{{1,3}}['’]?)?[{_CAP}](?:(?:{_LETTER}|[‐‑-])*{_LETTER})?"
    rf"(?:\.(?=\s[{_CAP}][a-z]))?"
)
_FAMILY = rf"{_WORD}(?:\s{_WORD}){{0,3}}?"
_DOTTED = rf"[{_CAP}][a-z]?\.(?:\s?[-‐]?\s?[{_CAP}][a-z]?\.){{0,4}}"
_INITIALS = (
    rf"(?:{_DOTTED}|[{_CAP}]{{1,6}}(?:[-‐][{_CAP}a-z]){{0,2}}(?![\w.'’-][{_CAP}]?\w)(?!\w)"
    rf"|[{_CAP}](?:\s[{_CAP}]){{1,3}}(?!\w))"
)
_SUFFIX = r"(?:,?\s?(?:Jr|Sr|II|III|IV|[2-6](?:nd|rd|th)|PhD|MD)\b\.?)?"
_NAME = rf"[{_CAP}](?=[\w'’-]*[a-zß-öø-ÿ])[\w'’-]+"
_GIVEN = rf"{_NAME}(?:[\s-]{_NAME})*(?:\s?[{_CAP}]\.)*"
_SURNAME_FIRST = rf"{_FAMILY},?\s{_INITIALS}{_SUFFIX}"
_INITIALS_FIRST = rf"{_DOTTED}\s?{_FAMILY}{_SUFFIX}"
_INVERTED = rf"{_WORD}(?<![\s{_CAP}][{_CAP}])(?:\s{_NAME})?,\s{_GIVEN}{_SUFFIX}"
_FULL = rf"{_GIVEN}(?:\s{_PART}*[{_CAP}][\w'’-]+)+"
_JOIN = r"(?:\s*:?[,;/]\s*(?:(?:and|&|und|et|y|e)\s+)?|\s+(?:and|&|und|et|y|e)\s+)"
_ET_AL = (
    r"(?:[,;]?\s*(?:\.\.\.|…)?\s*(?:and\s+)?"
    r"(?:et\s+al\b\.?|others\b|u\.\s?a\.|et\s+coll?\b\.?|y\s+cols?\b\.?))"
)
_ELLIPSIS = r"(?:[,;]?\s*(?:\.\s?\.\s?\.|…)\s*&?\s*)"

_GROUP = re.compile(
    r"\b(?:group|groupe|gruppe|grupo|gruppo|groups|investigators?|committee|consortium|network|"
    r"collaborat\w+|trialists|society|association|academy|organi[sz]ation|institutes?|college|"
    r"council|commission|department|ministry|agency|foundation|federation|centers?|centres?|"
    r"task force|panel|board|university|team|study|program(?:me)?|working party|"
    r"administration|union|service|services|office|initiative|alliance|registry)\b",
    re.IGNORECASE,
)
"""Words that name a group of people."""
_LISTS = tuple(
    re.compile(
        rf"{first}(?:(?:{_JOIN}|{_ELLIPSIS})(?:{rest}))*{_ET_AL}?",
    )
    for first, rest in (
        (_SURNAME_FIRST, _SURNAME_FIRST),
        (_INITIALS_FIRST, _INITIALS_FIRST),
        (_INVERTED, rf"(?:{_INVERTED}|{_FULL})"),
    )
)
_GROUP_AFTER = re.compile(
    r"\s*[;,.]?\s*(?P<for>(?:and|for|on behalf of)\s+)?(?:the\s+)?(?P<group>[^.;]{3,160})"
)
_SENTENCE = re.compile(r"(?P<words>[^.?!\[]{3,200})\.\s|(?P<short>[^.?!:\[]{3,200}):\s")
_GROUP_BEFORE = re.compile(r"(?P<words>[^.;,:]{3,120})(?:;|:?,|:)\s+")
_SMALL = frozenset(
    "a|an|and|at|de|der|des|du|e|et|for|für|in|la|le|les|of|on|the|to|und|with|y".split("|")  # noqa: SIM905
)
_CLOSING = re.compile(r"\s*[.:,;]|\s*[(\[]|\s+[“\"‘']|$")


def names_group(text: str) -> bool:
    """Tell whether words name a group: one of its nouns, and capitals but for small words.

    >>> names_group("Diabetes Prevention Program Research Group"), names_group("A study of us")
    (True, False)
    """
    named = _GROUP.search(text, text.find(":") + 1)
    if not named or (":" in text and named.end() < len(text)) or len(text) > 200:
        return False
    found = re.findall(r"[^\W\d_][\w'’-]*", text)
    small = [w for w in found if w[0].islower() and w[1:2] not in ("'", "’")]
    linking = (word for word in small if not _GROUP.fullmatch(word))
    return len(found) > 1 and all(word in _SMALL for word in linking) and not text[0].islower()


def authors_end(text: str, start: int = 0) -> int:
    """Where the name list that begins at `start` ends, "et al." and groups included; or `start`.

    The full stop that closes the list stays outside, that of an initial or "al." inside.

    >>> text = "Tavel J; STALWART Study Group. Long-term effects of IL-2."
    >>> text[: authors_end(text)]
    'Tavel J; STALWART Study Group'
    """
    end = people_end(text, start)
    return with_groups(text, end) if end > start else _groups_end(text, start)


def people_end(text: str, start: int = 0) -> int:
    """Where the list of persons that begins at `start` ends; or `start`."""
    return max(_list_end(pattern, text, start) for pattern in _LISTS)


def _list_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    if not found or not (_CLOSING.match(text, found.end()) or text[found.end() - 1] == "."):
        return start
    closed = pattern is _LISTS[0] and _CLOSED_BY_STOP.search(text[start : found.end()])
    return found.end() - 1 if closed else found.end()


_CLOSED_BY_STOP = re.compile(rf"(?<![.,{_CAP}])\s[{_CAP}]\.$")
"""``Uguz F.``: after a family name without a comma, the stop closes the list."""


def with_groups(text: str, end: int) -> int:
    """Extend a list of people over the groups that follow it after ";", "," or "for the"."""
    while found := _GROUP_AFTER.match(text, end):
        marked = text[end : end + 1] in (";", ",") or found["for"]
        if not marked or not names_group(found["group"].strip()):
            break
        end = found.end("group")
    return end


def _groups_end(text: str, start: int) -> int:
    """The end of groups at the front: "A Study Group; B Committee." or "A Force; Smith AB."."""
    if found := _SENTENCE.match(text, start):
        groups = re.split(r"\s*;\s*", found["words"] or found["short"])
        if all(map(names_group, groups)):
            return found.end(found.lastgroup or 0)
    if (before := _GROUP_BEFORE.match(text, start)) and names_group(before["words"]):
        end = _list_end(_LISTS[0], text, before.end())
        return with_groups(text, end) if end > before.end() else start
    return start
