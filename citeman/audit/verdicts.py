"""One identifier, one text, and the record that the identifier names: a verdict with reasons."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from citeman.audit.claims import READ, Claim
from citeman.audit.judging import compare_told, judge
from citeman.fields.names import write_names
from citeman.fields.notices import GRAVE, Notice, read_notices
from citeman.match.compare import Comparison
from citeman.match.rules import is_sure
from citeman.model import Reference

Verdict = Literal["agrees", "differs", "cannot-tell", "not-found", "not-checked", "unreachable"]

_TITLE_SHOWN = 90


class Checked(NamedTuple):
    """What came of verifying one identifier.

    `evidence` says in words, field by field, how the text and the record compare; `notes` say what
    else is known. `held` is the record that the identifier names, `suggestion` another identifier
    that fits the text, spelt as it would be given. `is_firm` says that no search for the work
    could change the verdict, `conflicts` that another identifier given with it names another work.
    """

    claim: Claim
    verdict: Verdict
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    held: Reference | None = None
    suggestion: str = ""
    is_firm: bool = False
    conflicts: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the verdict is what it is; what is named is said where it is not the text's work."""
        named = (f"it names {spell(self.held)}",) if self.held and self.verdict != "agrees" else ()
        return (*named, *self.evidence, *self.notes)

    def noting(self, *notes: str) -> "Checked":
        """Give the same with further notes."""
        return self._replace(notes=(*self.notes, *notes))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What has been published about the work named, the gravest first."""
        return read_notices(self.held) if self.held else ()

    @property
    def is_finding(self) -> bool:
        """Tell whether somebody has to do something about it."""
        is_grave = any(notice.kind in GRAVE for notice in self.notices)
        return self.verdict in ("differs", "not-found") or self.conflicts or is_grave


def check(claim: Claim, held: Sequence[Reference], missing: str) -> Checked:
    """Compare the text with the records that carry the identifier; the best of them counts.

    Without any it is not found, and `missing` says what that means.
    """
    if not claim.identifier.value or not held:
        senseless = f"this cannot be a {claim.identifier.kind}"
        return Checked(
            claim, "not-found", notes=(missing if claim.identifier.value else senseless,)
        )
    compared = [(compare_told(claim.told, theirs), theirs) for theirs in held]
    comparison, best = max(compared, key=lambda pair: pair[0].score)
    verdict = judge(claim.told, best)
    shown = _against(comparison) if verdict == "differs" else _all(comparison)
    is_firm = verdict == "agrees" and is_sure(comparison) and not _is_moved(comparison)
    return Checked(claim, verdict, shown, held=best, is_firm=is_firm)


def unanswered(claim: Claim, trouble: str, *, asked: bool) -> Checked:
    """Say that no answer was had: it could not be reached, or it was not asked."""
    verdict: Verdict = "unreachable" if asked else "not-checked"
    return Checked(claim, verdict, notes=(trouble,), is_firm=True)


def as_given(reference: Reference, kind: str) -> str:
    """Spell the identifier of a record as a text would give it, of this kind if it has one.

    >>> as_given(Reference(PMID="12974198"), "DOI")
    'PMID:12974198'
    """
    values = {name: getattr(reference, name) for name in (kind, *READ)}
    name, value = next(((n, v) for n, v in values.items() if v), ("", ""))
    return f"PMID:{value}" if name == "PMID" else value


def spell(reference: Reference) -> str:
    """Name a record in a line: title, first author, journal and year."""
    title = reference.title
    shown = title if len(title) <= _TITLE_SHOWN else f"{title[:_TITLE_SHOWN].rstrip()}..."
    people = write_names(reference.author[:1], truncated=len(reference.author) > 1)
    year = str(reference.issued.year or "") if reference.issued else ""
    journal = reference.container_title_short or reference.container_title
    where = ", ".join(filter(None, [people, f"{journal} {year}".strip()]))
    return f'"{shown}"' + (f" ({where})" if where else "")


def _is_moved(comparison: Comparison) -> bool:
    """Tell whether it stands elsewhere: another record of the same title may stand here."""
    return "differs" in map(comparison.verdict, ("volume", "page"))


def _all(comparison: Comparison) -> tuple[str, ...]:
    words = tuple(evidence.words for evidence in comparison.evidence)
    return words or ("the text says too little of the work",)


def _against(comparison: Comparison) -> tuple[str, ...]:
    return tuple(e.words for e in comparison.evidence if e.verdict == "differs")
