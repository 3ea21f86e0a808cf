"""What kind of work a reference speaks of, as a CSL type."""

import re

from citeman.model import Reference

_THESIS = re.compile(
    r"\b(?:[Tt]hesis|[Dd]issertation|[Dd]iss\b|[Hh]abilitation\w*|[Tt]esis|[Tt]hèse|[Tt]esi\b|"
    r"[Tt]ese (?:de |\()?(?:[Dd]outor|[Mm]estr)|[Dd]issertaç[aã]o|Doktora Tezi|Lisans Tezi)"
)
_WORDS = (
    ("patent", r"\b(?:US |U\.S\. |European )?[Pp]atent\b(?:\sNo|\s\d|\sUS)"),
    ("standard", r"\b(?:ISO|IEC|DIN|ANSI|IEEE Std)[ /-]?\d{2,}"),
    ("dataset", r"\[(?:[Dd]ata ?set)\]|\b(?:Zenodo|Dryad|figshare)\b"),
    ("software", r"\[(?:[Cc]omputer (?:program|software)|[Ss]oftware)\]|\bR package version\b"),
    ("article", r"\b(?:arXiv|bioRxiv|medRxiv|preprint)\b"),
)
_BY_WORDS = tuple((kind, re.compile(pattern)) for kind, pattern in _WORDS)
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
        if _THESIS.search(text.replace(reference.title, " ", 1) if reference.title else text):
            return "thesis"
        for kind, pattern in _BY_WORDS:
            if pattern.search(text):
                return kind
    if reference.container_title:
        return _contained(reference)
    if _REPORT.search(text):
        return "report"
    if reference.publisher or reference.edition:
        return "book"
    return "webpage" if reference.URL else ""


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
