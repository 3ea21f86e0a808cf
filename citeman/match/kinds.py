"""What kind of work a reference describes, where works of two kinds may share a title."""

import re
from functools import lru_cache

from citeman.match.additions import says_retracted, without_additions
from citeman.match.passages import read_passage
from citeman.match.titles import is_notice_title
from citeman.model import Reference
from citeman.text import fold

_NOTICES = frozenset(["Published Erratum", "Retraction of Publication", "Expression of Concern"])
_NOTICE_ALONE = re.compile(
    r"(?<=[.?!] )(?:(?:the )?authors?\W{0,2} ?)?(?:reply|response|erratum|corrigendum)\. ",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_SERVER = re.compile(r"\b(?:\w*rxiv|agrixiv|ssrn|authorea|preprints?|research ?square)\b|^corr$")
"""What preprints are published on, in folded words: arXiv, bioRxiv, PsyArXiv; DBLP's "CoRR"."""
_SERVER_ADDRESS = re.compile(
    r"https?://(?:www\.|export\.|papers\.)?"
    r"(?:\w*rxiv\.(?:org|com)|ssrn\.com|preprints\.org|researchsquare\.com|osf\.io/preprints)/",
    re.IGNORECASE,
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/(?:\d{6}|\d{4}\.\d\d\.\d\d)|64898/|48550/|26434/chemrxiv|3123[45]/osf"
    r"|31219/osf|20944/preprints|21203/rs|22541/au|2139/ssrn|36227/techrxiv)",
    re.IGNORECASE,
)
_ABSTRACTS = frozenset(["abstract", "meeting abstract", "conference abstract", "congress"])
_ABSTRACT = re.compile(
    r"[\[(](?:meeting\ |conference\ )?abstr(?:act)?\.?[\])]"
    r"|\babs(?:tr(?:act)?)?\b[.:]?\s?(?:no\.?\s?|\#\s?)?[A-Z]{0,4}-?\d",
    re.IGNORECASE | re.VERBOSE,
)
_CALLED_ABSTRACT = re.compile(
    r"[\[(](?:meeting |conference |congress )?abstract[\])]\.?$", re.IGNORECASE
)
_OF_ABSTRACTS = re.compile(
    r"\b(?:meeting|conference|congress|poster|symposium|book of|collected) abstracts?\b"
    r"|^abstracts?\b"
)
_EARLY = re.compile(r"ahead of print|in press|online first|early view|forthcoming", re.IGNORECASE)


def is_notice(reference: Reference, text: str = "") -> bool:
    """Tell whether a reference is a comment on, a reply to or a correction of another work.

    `text` counts where no title was read, or where a sentence of it says no more than that.

    >>> is_notice(Reference(), "Ng D. Reply to: Side effects of cytokines. Gut 2001")
    True
    >>> is_notice(Reference(title="Side effects"), "Ng D. Side effects. Reply. Gut 2001")
    True
    """
    titles = [reference.title] if reference.title else _SENTENCE.split(text)
    if any(map(is_notice_title, titles)) or _NOTICE_ALONE.search(text):
        return True
    return not _NOTICES.isdisjoint(reference.genre.split("; "))


def is_preprint(reference: Reference, text: str = "") -> bool:
    """Tell whether a reference describes a preprint; `text` counts where no place was read.

    What names a journal or book was published there, wherever else it can be read.

    >>> is_preprint(Reference(DOI="10.1101/2020.03.22.20040758")), is_preprint(Reference())
    (True, False)
    >>> is_preprint(Reference(archive="arXiv")), is_preprint(Reference(container_title="CoRR"))
    (True, True)
    >>> is_preprint(Reference(archive="arXiv", container_title="Machine Learning"))
    False
    """
    container = reference.container_title
    if _said_by(container) == "preprint" or "preprint" in fold(reference.genre).split():
        return True
    if reference.volume or reference.page:
        return False
    if _PREPRINT_DOI.match(reference.DOI):
        return True
    named = f"{reference.archive} {reference.publisher} {reference.number}"
    return not container and bool(
        (named != "  " and _SERVER.search(fold(named)))
        or _SERVER_ADDRESS.match(reference.URL)
        or (text and _SERVER.search(" ".join(read_passage(text).words)))
    )


@lru_cache(1 << 14)
def _said_by(container: str) -> str:
    """Say what kind of work stands in a journal or book of this title: there are few of them."""
    folded = fold(container)
    if _SERVER.search(folded):
        return "preprint"
    return "abstract" if _OF_ABSTRACTS.search(folded) else ""


def is_abstract(reference: Reference, text: str = "") -> bool:
    """Tell whether a reference describes an abstract of a conference.

    >>> is_abstract(Reference(), "J Clin Oncol. 2005;23(16 Suppl):abstr 7510")
    True
    >>> is_abstract(Reference(title="Side effects of cytokines [abstract]."))
    True
    """
    genres = reference.genre.casefold().split("; ")
    if not _ABSTRACTS.isdisjoint(genres) or _ABSTRACT.search(text):
        return True
    title = reference.title
    if title.endswith(("]", ")", "].", ").")) and _CALLED_ABSTRACT.search(title):
        return True
    return _said_by(reference.container_title) == "abstract"


_THESIS = re.compile(r"\b(?:thesis|dissertation|habilitation)\b", re.IGNORECASE)


def is_thesis(reference: Reference) -> bool:
    """Tell whether a reference describes a thesis, as whoever described it says.

    >>> is_thesis(Reference(genre="PhD thesis")), is_thesis(Reference(type="thesis"))
    (True, True)
    """
    return reference.type == "thesis" or bool(_THESIS.search(reference.genre))


_PROTOCOL = re.compile(
    r"""\b(?:study|review|trial|analysis|stud(?:y|ies)\ design)\W+protocol\W*$
      | \bprotocol\ (?:for|of)\ (?:an?\ |the\ )?.{0,60}?(?:review|trial|study|analysis)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_protocol(reference: Reference) -> bool:
    """Tell whether a reference describes the plan of a study or review, not what came of it.

    >>> is_protocol(Reference(title="Palliative care: a scoping review protocol [German]"))
    True
    >>> is_protocol(Reference(title="A transmission protocol for sensors"))
    False
    """
    title = reference.title
    return "rotocol" in title.casefold() and bool(_PROTOCOL.search(without_additions(title)))


def is_early(reference: Reference) -> bool:
    """Tell whether a reference describes a work as it stood before it was printed."""
    return bool(reference.status and _EARLY.search(reference.status))


_KINDS = (
    ("preprint", is_preprint),
    ("abstract", is_abstract),
    ("protocol", is_protocol),
    ("thesis", is_thesis),
)


def kind_of(reference: Reference) -> str:
    """Say which kind of work it is, of those that share their title with another work.

    >>> kind_of(Reference(title="Erratum: Gut")), kind_of(Reference(title="RETRACTED: Gut"))
    ('notice', 'retracted')
    """
    if says_retracted(reference.title):
        return "retracted"
    if is_notice(reference) or _is_notice_place(reference.container_title):
        return "notice"
    return next((kind for kind, test in _KINDS if test(reference)), "")


def _is_notice_place(container: str) -> bool:
    """Tell whether what was read as a journal is a notice: "Erratum in: Gut"."""
    return " " in container and is_notice_title(container)
