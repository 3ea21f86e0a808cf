"""Join the parts of a reference so that punctuation never collides."""

import re
from collections.abc import Iterable

from citeman.cite.rich import CLOSE, MARKS, OPEN

# What two marks of punctuation become where they meet, as the CSL specification and citeproc-js
# have it; a pair that is not listed stands side by side.
_MEETING = {
    "!.": "!", "!:": "!", "?.": "?", "?:": "?", ":.": ":", ";:": ";", ";.": ";",
    "..": ".", ",,": ",", ";;": ";", "::": ":",
}  # fmt: skip
_END = re.compile(f"([.,;:!?])([{MARKS}”’]*)$")
_QUOTED = re.compile(f"(?:“[^“”]*|‘[^‘’]*)(?=[”’][{MARKS}]*$)")


def join(parts: Iterable[str], delimiter: str) -> str:
    """Join the parts that are not empty.

    >>> join(["What is life?", "", "Nature"], ". ")
    'What is life? Nature'
    """
    joined = ""
    for part in parts:
        if part:
            joined = meet(meet(joined, delimiter), part) if joined else part
    return joined


def meet(left: str, right: str) -> str:
    """Put two texts side by side; where two marks of punctuation meet, one may give way.

    A mark within closing quotes counts as the last one, and American print puts it there.

    >>> meet("Ann Intern Med.", ". 2003"), meet("“Why?”", "."), meet("“Gut”", ". ")
    ('Ann Intern Med. 2003', '“Why?”', '“Gut.” ')
    """
    found = _END.search(left)
    if found and right:
        both = _MEETING.get(found[1] + right[0])
        return (
            left + right if both is None else left[: found.start()] + both + found[2] + right[1:]
        )
    quoted = _QUOTED.search(left) if right[:1] in (".", ",") else None
    if quoted:
        return left[: quoted.end()] + right[0] + left[quoted.end() :] + right[1:]
    return left + right


def wrap(text: str, before: str, after: str) -> str:
    """Put a text between two others, unless it is empty.

    >>> wrap("Internet", "[", "]"), wrap("", "[", "]")
    ('[Internet]', '')
    """
    return meet(before + text, after) if text else ""


_OPENING = "([{“‘—–/" + "".join(OPEN.values())
_STRAIGHT = re.compile("[\"']")


def curl(text: str) -> str:
    """Set straight quotes and apostrophes as print does.

    >>> curl("Parkinson's \\"gut\\" theory")
    'Parkinson’s “gut” theory'
    """

    def curled(found: re.Match[str]) -> str:
        before = text[: found.start()].rstrip(MARKS)[-1:]
        after = text[found.end() :].lstrip(MARKS)[:1]
        opens = (not before or before.isspace() or before in _OPENING) and not after.isspace()
        if found[0] == '"':
            return "“" if opens else "”"
        if opens and "'" in text[found.end() + 1 :]:
            return "‘"
        return "’"

    return _STRAIGHT.sub(curled, text)


def capital(text: str) -> str:
    """Make the first letter a capital.

    >>> capital("technical report")
    'Technical report'
    """
    start = len(text) - len(text.lstrip(MARKS))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


# citeproc-js keeps these in lower case; source: CSL.SKIP_WORDS, and the CSL specification,
# "Title Case Conversion", https://docs.citationstyles.org/en/stable/specification.html.
SMALL = frozenset(
    """about above across afore after against al along alongside amid amidst among amongst anenst
    apropos apud around as aside astride at athwart atop barring before behind below beneath beside
    besides between beyond but by circa despite down during et except for forenenst from given in
    inside into lest like modulo near next notwithstanding of off on onto or out over per plus pro
    qua sans since so than through throughout thruout till to toward towards under underneath until
    unto up upon versus vs. v. vs v via vis-à-vis with within without yet and nor a an the de d'
    von van c ca""".split()  # noqa: SIM905
)
"""Words that titles in title case do not capitalize, unless they begin or end them."""

_WORD = re.compile(rf"[^\s\-–—/:()\[\]{MARKS}]+")
_ALONE = re.compile(r"\w(?:['’]|$)")
"""A letter by itself, or before an apostrophe: "e" and "l’eau" are not English."""
_NO_CASE = re.compile(f"{OPEN['nocase']}.*?{CLOSE['nocase']}")


def title_case(text: str) -> str:
    """Capitalize the words of an English title that are all in lower case.

    >>> title_case("A review of the gut-brain axis: from mice to men")
    'A Review of the Gut-Brain Axis: From Mice to Men'
    """
    kept = [found.span() for found in _NO_CASE.finditer(text)]
    words = list(_WORD.finditer(text))
    last = words[-1].start() if words else 0

    def cased(found: re.Match[str]) -> str:
        word, before = found[0], text[: found.start()].rstrip(MARKS)
        bare = word.strip(",.;?!()[]“”‘’\"'")
        first = not before.strip() or re.search(r"[:?!—]\s*$", before) is not None
        small = bare in SMALL or word in SMALL or _ALONE.match(bare) is not None
        small &= text[found.end() : found.end() + 1] != "-" or bare in SMALL
        if not bare.islower() or any(a <= found.start() < b for a, b in kept):
            return word
        if small and not first and found.start() != last:
            return word
        at = word.index(bare[0]) if bare else 0
        return word[:at] + capital(word[at:])

    return _WORD.sub(cased, text)
