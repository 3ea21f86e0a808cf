"""Make CSL items that citation processors print rightly."""

import re

from citeman.model import NAME_FIELDS, Name, Reference, replace

_TOGETHER = re.compile(r"[^\W\d_a-z]{2,4}(?:-[^\W\d_a-z])?")


def prepare(reference: Reference, *, identifiers: bool | None = None) -> Reference:
    """Prepare a reference for printing; without `identifiers` it loses PMID and PMCID.

    Initials that stand together are set apart, as MEDLINE's "KL" is one name to every processor,
    which would print "K".
    """
    names = {field: tuple(map(_apart, getattr(reference, field))) for field in NAME_FIELDS}
    shown = {} if identifiers is not False else {"PMID": "", "PMCID": ""}
    return replace(reference, **names, **shown)


_INITIALS = re.compile(
    r"""(?<![^\s.-])(?P<letter>[^\W\d_])(?=[\s-]|$)      # Daniel S
    |(?<=[^\W\d_]\.)(?=[^\W\d_](?:\.|\w*$))            # S.B., J.Robert
    """,
    re.VERBOSE,
)


def _apart(name: Name) -> Name:
    """Set initials apart: "KL" -> "K. L."; a family name all in capitals says nothing of them.

    >>> given = ("KL", "S.B.", "Daniel S", "L-O", "C.-H.")
    >>> [_apart(Name("Noble", each)).given for each in given]
    ['K. L.', 'S. B.', 'Daniel S.', 'L.-O.', 'C.-H.']
    >>> _apart(Name("WANG", "LI")).given
    'LI'
    """
    given = name.given
    if not name.family or not given:
        return name
    if _TOGETHER.fullmatch(given) and given.isupper() and _speaks(name):
        return replace(name, given=" ".join(f"{letter}." for letter in given.replace("-", "")))
    return replace(name, given=_INITIALS.sub(_initial, given))


def _initial(found: re.Match[str]) -> str:
    letter = found["letter"]
    if letter is None:
        return " "
    return f"{letter}." if letter.isupper() else letter


def _speaks(name: Name) -> bool:
    return not name.family.isupper() or len(name.family) < 2
