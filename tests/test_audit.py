"""Given identifiers are judged by what their texts say, and nobody is accused in error."""

import pytest

from citeman.audit.claims import Claim, claims_of, told_by
from citeman.audit.judging import judge
from citeman.audit.listing import with_conflicts, with_owners
from citeman.audit.verdicts import Checked, as_given, check, unanswered
from citeman.fields.ids import Identifier
from citeman.model import Date, Name, Reading, Record, Reference, replace

PAPER = Reference(
    type="article-journal",
    author=(
        Name(family="Okafor", given="N"),
        Name(family="Lindqvist", given="AM"),
        Name(family="Moreau", given="P"),
        Name(family="Suharto", given="B"),
    ),
    title="Cholestasis after interleukin therapy in renal cancer: a cohort of 300 patients",
    container_title="J Invent Oncol",
    issued=Date(((2009, 3),)),
    volume="26",
    issue="3",
    page="3127-3132",
    PMID="90000001",
    DOI="10.9999/right.1",
    PMCID="PMC9000001",
)
OTHER = Reference(
    type="article-journal",
    author=(Name(family="Hill", given="RT"), Name(family="Stone", given="A")),
    title="Vitamin D and falls among residents of nursing homes",
    container_title="Age Invent",
    issued=Date(((2014,),)),
    volume="43",
    page="88-95",
    PMID="90000002",
    DOI="10.9999/other.2",
)
IDS = {"PMID": "", "DOI": "", "PMCID": ""}


def record(reference: Reference, key: str = "a", raw: str = "", **changes: object) -> Record:
    return Record((Reading("parsed", replace(reference, **changes), raw=raw),), key=key)


def judged(theirs: Reference, raw: str = "", **changes: object) -> str:
    [told] = told_by([record(PAPER, raw=raw, **changes)])
    return judge(told, theirs)


def year(number: int) -> Date:
    return Date(((number,),))


RIGHT: list[tuple[str, dict[str, object]]] = [
    ("as it is", {}),
    ("the first author and et al.", {"author": PAPER.author[:1], "truncated": ("author",)}),
    ("three of four authors", {"author": PAPER.author[:3], "truncated": ("author",)}),
    ("an author left out by mistake", {"author": PAPER.author[:2] + PAPER.author[3:]}),
    ("no authors at all", {"author": ()}),
    ("somebody else as author", {"author": (Name(family="Xu", given="Q"),)}),
    ("authors in another order", {"author": PAPER.author[::-1]}),
    ("the wrong year", {"issued": year(2001)}),
    ("the wrong page", {"page": "1-9"}),
    ("ahead of print", {"volume": "", "issue": "", "page": "", "issued": year(2008)}),
    ("another year, volume and page", {"volume": "1", "page": "e12", "issued": year(2008)}),
    ("without the subtitle", {"title": PAPER.title.partition(":")[0]}),
    ("typing errors in the title", {"title": PAPER.title.replace("renal", "rneal")}),
    ("a translated title", {"title": "Cholestase nach Behandlung bei Nierenkrebs"}),
    ("no title", {"title": ""}),
    ("the journal spelt out", {"container_title": "Journal of Invented Oncology"}),
]


@pytest.mark.parametrize("changes", [c[1] for c in RIGHT], ids=[c[0] for c in RIGHT])
def test_a_right_identifier_agrees_although_the_text_has(changes: dict[str, object]) -> None:
    assert judged(PAPER, **changes) == "agrees"


@pytest.mark.parametrize("changes", [c[1] for c in RIGHT if c[0] not in ("no title",)])
def test_no_text_of_a_work_agrees_with_another_record(changes: dict[str, object]) -> None:
    assert judged(OTHER, **changes) != "agrees"


WRONG: list[tuple[str, dict[str, object], Reference]] = [
    ("another work", {}, OTHER),
    ("another work, in the same volume", {}, replace(OTHER, container_title="J Invent Oncol")),
    ("another work, and only authors and journal in the text", {"title": "", "page": ""}, OTHER),
    (
        "the erratum of the paper",
        {},
        replace(PAPER, genre="Published Erratum", volume="27", page="9"),
    ),
    (
        "a comment on the paper",
        {},
        replace(PAPER, title=f"Comment on: {PAPER.title}", author=OTHER.author, page="4000"),
    ),
    (
        "the preprint of the paper",
        {},
        replace(PAPER, genre="Preprint", container_title="medRxiv", volume="", page="2008.01.02"),
    ),
]


