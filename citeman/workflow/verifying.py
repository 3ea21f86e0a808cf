"""Verify the identifiers that records give, against the texts that carry them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from citeman.audit.claims import Claim, Told, claims_of, told_by
from citeman.audit.listing import Shift, with_conflicts, with_owners
from citeman.audit.verdicts import Checked, as_given, check, spell, unanswered
from citeman.enrich import Lookup, Query, decide
from citeman.model import Reading, Record, Reference
from citeman.sources import Source

BATCH = 200
"""Identifiers asked for at once."""


class Verified(NamedTuple):
    """Every given identifier with its verdict, in order, and what moved along the list."""

    checked: list[Checked]
    shifts: list[Shift]


def verify(
    records: Sequence[Record],
    source: Source,
    *,
    missing: str = "no record has it",
    tell: Callable[[int], None] = lambda done: None,
) -> Verified:
    """Ask a source what the given identifiers name, and compare that with the texts.

    Where a text does not clearly agree, the source is asked for the work itself, without its
    identifiers: another record that surely is it decides, and is suggested. `missing` says what it
    means that this source has no record of an identifier; `tell` hears how many are done.
    """
    claims = claims_of(records)
    checked: list[Checked] = []
    for start in range(0, len(claims), BATCH):
        checked += _searched(_fetched(claims[start : start + BATCH], source, missing), source)
        tell(len(checked))
    moved, shifts = with_owners(checked, told_by(records))
    return Verified(with_conflicts(moved), shifts)


def _fetched(claims: Sequence[Claim], source: Source, missing: str) -> list[Checked]:
    """Compare every text with what its identifier names."""
    identifiers = list(dict.fromkeys(c.identifier for c in claims if c.identifier.value))
    answers = dict(zip(identifiers, source.fetch(identifiers), strict=True))
    return [_answered(claim, answers.get(claim.identifier, Lookup()), missing) for claim in claims]


def _answered(claim: Claim, lookup: Lookup, missing: str) -> Checked:
    if lookup.trouble and not lookup.candidates:
        return unanswered(claim, lookup.trouble, asked=lookup.asked)
    return check(claim, lookup.candidates, missing)


def _searched(checked: list[Checked], source: Source) -> list[Checked]:
    """Look for the work of every text whose identifier does not clearly name it."""
    open_ones = [one for one in checked if not one.is_firm]
    tellings = list(dict.fromkeys(one.claim.place for one in open_ones))
    told = {one.claim.place: one.claim.told for one in open_ones}
    lookups = source.find([Query(told[p].reference, told[p].text) for p in tellings])
    found = {
        place: _sure(told[place], lookup) for place, lookup in zip(tellings, lookups, strict=True)
    }
    return [_settled(one, found.get(one.claim.place)) for one in checked]


def _sure(told: Told, lookup: Lookup) -> Reference | None:
    """The one record that surely is the work told of, if the search came to its end."""
    record = Record((Reading("parsed", told.reference, raw=told.text),))
    decision = decide(record, lookup.candidates)
    if decision.kind != "accept" or lookup.trouble or not decision.reading:
        return None
    return decision.reading.reference


def _settled(one: Checked, sure: Reference | None) -> Checked:
    if one.is_firm or sure is None:
        return one
    if one.held and as_given(sure, "PMID") == as_given(one.held, "PMID"):
        return one._replace(verdict="agrees").noting("no other record fits the text as well")
    other = as_given(sure, one.claim.identifier.kind)
    verdict = "differs" if one.held else one.verdict
    return one._replace(verdict=verdict, suggestion=other).noting(
        f"{other} fits the text: {spell(sure)}"
    )
