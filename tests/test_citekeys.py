"""Citation keys: what a pattern writes, and that a key once given stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.errors import UsageError
from citeman.fields.citekeys import DEFAULT, PATTERNS, assign_keys, write_key
from citeman.model import Date, Name, Reference

ABRAHAM = Reference(
    author=(Name("Abraham", "D"), Name("McGrath", "KG")),
    title="The Hypersensitivity to Interleukin-2",
    container_title="Allergy and Asthma Proceedings",
    issued=Date(date_parts=((2003, 7),)),
    volume="24",
    page="291-294",
)

BY_PATTERN = [
    (DEFAULT, "abraham2003hypersensitivity"),
    (PATTERNS["google-scholar"], "abraham2003hypersensitivity"),
    (PATTERNS["better-bibtex"], "abrahamHypersensitivityInterleukin22003"),
    (PATTERNS["jabref"], "Abraham2003"),
    ("[authors]_[shortyear]", "AbrahamMcGrath_03"),
    ("[authors:abbr:2]-[title:lower]", "AM-hypersensitivityinterleukin2"),
    ("[auth:upper:3]:[volume].[firstpage]", "ABR:24.291"),
    ("[journal][shorttitle1:lower:capitalize]", "AAPHypersensitivity"),
]


@pytest.mark.parametrize(("pattern", "key"), BY_PATTERN)
def test_a_pattern_says_how_a_key_is_written(pattern: str, key: str) -> None:
    assert write_key(ABRAHAM, pattern) == key


def work(name: Name | None = None, title: str = "", year: int = 0) -> Reference:
    issued = Date(date_parts=((year,),)) if year else None
    return Reference(author=(name,) if name else (), title=title, issued=issued)


BY_WORK = [
    (work(Name("Groß", "T"), "Ein Überblick", 1999), "gross1999uberblick"),
    (work(Name("Øst", "A"), "L’été en ville", 1999), "ost1999ete"),
    (work(Name("Moorselaar", non_dropping_particle="van"), "", 1990), "vanmoorselaar1990"),
    (work(Name("O'Neal", "W"), "<i>E. coli</i> and men"), "onealndcoli"),
    (work(Name(literal="INSIGHT-ESPRIT Group"), "IL-2 or not", 2009), "insightesprit2009il2"),
    (work(Name(literal="World Health Organization"), "A report", 2009), "who2009report"),
    (work(Name(literal="STALWART Group"), "Report", 2009), "stalwart2009report"),
    (work(None, "Side effects of drugs", 2003), "side2003effects"),
    (work(Name(literal="박병언"), "한국", 2009), "anon2009"),
    (Reference(), "anonnd"),
    (Reference(editor=(Name("Hall", "S"),), title="Identity"), "hallndidentity"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "key"), BY_WORK)
def test_every_work_gets_a_key_of_ascii_letters(reference: Reference, key: str) -> None:
    assert write_key(reference) == key


WRONG = [
    ("[auth:lowr]", "character 6: no modifier 'lowr'"),
    ("x[aut]", "character 2: no field 'aut'"),
    ("[year2]", "no field 'year2'"),
    ("[auth", "character 1"),
    ("[auth] [year]", "character 7"),
    ("", "empty"),
]


@pytest.mark.parametrize(("pattern", "message"), WRONG)
def test_a_wrong_pattern_is_refused_with_its_place(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("[", r"\[")):
        write_key(ABRAHAM, pattern)


def test_equal_keys_get_letters() -> None:
    key = "abraham2003hypersensitivity"
    assert assign_keys([ABRAHAM] * 29)[:3] == [key, f"{key}a", f"{key}b"]
    assert assign_keys([ABRAHAM] * 29)[-3:] == [f"{key}z", f"{key}aa", f"{key}ab"]


def test_imported_keys_are_kept_and_never_given_to_another() -> None:
    imported = Reference(id="abraham2003hypersensitivity")
    assert assign_keys([ABRAHAM, imported]) == [f"{imported.id}a", imported.id]


def test_keys_taken_are_not_reused() -> None:
    taken = {"abraham2003hypersensitivity", "abraham2003hypersensitivitya"}
    assert assign_keys([ABRAHAM], taken) == ["abraham2003hypersensitivityb"]


def test_a_key_imported_twice_stays_with_the_first() -> None:
    assert assign_keys([Reference(id="x"), Reference(id="x")]) == ["x", "xa"]


references = st.builds(
    Reference,
    id=st.sampled_from(["", "", "a2003", "a2003a", "x"]),
    author=st.sampled_from([(), (Name("A"),), (Name("B"),)]),
    issued=st.sampled_from([None, Date(date_parts=((2003,),))]),
)


@given(st.lists(references, max_size=12), st.sets(st.sampled_from(["a2003", "b2003", "x", "xa"])))
def test_keys_are_unique_and_new(batch: list[Reference], taken: set[str]) -> None:
    keys = assign_keys(batch, taken, "[auth:lower][year]")
    assert len(set(keys)) == len(batch)
    assert not taken.intersection(keys)


@given(st.lists(references, max_size=12), st.integers(0, 12))
def test_new_references_change_no_key_given_before(batch: list[Reference], count: int) -> None:
    fresh = [Reference(author=reference.author, issued=reference.issued) for reference in batch]
    before = assign_keys(batch[:count])
    assert assign_keys([*batch[:count], *fresh])[: len(before)] == before
