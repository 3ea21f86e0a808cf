"""Labelled sets become examples, works become references, and nothing leaks."""

import random
from typing import Any

import pytest

from citeman.model import Date, Name, Reference, replace
from citeman.train.align import align
from citeman.train.calibrate import curve, reliability
from citeman.train.examples import Example
from citeman.train.gate import Gate
from citeman.train.measure import compared
from citeman.train.naming import MANNERS, Namer
from citeman.train.render import edited, render, resolve
from citeman.train.schools import read
from citeman.train.score import Score, score
from citeman.train.styles import LABEL_OF_FIELD, templates
from citeman.train.works import Pools, Work


def _row(raw: str, *spans: tuple[str, str], **fields: Any) -> dict[str, Any]:
    found = [(raw.index(text), raw.index(text) + len(text), label) for text, label in spans]
    return {"raw": raw, "spans": found, "fields": fields, "meta": {}}


def _named(example: Example) -> list[tuple[str, str]]:
    return [(example.raw[a:b].strip(" .,;:()"), label) for a, b, label in example.spans]


SCHOOLED = [
    (
        _row("X, 48(2), 161", ("48(2),", "volume"), volume="48", issue="2"),
        [("48", "volume"), ("2", "issue")],
    ),
    (
        _row("X 70:378–80.", ("70:378–80.", "volume"), volume="70", page="378-80"),
        [("70", "volume"), ("378–80", "page")],
    ),
    (
        _row("X. In Proc. of A, 1", ("In Proc. of A,", "container-title")),
        [("Proc. of A", "container-title")],
    ),
    (_row("A. Roe, editor. T", ("A. Roe, editor.", "editor")), [("A. Roe", "editor")]),
    (_row("Ed. by A. Roe. T", ("Ed. by A. Roe.", "editor")), [("A. Roe", "editor")]),
    (_row("X, pp. 35-77.", ("pp. 35-77.", "page"), page="35-77"), [("35-77", "page")]),
    (_row("X, 2nd edn. Y", ("2nd edn.", "edition")), [("2nd", "edition")]),
    (_row("X. PMID: 12345", ("PMID: 12345", "note")), [("PMID: 12345", "PMID|outside")]),
    (
        _row("X. Accessed 3 May", ("Accessed 3 May", "note")),
        [("Accessed 3 May", "accessed|outside")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), SCHOOLED)
def test_a_span_leaves_its_keyword_outside(
    row: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    named = _named(read(row, "anystyle_core"))
    assert [(text, label) for text, label in named if label != "outside"] == expected


def test_a_page_count_is_no_page() -> None:
    row = _row("A book. 324 p.", ("324 p.", "page"), **{"number-of-pages": "324"})
    assert _named(read(row, "anystyle_core")) == [("324 p", "outside")]


def test_a_volume_that_cannot_be_told_apart_is_left_open() -> None:
    row = _row("X 1984;22(4", ("1984;22(4", "volume"), volume="1984;22(4")
    [(_, label)] = _named(read(row, "anystyle_core"))
    assert set(label.split("|")) >= {"volume", "issue", "page", "issued"}


LONG = "Smith J, Doe K. A study of many things in several places. Journal of Studies 2001;3:4-5."


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.upper(),
        "12. " + LONG.replace("2001", "2002"),
        LONG.replace("Smith J", "Smyth, J."),
    ],
)
def test_the_gate_stops_what_measures_and_what_nearly_does(text: str) -> None:
    assert Gate([LONG]).leaks(text)


def test_the_gate_lets_other_references_through_once() -> None:
    other = Example(
        "Roe P. Another matter altogether, told at length. Other Journal 1999;8:9.", ()
    )
    assert list(Gate([LONG]).clean([other, other, Example(LONG, ())])) == [other]


FIELDS = {"au": "A", "ti": "T", "jo": "J", "yr": "2001"}


@pytest.mark.parametrize(
    ("template", "plan"),
    [
        ("<au>[ (<yr>)]", "<au> (<yr>)"),
        ("<au>[, <vol>]", "<au>"),
        ("<au>[[ <vol>] <yr>]", "<au> <yr>"),
        ("{<au>|<au>}. ⟦x⟧", "<au>. ⟦x⟧"),
    ],
)
def test_groups_without_their_fields_are_left_out(template: str, plan: str) -> None:
    assert resolve(template, FIELDS, random.Random(1)) == plan


def test_every_template_is_well_formed() -> None:
    every = dict.fromkeys(LABEL_OF_FIELD, "x")
    for listed in templates().values():
        for template in listed:
            assert template.manner in MANNERS
            for seed in range(20):
                plan = resolve(template.text, every, random.Random(seed))
                assert not set("{}[]|") & set(plan), template


PEOPLE = [("Smith", "John B."), ("Doe", "Kay")]


