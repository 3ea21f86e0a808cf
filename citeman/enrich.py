"""Accept what a source says, propose it, or abstain.

A wrong identifier shown as a match is the worst that can happen here: where the evidence is thin,
a candidate is proposed, and where it is contradictory, nothing is said.

Measured (docs/matching.md): of 18,126 most similar other works, each offered as the only
candidate, none was accepted and 7 were proposed; of 2,399 strings cut from articles 2,363 were
given the right record; of 3,478 whose work was not in the index two were given a wrong one.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from citeman.hyphens import whole
from citeman.match.compare import Comparison, Evidence, compare
from citeman.match.rules import is_confirmed, is_possible, is_sure
from citeman.model import Problem, Reading, Record, Reference, replace, settle
from citeman.text import squeeze

WITHOUT_PMIDS = frozenset(("crossref",))
"""Sources that know nothing of PMIDs: that they find none says nothing against one."""

_TITLE_SHOWN = 90
_SHOWN = 3


class Query(NamedTuple):
    """What a source is asked about one work: what is known of it, and the text that speaks of it.

    The text is the string that a reference was parsed from, or a loose citation of it; without
    one it is empty.
    """

    reference: Reference
    text: str = ""


class Lookup(NamedTuple):
    """What a source found for one reference.

    `trouble` says why it could not be asked, or not to the end; `asked` is False where nothing
    was tried. No candidates without trouble means: not found.
    """

    candidates: tuple[Reference, ...] = ()
    trouble: str = ""
    asked: bool = True


class Decision(NamedTuple):
    """What to do with the candidates, and why.

    When abstaining, `reading` is None and `code` says whether several fit or none does; else
    `evidence` is what speaks for and against the reading.
    """

    kind: Literal["accept", "propose", "abstain"]
    reading: Reading | None
    reasons: tuple[str, ...]
    code: Literal["", "ambiguous", "no-match"] = ""
    evidence: tuple[Evidence, ...] = ()


class _Candidate(NamedTuple):
    reference: Reference
    comparison: Comparison


def decide(record: Record, candidates: Iterable[Reference], source: str = "pubmed") -> Decision:
    """Choose among the candidates that a source has for a record.

    Two that fit equally well are both named and none is taken. A candidate whose PMID is not the
    one that the record has is at most proposed, and so is the article of a preprint. When none
    fits, the reasons tell of the nearest.
    """
    return choose(query_of(record, source), candidates, source)


def choose(query: Query, candidates: Iterable[Reference], source: str = "pubmed") -> Decision:
    """Choose as `decide` does, for a query that need not come from a record."""
    ours, text = query
    compared = [_Candidate(theirs, compare(ours, theirs, text)) for theirs in candidates]
    possible = (c for c in compared if is_possible(c.comparison))
    fitting = sorted(possible, key=lambda c: _rank(ours, c))
    if not fitting:
        nearest = sorted(compared, key=lambda c: -c.comparison.score)[:_SHOWN]
        return Decision("abstain", None, tuple(map(_against, nearest)), "no-match")
    best, *others = fitting
    rivals = [other for other in others if _rivals(ours, best, other)]
    if rivals:
        names = ", ".join(_name(c.reference) for c in (best, *rivals))
        return Decision("abstain", None, (f"several works fit: {names}",), "ambiguous")
    evidence = best.comparison.evidence
    reasons = tuple(e.words for e in evidence)
    accepted = _is_accepted(ours, best)
    standing: Literal["fills", "proposed"] = "fills" if accepted else "proposed"
    reading = Reading(source, best.reference, standing, reasons=reasons)
    kind: Literal["accept", "propose"] = "accept" if accepted else "propose"
    return Decision(kind, reading, reasons, evidence=evidence)


def enrich(
    records: Sequence[Record], lookups: Sequence[Lookup], source: str = "pubmed"
) -> list[Record]:
    """Add to every record what its lookup gave: a reading, or a problem that says why not.

    What the same source said before is replaced.
    """
    return [_enriched(r, lookup, source) for r, lookup in zip(records, lookups, strict=True)]


CODES = (
    "not-checked",
    "unreachable",
    "not-found",
    "pmid-not-found",
    "pmid-differs",
    "ambiguous",
    "no-match",
    "proposed",
    "differs",
    "retracted",
)
"""The codes of the problems that `enrich` may add to a record."""


def own_reference(record: Record, source: str) -> Reference:
    """Settle what is known of a record without what this source said before."""
    return settle(reading for reading in record.readings if reading.source != source)


def query_of(record: Record, source: str) -> Query:
    """Ask a source about a record: what is known of it without that source, and its text."""
    texts = (reading.raw for reading in record.readings if reading.source == "parsed")
    text = next((text for text in texts if text), "")
    return Query(own_reference(record, source), squeeze(whole(text)))


def _enriched(record: Record, lookup: Lookup, source: str) -> Record:
    record = replace(
        record,
        readings=tuple(r for r in record.readings if r.source != source),
        problems=tuple(p for p in record.problems if p.code not in CODES),
    )
    query = query_of(record, source)
    decision = choose(query, lookup.candidates, source)
    if decision.kind == "accept" and lookup.trouble:
        decision = _lowered(decision)
    reading = decision.reading
    return replace(
        record,
        readings=record.readings + ((reading,) if reading else ()),
        problems=record.problems + tuple(_problems(query, lookup, decision, source)),
    )


def _lowered(decision: Decision) -> Decision:
    """An unfinished search may have missed the better candidate."""
    assert decision.reading
    reading = replace(decision.reading, standing="proposed")
    return decision._replace(kind="propose", reading=reading)


def _problems(query: Query, lookup: Lookup, decision: Decision, source: str) -> Iterable[Problem]:
    if lookup.trouble:
        yield Problem("unreachable" if lookup.asked else "not-checked", lookup.trouble)
    if source not in WITHOUT_PMIDS:
        yield from _pmid_problems(query, lookup)
    if decision.reading:
        yield from _reading_problems(decision)
    elif lookup.candidates:
        yield Problem(decision.code, "; ".join(decision.reasons))
    elif not lookup.trouble:
        yield Problem("not-found", "nothing was found for it")


def _pmid_problems(query: Query, lookup: Lookup) -> Iterable[Problem]:
    ours = query.reference
    if not ours.PMID or lookup.trouble:
        return
    given = [c for c in lookup.candidates if c.PMID == ours.PMID]
    if not given:
        yield Problem("pmid-not-found", f"no record has the PMID {ours.PMID}")
    for theirs in given:
        candidate = _Candidate(theirs, compare(ours, theirs, query.text))
        if not is_possible(candidate.comparison):
            yield Problem("pmid-differs", _against(candidate))


def _reading_problems(decision: Decision) -> Iterable[Problem]:
    assert decision.reading
    theirs = decision.reading.reference
    if decision.kind == "propose":
        words = "; ".join(decision.reasons)
        yield Problem("proposed", f"{_name(theirs)} may be it: {words}")
        return
    for evidence in decision.evidence:
        if evidence.verdict == "differs":
            yield Problem("differs", f"{evidence.words} ({_name(theirs)})")
    if theirs.status == "retracted":
        yield Problem("retracted", f"{_name(theirs)} has been retracted")


def _rank(ours: Reference, candidate: _Candidate) -> tuple[bool, bool, float]:
    comparison = candidate.comparison
    weight = sum(e.weight for e in comparison.evidence)
    return not _is_given(ours, candidate), bool(comparison.kind("type")), -weight


def _is_given(ours: Reference, candidate: _Candidate) -> bool:
    return bool(ours.PMID) and candidate.reference.PMID == ours.PMID


def _rivals(ours: Reference, best: _Candidate, other: _Candidate) -> bool:
    """Tell whether another candidate has as good a claim as the best.

    The best must agree wherever the other does, and in more; one whose PMID was given only yields
    to another that agrees in more. A work of another kind is no rival.
    """
    if other.comparison.kind("type") and not best.comparison.kind("type"):
        return False
    mine, theirs = best.comparison.agreeing(), other.comparison.agreeing()
    return theirs > mine if _is_given(ours, best) else not mine > theirs


def _is_accepted(ours: Reference, candidate: _Candidate) -> bool:
    if ours.PMID and candidate.reference.PMID:
        return _is_given(ours, candidate) and is_confirmed(candidate.comparison)
    return is_sure(candidate.comparison)


def _against(candidate: _Candidate) -> str:
    words = [e.words for e in candidate.comparison.evidence if e.verdict == "differs"]
    return (
        f"{_name(candidate.reference)} is another work: {'; '.join(words) or 'too little agrees'}"
    )


def _name(reference: Reference) -> str:
    title = reference.title
    shown = title if len(title) <= _TITLE_SHOWN else f"{title[:_TITLE_SHOWN].rstrip()}..."
    name = f"PMID {reference.PMID}" if reference.PMID else f"DOI {reference.DOI}"
    return f'{name} ("{shown}")'
