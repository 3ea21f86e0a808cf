"""References to round-trip: strategies for any, and what is wrong with a CSL item."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from citeman.formats.variables import ATTRIBUTES, DATES, DEPRECATED, EXTRA, NAMES, TYPES
from citeman.model import (
    CSL_NAMES,
    DATE_FIELDS,
    NAME_FIELDS,
    Date,
    Link,
    Mark,
    Name,
    Place,
    Problem,
    Reading,
    Record,
    Reference,
    Span,
)

characters = st.characters(exclude_categories=("Cs",))
texts = st.text(characters, min_size=1, max_size=12)
flags = st.one_of(st.none(), st.booleans(), st.integers(0, 9), texts)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
names = st.one_of(
    st.builds(Name, literal=texts),
    st.builds(
        Name,
        family=texts,
        given=st.just("") | texts,
        suffix=st.just("") | texts,
        non_dropping_particle=st.just("") | texts,
        dropping_particle=st.just("") | texts,
        comma_suffix=flags,
    ),
)
days = st.one_of(
    st.tuples(st.integers(1, 9999)),
    st.tuples(st.integers(-500, 9999), st.integers(1, 12)),
    st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)),
)
dates = st.one_of(
    st.builds(Date, literal=texts),
    st.builds(
        Date,
        date_parts=st.tuples(days) | st.tuples(days, days),
        season=st.sampled_from(["", "1", "4"]),
        circa=st.sampled_from([None, True, 1]),
    ),
)
TEXT_FIELDS = tuple(
    field
    for field in Reference.__struct_fields__
    if field not in ("type", "truncated", "custom", "extra", *NAME_FIELDS, *DATE_FIELDS)
)
extras = st.dictionaries(st.sampled_from(["dimensions", "call-number", "part"]), texts)
customs = st.dictionaries(
    texts.filter(lambda key: key not in {"citeman", "annotation", "type"} | {*ATTRIBUTES}),
    json_values,
    max_size=2,
)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    values: dict[str, Any] = draw(st.dictionaries(st.sampled_from(TEXT_FIELDS), texts, max_size=6))
    values |= draw(st.dictionaries(st.sampled_from(DATE_FIELDS), dates, max_size=2))
    groups = st.lists(names, min_size=1, max_size=3).map(tuple)
    people = draw(st.dictionaries(st.sampled_from(NAME_FIELDS), groups, max_size=2))
    truncated = tuple(field for field in people if draw(st.booleans()))
    return Reference(
        type=draw(st.sampled_from(sorted(TYPES))),
        **values,
        **people,
        truncated=truncated,
        custom=draw(customs),
        extra=draw(extras),
    )


spans = st.builds(lambda start, size: Span(start, start + size), *[st.integers(0, 999)] * 2)
marks = st.builds(
    Mark, spans=st.lists(spans, max_size=2).map(tuple), confidence=st.floats(0.0, 1.0)
)
readings = st.builds(
    Reading,
    source=st.sampled_from(["parsed", "pubmed", "manual"]),
    reference=references(),
    standing=st.sampled_from(["leads", "fills", "proposed"]),
    emptied=st.lists(st.sampled_from(["page", "author"]), unique=True).map(tuple),
    raw=st.just("") | texts,
    place=st.none() | st.builds(Place, file=texts, span=spans, annotation_span=st.none() | spans),
    fields=st.dictionaries(st.sampled_from(["title", "volume"]), marks),
    reasons=st.lists(texts, max_size=1).map(tuple),
)
records = st.builds(
    Record,
    readings=st.lists(readings, min_size=1, max_size=2).map(tuple),
    key=st.just("") | texts,
    annotation=st.just("") | texts,
    links=st.lists(st.builds(Link, text=texts, key=texts, span=st.none() | spans)).map(tuple),
    tags=st.lists(texts, max_size=2).map(tuple),
    problems=st.lists(st.builds(Problem, code=texts, message=texts, span=spans)).map(tuple),
    lossless=st.sampled_from([None, True, False]),
)

_NAME_KEYS = {*Name.__struct_encode_fields__}
_DATE_KEYS = {*Date.__struct_encode_fields__}


def faults(item: Mapping[str, Any]) -> list[str]:
    """What the CSL schema would say against an item, in short."""
    found = [f"no {key}" for key in ("id", "type") if not isinstance(item.get(key), str)]
    found += [f"type {item['type']}"] if item.get("type") not in TYPES else []
    known = ({*ATTRIBUTES} - {"truncated", "extra"}) | EXTRA | {*DEPRECATED}
    for key, value in item.items():
        if key not in known:
            found.append(f"unknown key {key}")
        elif key in NAMES and any(not each.keys() <= _NAME_KEYS for each in value):
            found.append(f"{key} is no list of names")
        elif key in DATES and not (value.keys() <= _DATE_KEYS and all(value.values())):
            found.append(f"{key} is no date")
        elif key in {*CSL_NAMES.values()} - NAMES - DATES - {"custom"} and not isinstance(
            value, str
        ):
            found.append(f"{key} is no text")
    return found