@pytest.mark.parametrize(
    ("manner", "written"),
    [
        ("vancouver", "Smith JB, Doe K"),
        ("elsevier", "J.B. Smith, K. Doe"),
        ("slashes", "Smith, John B./Doe, Kay"),
    ],
)
def test_names_are_written_in_the_manner_of_a_style(manner: str, written: str) -> None:
    seeds = (Namer(manner, "en", random.Random(i), {}).write(PEOPLE) for i in range(60))
    assert written in set(seeds)


def _pools() -> Pools:
    people = [("Roe", "Ann"), ("Poe", "Ed"), ("Foe", "Ian")]
    return Pools(
        people, {"J": ["Jane"]}, ["A title"], ["Nature"], ["A book"], ["Proc. of X"],
        ["A series"], [("Springer", "Berlin")], ["a.org"], ["Report"],
    )  # fmt: skip


def test_rendered_spans_hold_the_values_of_the_work() -> None:
    fields = {"au": PEOPLE, "ti": "On things that matter", "yr": "2001", "jo": "Nature"}
    works = [Work("article", fields | {"vol": "7", "pg": "1-9"})] * 300
    examples = list(render(works, _pools(), random.Random(3)))
    assert len(examples) > 250
    titles = [e.raw[a:b] for e in examples for a, b, label in e.spans if label == "title"]
    assert sum(t == "On things that matter" for t in titles) > len(titles) / 2
    for example in examples:
        assert all(0 <= a < b <= len(example.raw) for a, b, _ in example.spans)


def test_rendering_is_the_same_for_the_same_seed() -> None:
    work = Work("book", {"au": PEOPLE, "ti": "On things", "yr": "2001", "pu": "Knopf"})

    def once() -> list[Example]:
        return list(render([work] * 20, _pools(), random.Random(5)))

    assert once() == once()


def test_spans_move_with_the_text_they_cover() -> None:
    example = edited(Example("Ab. Title. J", ((4, 9, "title"),)), [(2, 4, " "), (9, 11, "")])
    assert example.raw == "Ab TitleJ"
    assert [example.raw[a:b] for a, b, _ in example.spans] == ["Title"]


def test_confidences_are_mapped_to_shares_of_right_fields() -> None:
    judged = [(0.3, False)] * 120 + [(0.6, i % 2 == 0) for i in range(120)] + [(5.0, True)] * 120
    mapped = curve(judged)
    assert list(mapped.values()) == sorted(mapped.values())
    assert mapped == {0.3: 0.0, 0.6: 0.5, 5.0: 0.999}


def test_reliability_sets_confidences_beside_what_is_right() -> None:
    judged = [(0.95, True)] * 9 + [(0.95, False), (0.2, False)]
    assert reliability(judged) == [
        (pytest.approx(0.2), 0.0, 1),
        (pytest.approx(0.95), pytest.approx(0.9), 10),
    ]


GOLD = {
    "author": [{"family": "van der Berg", "given": "A"}],
    "title": "On X",
    "page": "291-4",
    "issued": {"year": "2001"},
}
READ = Reference(
    author=(Name(family="Berg", given="A."),),
    title="On “X”.",
    page="291–294",
    issued=Date(date_parts=((2001,),)),
)


def _score(reference: Reference, *unlabelled: str) -> Score:
    return score([{"fields": GOLD, "meta": {"unlabelled": list(unlabelled)}}], [reference])


def test_spelling_does_not_make_a_field_wrong() -> None:
    assert _score(READ).whole == 1


@pytest.mark.parametrize(
    ("field", "value"), [("title", "On Y"), ("page", ""), ("volume", "3"), ("author", ())]
)
def test_a_field_that_differs_makes_the_whole_wrong(field: str, value: object) -> None:
    wrong = replace(READ, **{field: value})
    assert _score(wrong).whole == 0
    assert _score(wrong).mean_f1 < 1
    assert _score(wrong, field).whole == 1


CORRECTED = {
    "author": [{"family": "Roe", "given": "A"}, {"family": "Poe", "given": "B"}],
    "title": "On X: a study",
    "container-title": "Nature",
    "issued": {"date-parts": [[2001]]},
    "volume": "3",
    "page": "291-294",
}


def test_corrected_values_are_found_in_their_string() -> None:
    example = align("Roe A, Poe B. On X – a study. Nature 2001;3:291-4.", CORRECTED)
    assert _named(example) == [
        ("Roe A, Poe B", "author"),
        ("On X – a study", "title"),
        ("Nature", "container-title"),
        ("2001", "issued"),
        ("3", "volume"),
    ]
    assert example.rest == "outside|page"


def test_a_report_says_what_changed_since_an_earlier_one() -> None:
    old = {"sets": {"a": {"whole": 70.0, "F1": 90.0}, "b": {"whole": 1.0, "F1": 2.0}}}
    new = {"sets": {"a": {"whole": 71.5, "F1": 90.0}, "c": {"whole": 3.0, "F1": 4.0}}}
    assert list(compared(new, old)) == ["a: whole 70.0 -> 71.5 (+1.5)"]