@pytest.mark.parametrize(("changes", "held"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_a_wrong_identifier_differs(changes: dict[str, object], held: Reference) -> None:
    assert judged(held, **changes) == "differs"


SISTER = replace(PAPER, title=PAPER.title.replace("Cholestasis", "Nephrosis"), page="3140-3145")
THIN_TITLE: dict[str, object] = {
    **dict.fromkeys(("container_title", "volume", "page"), ""),
    "title": "Interleukin-2",
    "author": (),
    "issued": None,
}
THIN: list[tuple[str, dict[str, object], Reference]] = [
    ("only a journal and a year", {"title": "", "author": (), "volume": "", "page": ""}, PAPER),
    ("a short title and nothing else", THIN_TITLE, OTHER),
    ("nothing", dict.fromkeys(("title", "container_title", "volume", "page"), ""), Reference()),
    ("a sister work in the same volume", {}, SISTER),
    ("the same people elsewhere", {"volume": "", "page": ""}, replace(OTHER, author=PAPER.author)),
    (
        "a letter under the title of the paper it is about",
        {"volume": "", "page": ""},
        replace(PAPER, author=OTHER.author, issued=None),
    ),
    (
        "the report of another year",
        {"volume": "28", "page": "1-9", "issued": year(2012)},
        PAPER,
    ),
    (
        "authors that were read into the title of the record",
        {},
        replace(OTHER, title=f"Okafor N; Study Group. {PAPER.title}", author=()),
    ),
]


@pytest.mark.parametrize(("changes", "held"), [c[1:] for c in THIN], ids=[c[0] for c in THIN])
def test_where_the_text_says_too_little_nothing_is_claimed(
    changes: dict[str, object], held: Reference
) -> None:
    assert judged(held, **changes) == "cannot-tell"


def test_a_letter_whose_comment_on_the_parser_lost_agrees_with_its_record() -> None:
    letter = replace(PAPER, title=f"Comment on: {PAPER.title}")
    assert judged(letter, raw=f"Okafor N. Comment on: {PAPER.title}. 2009.") == "agrees"


def test_claims_name_each_identifier_once_in_the_order_of_the_records() -> None:
    text = Reading("parsed", replace(PAPER, PMCID=""))
    link = Reading("link", Reference(PMID="90000001", URL="https://doi.org/10.9999/RIGHT.1"))
    found = Reading("pubmed", Reference(PMCID="PMC9000001"), "fills")
    maybe = Reading("crossref", Reference(DOI="10.9999/maybe"), "proposed")
    claims = claims_of([record(OTHER, "b", DOI=""), Record((text, link, found, maybe), key="a")])
    given = [(c.place, c.told.key, c.given) for c in claims]
    assert given == [
        (0, "b", "PMID:90000002"),
        (1, "a", "PMID:90000001"),
        (1, "a", "PMC9000001"),
        (1, "a", "10.9999/right.1"),
    ]


def test_two_pmids_of_one_reference_are_two_claims() -> None:
    readings = (Reading("parsed", PAPER), Reading("link", Reference(PMID="90000002")))
    given = [c.given for c in claims_of([Record(readings)]) if c.identifier.kind == "PMID"]
    assert given == ["PMID:90000001", "PMID:90000002"]


def test_an_identifier_that_a_person_removed_is_not_verified() -> None:
    removed = Reading("manual", Reference(), emptied=("PMID",))
    claims = claims_of([Record((Reading("parsed", PAPER), removed))])
    assert [c.identifier.kind for c in claims] == ["PMCID", "DOI"]


def test_a_text_is_told_without_identifiers_and_without_what_a_source_said() -> None:
    readings = (
        Reading("parsed", PAPER, raw="Okafor N. 2009. PMID: 90000001 doi:10.9999/right.1"),
        Reading("pubmed", Reference(abstract="Found."), "fills"),
    )
    [told] = told_by([Record(readings, key="a")])
    assert told.reference == replace(PAPER, **IDS)
    assert "90000001" not in told.text
    assert "10.9999" not in told.text


def claim(place: int, reference: Reference, kind: str = "PMID", value: str = "") -> Claim:
    [told] = told_by([record(reference, key=f"key{place}")])
    identifier = Identifier(kind, value or getattr(reference, kind))
    return Claim(place, told, identifier, str(identifier))


def test_an_agreeing_identifier_says_field_by_field_why() -> None:
    one = check(claim(0, PAPER), [PAPER], "missing")
    assert (one.verdict, one.is_firm, one.is_finding) == ("agrees", True, False)
    assert {"same title", "same authors", "same first page"} <= set(one.reasons)


def test_a_differing_identifier_says_what_it_names() -> None:
    one = check(claim(0, PAPER), [OTHER], "missing")
    assert (one.verdict, one.is_finding) == ("differs", True)
    assert one.reasons[0] == (
        'it names "Vitamin D and falls among residents of nursing homes" '
        "(Hill RT, et al., Age Invent 2014)"
    )
    assert any(words.startswith("authors differ: ") for words in one.reasons)


def test_of_several_records_with_an_identifier_the_one_that_fits_counts() -> None:
    assert check(claim(0, PAPER), [OTHER, PAPER], "missing").held == PAPER


def test_what_has_no_record_is_not_found() -> None:
    one = check(claim(0, PAPER), [], "no record has it")
    assert (one.verdict, one.reasons) == ("not-found", ("no record has it",))


def test_what_cannot_be_an_identifier_is_not_found() -> None:
    [one] = [c for c in claims_of([record(PAPER, PMID="n/a")]) if c.identifier.kind == "PMID"]
    assert one.given == "n/a"
    assert check(one, [], "missing").reasons == ("this cannot be a PMID",)


def test_unreachable_and_not_checked_are_two_answers() -> None:
    verdicts = [unanswered(claim(0, PAPER), "why", asked=asked).verdict for asked in (True, False)]
    assert verdicts == ["unreachable", "not-checked"]


NOTICES: list[tuple[str, bool]] = [
    ("retraction", True),
    ("expression-of-concern", True),
    ("erratum", False),
    ("update", False),
]


@pytest.mark.parametrize(("form", "is_finding"), NOTICES)
def test_a_retraction_or_concern_is_a_finding_where_the_identifier_is_right(
    form: str, is_finding: bool
) -> None:
    held = replace(PAPER, custom={"notices": [{"kind": form, "date": "2012"}]})
    one = check(claim(0, PAPER), [held], "missing")
    assert (one.verdict, one.is_finding) == ("agrees", is_finding)
    assert [notice.date for notice in one.notices] == ["2012"]


def works(number: int) -> list[Reference]:
    """Works that have nothing in common."""
    topics = ("falls", "asthma", "burns", "gout", "stroke", "measles")
    people = ("Hill", "Okafor", "Moreau", "Stone", "Lindqvist", "Suharto")
    return [
        Reference(
            author=(Name(family=people[i], given="A"),),
            title=f"Treatment of {topics[i]} in the {topics[-i]} ward of a {people[-i]} hospital",
            container_title=f"Annals of {topics[i]}",
            volume=str(i + 3),
            page=str(50 * i + 7),
            PMID=str(i + 1),
        )
        for i in range(number)
    ]


def moved(references: list[Reference], named: list[int]) -> tuple[list[Checked], list[str]]:
    """Give reference i the PMID of work named[i]."""
    checked = [
        check(claim(i, reference, value=references[j].PMID), [references[j]], "missing")
        for i, (reference, j) in enumerate(zip(references, named, strict=True))
    ]
    told = told_by([record(ref, key=f"key{i}") for i, ref in enumerate(references)])
    found, shifts = with_owners(checked, told)
    return found, [str(shift) for shift in shifts]


def test_identifiers_shifted_along_the_list_are_seen_as_one_shift() -> None:
    checked, shifts = moved(works(5), [0, 2, 3, 4, 0])
    words = "3 PMIDs are shifted by one, from key1 to key3: each fits the reference after its own"
    assert shifts == [words]
    assert checked[1].reasons[-2:] == ("it fits the next reference, key2", words)
    assert checked[4].reasons[-1] == "it fits another reference of the list, key0"
    assert checked[0].verdict == "agrees"


def test_a_shift_by_two_is_seen() -> None:
    _, [words] = moved(works(6), [5, 5, 0, 1, 2, 3])
    assert words == (
        "4 PMIDs are shifted by 2, from key2 to key5: each fits the reference 2 places "
        "before its own"
    )


def test_two_identifiers_that_changed_places_are_no_shift() -> None:
    checked, shifts = moved(works(4), [0, 2, 1, 3])
    assert shifts == []
    assert checked[1].reasons[-1] == "it fits the next reference, key2"
    assert checked[2].reasons[-1] == "it fits the reference before, key1"


BARE = dict.fromkeys(("title", "container_title", "volume", "page"), "") | {"author": ()}


def test_a_text_that_says_nothing_beside_its_twin_is_not_accused() -> None:
    full = works(3)
    pairs = [ref for work in full for ref in (work, replace(work, **BARE))]
    checked = [check(claim(i, r), [full[i // 2]], "missing") for i, r in enumerate(pairs)]
    told = told_by([record(ref, key=f"key{i}") for i, ref in enumerate(pairs)])
    found, shifts = with_owners(checked, told)
    assert shifts == []
    assert [one.verdict for one in found] == ["agrees", "cannot-tell"] * 3


def test_in_a_shifted_list_a_text_that_says_nothing_differs_as_well() -> None:
    references = works(5)
    references[2] = replace(references[2], **BARE)
    named = works(5)
    checked = [
        check(claim(i, r, value=named[(i + 1) % 5].PMID), [named[(i + 1) % 5]], "missing")
        for i, r in enumerate(references)
    ]
    told = told_by([record(ref, key=f"key{i}") for i, ref in enumerate(references)])
    found, [shift] = with_owners(checked, told)
    assert found[2].verdict == "differs"
    assert shift.keys == ("key0", "key2", "key3")


def test_a_list_in_order_has_no_shift() -> None:
    checked, shifts = moved(works(6), list(range(6)))
    assert shifts == []
    assert {one.verdict for one in checked} == {"agrees"}


def test_a_pmid_and_a_doi_of_two_works_contradict() -> None:
    right = check(claim(0, PAPER), [PAPER], "missing")
    wrong = check(claim(0, PAPER, "DOI", OTHER.DOI), [OTHER], "missing")
    one, other = with_conflicts([right, wrong])
    assert one.reasons[-1] == "the PMID and the DOI name two works"
    assert other.reasons[-1] == "the DOI and the PMID name two works"
    assert (one.is_finding, other.is_finding) == (False, True)


def test_identifiers_that_contradict_are_a_finding_where_the_text_says_nothing() -> None:
    bare = replace(PAPER, title="", author=(), container_title="", volume="", page="", issued=None)
    pmid = check(claim(0, bare, "PMID", PAPER.PMID), [PAPER], "missing")
    doi = check(claim(0, bare, "DOI", OTHER.DOI), [OTHER], "missing")
    checked = with_conflicts([pmid, doi])
    assert [(one.verdict, one.is_finding) for one in checked] == [("cannot-tell", True)] * 2


def test_a_doi_that_no_record_has_is_told_from_the_one_of_the_record_that_fits() -> None:
    right = check(claim(0, PAPER), [PAPER], "missing")
    mistyped = check(claim(0, PAPER, "DOI", "10.9999/rihgt.1"), [], "missing")
    _, other = with_conflicts([right, mistyped])
    assert other.verdict == "not-found"
    assert other.reasons[-1] == (
        "the record of PMID:90000001, which fits the text, has the DOI 10.9999/right.1"
    )


def test_identifiers_of_one_work_do_not_contradict() -> None:
    checked = [check(claim(0, PAPER, kind), [PAPER], "missing") for kind in IDS]
    assert with_conflicts(checked) == checked


GIVEN: list[tuple[Reference, str, str]] = [
    (PAPER, "PMID", "PMID:90000001"),
    (PAPER, "DOI", "10.9999/right.1"),
    (PAPER, "PMCID", "PMC9000001"),
    (OTHER, "PMCID", "PMID:90000002"),
]


@pytest.mark.parametrize(("reference", "kind", "spelt"), GIVEN)
def test_a_suggestion_is_spelt_as_it_would_be_given(
    reference: Reference, kind: str, spelt: str
) -> None:
    assert as_given(reference, kind) == spelt


def test_where_the_page_differs_a_better_record_is_looked_for() -> None:
    assert not check(claim(0, replace(PAPER, page="9-12")), [PAPER], "missing").is_firm
