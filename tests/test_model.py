"""What readings settle to, stated as properties."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.model import (
    SETTLED_FIELDS,
    Date,
    Mark,
    Name,
    Reading,
    Record,
    Reference,
    Span,
    has,
    replace,
    settle,
    winners,
)

words = st.text(alphabet="abc XYZ-12é", min_size=0, max_size=6)
names = st.builds(Name, family=words, given=words)
references = st.builds(
    Reference,
    author=st.lists(names, max_size=3).map(tuple),
    title=words,
    container_title=words,
    volume=words,
    page=words,
    PMID=st.sampled_from(["", "1", "2585024"]),
    issued=st.none() | st.builds(Date, date_parts=st.just(((2003,),))),
    truncated=st.sampled_from([(), ("author",)]),
    extra=st.dictionaries(st.sampled_from(["scale", "section-x"]), words, max_size=2),
    custom=st.dictionaries(st.sampled_from(["own", "two"]), words, max_size=2),
)
readings = st.builds(
    Reading,
    source=st.sampled_from(["manual", "pubmed", "crossref", "jats", "bibtex", "parsed"]),
    reference=references,
    standing=st.sampled_from(["leads", "fills", "proposed"]),
    emptied=st.sampled_from([(), ("volume",), ("title", "author")]),
)
lists = st.lists(readings, max_size=5)


@given(lists)
def test_settling_is_deterministic(given_readings: list[Reading]) -> None:
    assert settle(given_readings) == settle(iter(given_readings))


@given(lists, references, st.integers(0, 5))
def test_a_proposed_reading_changes_nothing(
    given_readings: list[Reading], reference: Reference, at: int
) -> None:
    proposed = Reading("pubmed", reference, "proposed")
    with_it = [*given_readings[:at], proposed, *given_readings[at:]]
    assert settle(with_it) == settle(given_readings)


@given(lists, readings)
def test_dropping_a_reading_restores_what_was_before(
    given_readings: list[Reading], more: Reading
) -> None:
    before = settle(given_readings)
    record = Record((*given_readings, more))
    undone = replace(record, readings=record.readings[:-1])
    assert settle(undone.readings) == before


@given(lists)
def test_every_settled_value_is_its_winners_value(given_readings: list[Reading]) -> None:
    settled, won = settle(given_readings), winners(given_readings)
    for field in SETTLED_FIELDS:
        if has(settled, field):
            assert getattr(settled, field) == getattr(won[field].reference, field)
        else:
            assert field not in won or field in won[field].emptied


PARSED = Reading("parsed", Reference(title="IL-2", volume="32", issue="826"))
PUBMED = Reading("pubmed", Reference(title="Interleukin-2.", PMID="2202892"), "fills")


@pytest.mark.parametrize(
    ("more", "field", "value", "source"),
    [
        (PUBMED, "title", "IL-2", "parsed"),
        (PUBMED, "PMID", "2202892", "pubmed"),
        (replace(PUBMED, standing="leads"), "title", "Interleukin-2.", "pubmed"),
        (Reading("manual", Reference(title="Mine")), "title", "Mine", "manual"),
        (Reading("manual", Reference(), emptied=("issue",)), "issue", "", "manual"),
        (Reading("jats", Reference(volume="33")), "volume", "33", "jats"),
    ],
)
def test_trust_and_standing_decide(more: Reading, field: str, value: str, source: str) -> None:
    assert getattr(settle([PARSED, more]), field) == value
    assert winners([PARSED, more])[field].source == source


def test_et_al_belongs_to_the_list_that_won() -> None:
    cut = Reading("parsed", Reference(author=(Name("Fisher"),), truncated=("author",)))
    full = Reading("pubmed", Reference(author=(Name("Fisher"), Name("Keenan"))))
    assert settle([cut]).truncated == ("author",)
    assert settle([cut, full]).truncated == ()


def test_a_record_settles_under_its_key_and_cannot_be_changed() -> None:
    record = Record((PARSED,), key="il1990")
    assert record.reference.id == "il1990"
    with pytest.raises(AttributeError):
        record.key = "other"  # type: ignore[misc]


def test_a_reading_survives_json_with_its_spans() -> None:
    reading = replace(PARSED, fields={"title": Mark((Span(0, 4), Span(7, 9)), 0.5)})
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading
