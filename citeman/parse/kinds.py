"""What kind of work a reference speaks of, as a CSL type."""

import re

from citeman.model import Reference

_THESIS = re.compile(
    r"\b(?:[Tt]hesis|[Dd]issertation|[Dd]iss\b|[Hh]abilitation\w*|[Tt]esis|[Tt]hèse|[Tt]esi\b|"
    r"[Tt]ese (?:de |\()?(?:[Dd]outor|[Mm]estr)|[Dd]issertaç[aã]o|Doktora Tezi|Lisans Tezi)"
)
_THESIS_HINTS = (
    "hesis", "Diss", "diss", "abilitation", "Tesi", "tesi", "hèse", "Tese ", "tese ", "Tezi",
)  # fmt: skip
_BY_WORDS = (
    (
        "patent",
        ("atent",),
        re.compile(r"\b(?:US |U\.S\. |European )?[Pp]atent\b(?:\sNo|\s\d|\sUS)"),
    ),
    (
        "standard",
        ("ISO", "IEC", "DIN", "ANSI", "IEEE"),
        re.compile(r"\b(?:ISO|IEC|DIN|ANSI|IEEE Std)[ /-]?\d{2,}"),
    ),
    (
        "dataset",
        ("ata set]", "ataset]", "Zenodo", "Dryad", "figshare"),
        re.compile(r"\[(?:[Dd]ata ?set)\]|\b(?:Zenodo|Dryad|figshare)\b"),
    ),
    (
        "software",
        ("ftware]", "ogram]", "R package"),
        re.compile(r"\[(?:[Cc]omputer (?:program|software)|[Ss]oftware)\]|\bR package version\b"),
    ),
    (
        "article",
        ("rXiv", "Rxiv", "preprint"),
        re.compile(r"\b(?:arXiv|bioRxiv|medRxiv|preprint)\b"),
    ),
)
"""Kinds by the words that name them; before each pattern bits of text of which one must be there,
because looking for those is quick."""
_MEETING = re.compile(
    r"\b(?:Proc(?:eedings|\.)?|Conf(?:erence|\.)?|Symp(?:osium|\.)?|Workshop|Congress|Meeting|Tagung|"
    r"Advances in Neural)\b"
)
_NEWSPAPER = re.compile(
    r"(?:The )?(?:New York|Washington|Los Angeles|Financial|Irish) (?:Times|Post)|The Times|"
    r"(?:The )?(?:Guardian|Observer|Independent|Wall Street Journal|Daily \w+|\w+ Tribune)|"
    r"Le Monde|Le Figaro|El País|La Repubblica|Corriere della Sera|Folha de S\. ?Paulo|"
    r"Frankfurter Allgemeine(?: Zeitung)?|Süddeutsche Zeitung|Neue Zürcher Zeitung|"
    r"Die (?:Zeit|Welt)"
)
_REPORT = re.compile(
    r"\b(?:[Tt]ech(?:nical|\.)?\s[Rr]ep(?:ort|\.)|[Ww]orking [Pp]aper|[Rr]eport [Nn]o)"
)


def kind_of(reference: Reference, text: str) -> str:
    """Name the CSL type that a reference's fields and words speak for; "" when none do.

    >>> kind_of(Reference(container_title="J Clin Oncol", volume="7"), "")
    'article-journal'
    >>> kind_of(Reference(title="Aldesleukin", publisher="Lippincott"), "")
    'book'
    """
    if not (reference.container_title and reference.volume):
        if _is_thesis(text, reference.title):
            return "thesis"
        for kind, hints, pattern in _BY_WORDS:
            if any(map(text.__contains__, hints)) and pattern.search(text):
                return kind
    if reference.container_title:
        return _contained(reference)
    if _REPORT.search(text):
        return "report"
    if reference.publisher or reference.edition:
        return "book"
    return "webpage" if reference.URL else ""


def _is_thesis(text: str, title: str) -> bool:
    """Tell whether a text speaks of a thesis beside the title of the work."""
    if not any(map(text.__contains__, _THESIS_HINTS)):
        return False
    return bool(_THESIS.search(text.replace(title, " ", 1) if title else text))


def _contained(reference: Reference) -> str:
    """Tell journals, meetings and books apart by what is said beside them."""
    if _NEWSPAPER.fullmatch(reference.container_title):
        return "article-newspaper"
    if _MEETING.search(reference.container_title) and not reference.volume:
        return "paper-conference"
    return (
        "chapter"
        if reference.editor or reference.publisher or reference.edition
        else "article-journal"
    )
