"""References that BibTeX can hold, for round trips."""

from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from citeman.formats.cslvalues import as_json
from citeman.formats.variables import TYPES
from citeman.model import (
    DATE_FIELDS,
    NAME_FIELDS,
    Date,
    Name,
    Place,
    Reading,
    Record,
    Reference,
)

SIGNS = "&%$#_{}~^\\'`\"-@,=:;.()[]/<>!?* "
letters = st.one_of(
    st.sampled_from(SIGNS),
    st.characters(categories=("Lu", "Ll", "Lo", "Nd"), exclude_characters="ﬀﬁﬂ"),
    st.characters(categories=("Lu", "Ll", "Nd"), max_codepoint=127),
)


def squeezed(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    texts = st.text(alphabet, min_size=1, max_size=16).map(lambda text: normalize("NFC", text))
    return texts.map(lambda text: " ".join(text.split())).filter(bool)


texts = squeezed(letters)
paragraphs = st.lists(texts, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from(["\n\n", "\n"]).map(lambda gap: gap.join(parts))
)
words = texts.map(lambda text: text.replace(" ", ""))
families = words.map(lambda word: f"O{word}")
people = st.builds(
    Name,
    family=families,
    given=words.map(lambda word: f"J{word}"),
    suffix=st.sampled_from(["", "Jr", "III"]),
    non_dropping_particle=st.sampled_from(["", "van der", "de", "d'"]),
    dropping_particle=st.sampled_from(["", "von"]),
)
names = st.one_of(people, st.builds(Name, literal=texts), st.just(Name(family="Plato")))
years = st.integers(1, 9999)
days = st.one_of(
    st.tuples(years),
    st.tuples(years, st.integers(1, 12)),
    st.tuples(years, st.integers(1, 12), st.integers(1, 31)),
)
dates = st.one_of(
    st.builds(lambda day: Date(date_parts=(day,)), days),
    st.builds(lambda day: Date(date_parts=(day,), circa=True), days),
    st.builds(lambda *pair: Date(date_parts=pair), days, days),
    st.builds(
        lambda year, n: Date(date_parts=((year,),), season=str(n)), years, st.integers(1, 4)
    ),
    st.just(Date(literal="in press")),
)
SPECIAL: dict[str, st.SearchStrategy[str]] = {
    "page": st.sampled_from(["291-4", "S1-S12", "e123", "1-2, 5-7", "xii, 345"]),
    "edition": st.sampled_from(["1", "2", "3", "11", "22", "Revised"]),
    "genre": st.sampled_from(["", "PhD thesis", "Master's thesis", "Diplomarbeit", "Report"]),
    "DOI": st.sampled_from(["10.1000/x_1%2(a)<b>", "10.1002/(SICI)1097::A>3.0.CO;2-#"]),
    "URL": st.sampled_from(["https://a.org/~x/y_z?a=b&c=%20#d", "ftp://a.org/{x}"]),
    "PMID": st.sampled_from(["12974198", "1"]),
    "PMCID": st.just("PMC2275327"),
    "archive": st.sampled_from(["arXiv", "JSTOR", "Bodleian Library", "MS"]),
    "keyword": st.lists(
        texts.map(lambda text: text.replace(";", "")).map(str.strip).filter(bool), min_size=1
    ).map("; ".join),
    "language": st.sampled_from(["en", "de-AT", "tlh", "no"]),
    "note": paragraphs,
    "abstract": paragraphs,
}
TEXT_FIELDS = tuple(
    field
    for field in Reference.__struct_fields__
    if field not in ("id", "type", "annote", "truncated", "custom", "extra")
    and field not in NAME_FIELDS + DATE_FIELDS
)

extras = st.fixed_dictionaries(
    {},
    optional={
        "dimensions": texts,
        "director": st.lists(names, min_size=1, max_size=2).map(as_json),
        "categories": st.just(["film", "war"]),
    },
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    chosen = draw(st.lists(st.sampled_from(TEXT_FIELDS), max_size=6, unique=True))
    values: dict[str, Any] = {field: draw(SPECIAL.get(field, texts)) for field in chosen}
    values |= draw(st.dictionaries(st.sampled_from(DATE_FIELDS), dates, max_size=2))
    groups = st.lists(names, min_size=1, max_size=3).map(tuple)
    lists = draw(st.dictionaries(st.sampled_from(NAME_FIELDS), groups, max_size=2))
    unknown = draw(st.dictionaries(st.just("crossref"), st.just(r"{\"a}_1"), max_size=1))
    reference = Reference(
        id="key",
        type=draw(st.sampled_from(sorted(TYPES))),
        **values,
        **lists,
        truncated=tuple(field for field in NAME_FIELDS if field in lists and draw(st.booleans())),
        custom={"bibtex": unknown} if unknown else {},
        extra=draw(extras),
    )
    annotation = draw(st.just("") | paragraphs)
    reading = Reading("bibtex", reference, place=Place(file="x.bib"))
    return Record(readings=(reading,), key="key", annotation=annotation)
