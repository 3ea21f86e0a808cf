"""What differs between two lists of references, and what only looks as if it did."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from citeman.differences import Differences, changes_between, differences
from citeman.match.pairing import pair
from citeman.model import Date, Name, Reading, Record, Reference, replace
from tests.calls import Citeman

WORK = Reference(
    type="article-journal",
    author=(Name(family="Noble", given="H. J."), Name(family="Berg", given="Ann")),
    title="Side effects of cytokines approved for therapy",
    container_title="Drug Safety",
    issued=Date(date_parts=((2014,),)),
    volume="37",
    page="1061-1069",
    DOI="10.1007/s40264",
)
OTHER = replace(
    WORK, title="Response to interleukin-2 in melanoma of the eye", page="11-19", DOI="10.1007/o",
    author=(Name(family="Zhou", given="L"),), volume="12",
)  # fmt: skip


def record(key: str = "a", annotation: str = "", work: Reference = WORK, **changed: Any) -> Record:
    reading = Reading("bibtex", replace(work, **changed))
    return Record((reading,), key=key, annotation=annotation)


def changes(old: Record, new: Record, **options: bool) -> dict[str, tuple[str, str]]:
    return {c.field: (c.old, c.new) for c in changes_between(old, new, **options)}


CHANGES: dict[str, tuple[dict[str, Any], tuple[str, tuple[str, str]]]] = {
    "another page": ({"page": "1061-1071"}, ("page", ("1061-1069", "1061-1071"))),
    "another volume": ({"volume": "38"}, ("volume", ("37", "38"))),
    "a PMID found": ({"PMID": "24972923"}, ("PMID", ("", "24972923"))),
    "a DOI lost": ({"DOI": ""}, ("DOI", ("10.1007/s40264", ""))),
    "a word of the title": (
        {"title": "Side effects of cytokines tried for therapy"},
        ("title", (WORK.title, "Side effects of cytokines tried for therapy")),
    ),
    "a month": ({"issued": Date(date_parts=((2014, 5),))}, ("issued", ("2014", "2014-05"))),
    "a new author": (
        {"author": (*WORK.author, Name(family="Doe", given="J"))},
        ("author", ("Noble HJ, Berg A", "Noble HJ, Berg A, Doe J")),
    ),
    "another initial": (
        {"author": (Name(family="Noble", given="H. K."), WORK.author[1])},
        ("author", ("Noble HJ, Berg A", "Noble HK, Berg A")),
    ),
    "a letter with its accent": (
        {"author": (Name(family="Nóble", given="H. J."), WORK.author[1])},
        ("author", ("Noble HJ, Berg A", "Nóble HJ, Berg A")),
    ),
    "a list cut short": (
        {"truncated": ("author",)}, ("author", ("Noble HJ, Berg A", "Noble HJ, Berg A, et al.")),
    ),
    "a sign that means something": (
        {"title": WORK.title + ": p<0.05"}, ("title", (WORK.title, WORK.title + ": p<0.05")),
    ),
    "a variable not named here": ({"extra": {"dimensions": "A4"}}, ("dimensions", ("", "A4"))),
    "the type": ({"type": "chapter"}, ("type", ("article-journal", "chapter"))),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "wanted"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_with_its_field(
    changed: dict[str, Any], wanted: tuple[str, tuple[str, str]]
) -> None:
    field, values = wanted
    assert changes(record(), record(**changed)) == {field: values}
    assert changes(record(**changed), record()) == {field: values[::-1]}


QUIET: dict[str, dict[str, Any]] = {
    "initials without full stops": {"author": (Name(family="Noble", given="HJ"), WORK.author[1])},
    "a particle that is parted": {
        "author": (WORK.author[0], Name(family="erg", given="Ann", non_dropping_particle="B")),
    },
    "initials apart": {"author": (Name(family="Noble", given="H J"), WORK.author[1])},
    "another dash": {"page": "1061–1069"},
    "a shortened range": {"page": "1061-9"},
    "a full stop": {"title": WORK.title + "."},
    "capitals of the title": {"title": "Side Effects of Cytokines Approved for Therapy"},
    "markup": {"title": "Side effects of <i>cytokines</i> approved for therapy"},
    "a line break": {"title": WORK.title.replace(" of ", "\n  of ")},
    "capitals of a DOI": {"DOI": WORK.DOI.upper()},
}


@pytest.mark.parametrize("changed", QUIET.values(), ids=QUIET)
def test_formatting_alone_is_a_change_only_to_the_strict(changed: dict[str, Any]) -> None:
    assert changes(record(), record(**changed)) == {}
    [(old, new)] = changes(record(), record(**changed), strict=True).values()
    assert old != new


def test_a_full_stop_within_a_journal_is_formatting() -> None:
    one, other = record(container_title="N Engl J Med"), record(container_title="N. Engl. J. Med.")
    assert changes(one, other) == {}


def test_keys_and_annotations_are_compared() -> None:
    old, new = record("a", "Of 24 patients."), record("b", "Of  26\npatients.")
    assert changes(old, new) == {
        "key": ("a", "b"),
        "annotation": ("Of 24 patients.", "Of  26\npatients."),
    }
    assert changes(record("a", "Of 24 patients."), record("a", "Of 24\npatients.")) == {}


def test_keys_that_citeman_made_are_no_change() -> None:
    parsed = [Record((Reading("parsed", WORK),), key=key) for key in "ab"]
    assert changes(*parsed) == {}


PAIRED = {
    "by identifier, whatever the key": (record("a", volume=""), record("b", title="", page="")),
    "by key, with another identifier": (record("a"), record("a", DOI="10.1007/corrected")),
    "by key, with a title mended": (
        record("a", DOI="", title="Side efects of cytokines aproved for therapy"),
        record("a", DOI=""),
    ),
    "by key, though many works have the title": (
        record("a", work=Reference(title="Editorial", volume="1")),
        record("a", work=Reference(title="Editorial", volume="2")),
    ),
    "by identifier and key, whatever the title": (record("a"), record("a", title="New words")),
    "by all fields": (record("a", DOI=""), record("b", DOI="", page="1061", issued=None)),
    "by all fields, with a letter lost": (
        record("a", DOI=""),
        record("b", DOI="", title=WORK.title.replace("cytokines", "cytokies")),
    ),
    "by the same words": (
        record("a", work=Reference(title="Editorial")),
        record("b", work=Reference(title="Editorial")),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRED.values(), ids=PAIRED)
def test_two_records_of_one_work_are_paired(old: Record, new: Record) -> None:
    pairing = pair([record("x", work=OTHER), old], [new, record("x", work=OTHER)])
    assert [(p.one, p.other) for p in pairing.pairs] == [(0, 1), (1, 0)]


APART = {
    "another work under the key": (record("a"), record("a", work=OTHER), True),
    "another work under the identifier": (
        record("a"), record("b", work=OTHER, DOI=WORK.DOI), True,
    ),
    "two PMIDs": (record("a", DOI="", PMID="1"), record("b", DOI="", PMID="2"), True),
    "the second part": (
        record("a", DOI="", title="Cytokines in melanoma, part 1", page="1", volume="1"),
        record("b", DOI="", title="Cytokines in melanoma, part 2", page="9", volume="2"), None,
    ),
    "its erratum": (
        record("a", DOI=""), record("b", DOI="", title=f"Erratum: {WORK.title}"), None,
    ),
    "nothing in common": (record("a"), record("b", work=OTHER), False),
    "nothing said": (record("a", work=Reference()), record("b", work=Reference()), False),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "is_doubted"), APART.values(), ids=APART)
def test_two_works_are_never_paired_but_a_doubt_is_told(
    old: Record, new: Record, is_doubted: bool | None
) -> None:
    found = differences([old], [new])
    assert (len(found.dropped), len(found.added), found.same) == (1, 1, 0)
    assert is_doubted is None or bool(found.perhaps) is is_doubted


def test_each_record_is_paired_once() -> None:
    found = differences([record("a")], [record("b"), record("a"), record("a")])
    assert (found.same, [r.key for r in found.added]) == (1, ["b", "a"])


def test_a_wrong_identifier_put_right_does_not_pair_with_its_owner() -> None:
    old = [record("a", DOI="10.1000/zhou")]
    new = [record("b", work=OTHER, DOI="10.1000/zhou"), record("a")]
    found = differences(old, new)
    assert [r.key for r in found.added] == ["b"]
    assert [c.field for c in found.changed[0].changes] == ["DOI"]


def test_a_key_that_passed_to_a_sister_does_not_pair_the_two() -> None:
    parts = [
        {"title": f"Cytokines in melanoma, part {i}", "page": f"{i}7", "DOI": ""} for i in "12"
    ]
    old = [record("noble2014", **parts[0]), record("noble2014a", **parts[1])]
    found = differences(old, [record("noble2014", **parts[1])])
    assert [r.key for r in found.dropped] == ["noble2014"]
    assert [c.field for c in found.changed[0].changes] == ["key"]


def listed(size: int) -> list[Record]:
    return [record(f"k{i}", title=f"Title number {i}", page=str(i), DOI=f"10.1/{i}")
            for i in range(size)]  # fmt: skip


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([0, 1, 2, 3], []),
        ([1, 2, 3, 0], [0]),
        ([3, 0, 1, 2], [3]),
        ([0, 2, 1, 3], [1]),
        ([3, 2, 1, 0], [0, 1, 2]),
    ],
)
def test_the_fewest_records_are_called_moved(places: list[int], moved: list[int]) -> None:
    old = listed(4)
    found = differences(old, [old[place] for place in places], order=True)
    assert len(found.changed) == len(moved)
    assert not differences(old, [old[place] for place in places])


def revised() -> tuple[list[Record], list[Record]]:
    """A long list, and the same shuffled with other keys, without identifiers, with some new."""
    chance = random.Random(7)
    old = [record(f"o{i}", title=f"{'abcdefghij'[i % 10] * 5} effects of drug {i:05} on livers",
                  page=str(i), volume=str(i % 90), DOI="") for i in range(10_000)]  # fmt: skip
    new = [replace(r, key=f"n{r.key[1:]}") for r in old[100:]]
    chance.shuffle(new)
    return old, new


def test_ten_thousand_records_take_seconds() -> None:
    old, new = revised()
    start = time.process_time()
    found = differences(old, new)
    assert time.process_time() - start < 15
    assert (len(found.dropped), len(found.added)) == (100, 0)
    assert all(c.old.key[1:] == c.new.key[1:] for c in found.changed)


def test_common_names_do_not_make_the_work_grow() -> None:
    old = [record(f"o{i}", title=f"Word{i}", DOI="", page="", volume="") for i in range(3_000)]
    new = [record(f"n{i}", title=f"Term{i}", DOI="", page="", volume="") for i in range(3_000)]
    start = time.process_time()
    differences(old, new)
    assert time.process_time() - start < 10


def diff(citeman: Citeman, tmp_path: Path, *texts: str, options: tuple[str, ...] = ()) -> Any:
    paths = [tmp_path / f"{name}.bib" for name in ("old", "new")]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return citeman("diff", *map(str, paths), *options)


def test_the_command_ends_with_1_where_something_differs(citeman: Citeman, tmp_path: Path) -> None:
    one, other = "@misc{a, title = {T}, year = 2001}", "@misc{a, title = {T}, year = 2002}"
    assert diff(citeman, tmp_path, one, one).code == 0
    run = diff(citeman, tmp_path, one, other)
    assert run.code == 1
    assert '    issued: "2001" -> "2002"\n' in run.out


def test_the_command_gives_json(citeman: Citeman, tmp_path: Path) -> None:
    one = "@misc{a, title = {T}}\n@misc{b, title = {Another one}}"
    other = "@misc{a, title = {T}, pmid = {19828532}}"
    data = json.loads(diff(citeman, tmp_path, one, other, options=("--json",)).out)
    assert [r["key"] for r in data["dropped"]] == ["b"]
    assert data["changed"][0]["changes"] == [
        {"field": "PMID", "old": "", "new": "19828532", "kind": "added"}
    ]
    assert data["same"] == 0


def test_two_versions_of_a_page_are_compared_with_their_annotations(
    citeman: Citeman, tmp_path: Path
) -> None:
    page = Path("references/liver-injury-cytokines.txt").read_text(encoding="utf-8")
    edited = page.replace("(Standard reference", "(Older reference", 1)
    assert edited != page
    (tmp_path / "page.txt").write_text(edited, encoding="utf-8")
    run = citeman("diff", "references/liver-injury-cytokines.txt", str(tmp_path / "page.txt"))
    assert run.code == 1
    assert "1 re-annotated" in run.err
    assert run.out.count("annotation:") == 1
    assert run.out.count("\n") == 2


def test_a_file_that_cannot_be_read_is_no_difference(citeman: Citeman, tmp_path: Path) -> None:
    run = citeman("diff", "examples/manuscript.bib", str(tmp_path / "gone.bib"))
    assert run.code == 4


def test_one_stream_cannot_be_both(citeman: Citeman) -> None:
    run = citeman("diff", "-", "-", stdin="@misc{a, title = {T}}")
    assert run.code == 2
    assert "standard input" in run.err


def test_nothing_differs_in_nothing() -> None:
    assert differences([], []) == Differences((), (), (), (), 0)
