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


def _apart(name: Name) -> Name:
    """Set initials apart: "KL" -> "K. L."; a family name all in capitals says nothing of them.

    >>> _apart(Name("Noble", "KL")).given, _apart(Name("WANG", "LI")).given
    ('K. L.', 'LI')
    """
    given = name.given
    if not _TOGETHER.fullmatch(given) or not given.isupper() or not _speaks(name):
        return name
    return replace(name, given=" ".join(f"{letter}." for letter in given.replace("-", "")))


def _speaks(name: Name) -> bool:
    return not name.family.isupper() or len(name.family) < 2
