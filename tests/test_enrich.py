"""A source's candidate is accepted, proposed or left alone, with reasons."""

import pytest

from citeman.enrich import CODES, Lookup, decide, enrich, query_of
from citeman.model import Date, Name, Problem, Reading, Record, Reference, replace
from citeman.sources.http import Client, Pacer
from citeman.sources.pubmed import PubMed
from tests.fake_ncbi import FakeNCBI, seed_references

SEED = seed_references()
FISHER, LETTER = SEED[0], SEED[1]


def record(reference: Reference, **changes: object) -> Record:
    return Record((Reading("parsed", replace(reference, **changes)),))


def without_ids(reference: Reference, **changes: object) -> Record:
    return record(reference, PMID="", PMCID="", DOI="", **changes)


def codes(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]


@pytest.mark.parametrize("reference", SEED, ids=lambda reference: reference.PMID)
def test_the_record_of_a_given_pmid_is_accepted(reference: Reference) -> None:
    assert decide(record(reference), [reference]).kind == "accept"


@pytest.mark.parametrize("reference", SEED, ids=lambda reference: reference.PMID)
def test_a_full_citation_without_pmid_is_accepted(reference: Reference) -> None:
    assert decide(without_ids(reference), [reference]).kind == "accept"


def test_no_other_record_of_the_seed_page_is_ever_accepted_or_proposed() -> None:
    for ours in SEED:
        others = [theirs for theirs in SEED if theirs is not ours]
        assert decide(without_ids(ours), others).kind == "abstain"


EARLY = {"volume": "", "page": "", "issued": Date(((1988,),))}
KINDS: list[tuple[str, Record, Reference, str]] = [
    ("ahead of print, then final", without_ids(FISHER, **EARLY), FISHER, "accept"),
    (
        "an abbreviated list of authors",
        without_ids(FISHER, author=FISHER.author[:1], truncated=("author",)),
        FISHER,
        "accept",
    ),
    ("a short title with its place", without_ids(LETTER), LETTER, "accept"),
    (
        "a short title without its place",
        without_ids(LETTER, volume="", page="", issue=""),
        LETTER,
        "propose",
    ),
    ("a title and nothing else", record(Reference(title=FISHER.title)), FISHER, "propose"),
    (
        "no title but everything else",
        without_ids(FISHER, title=""),
        FISHER,
        "accept",
    ),
    (
        "no title and no author",
        without_ids(FISHER, title="", author=()),
        FISHER,
        "propose",
    ),
    (
        "another year, volume and page: a yearly report",
        without_ids(FISHER, volume="9", page="1-9", issued=Date(((1991,),))),
        FISHER,
        "propose",
    ),
    (
        "the same title by others elsewhere",
        without_ids(
            FISHER, author=(Name(family="Zhou"),), container_title_short="Gut", volume="", page=""
        ),
        FISHER,
        "abstain",
    ),
    (
        "the erratum of the paper",
        without_ids(FISHER),
        replace(FISHER, PMID="7", genre="Published Erratum"),
        "abstain",
    ),
    (
        "the preprint of the paper",
        without_ids(FISHER),
        replace(FISHER, PMID="7", genre="Preprint"),
        "abstain",
    ),
    (
        "a given PMID with a title that was changed a little",
        record(FISHER, title=FISHER.title.replace("treated", "cancer")),
        FISHER,
        "accept",
    ),
    (
        "a given PMID of a sister work in the same volume",
        record(FISHER, title=FISHER.title.replace("cholestasis", "nephrosis"), page="1863-1870"),
        FISHER,
        "propose",
    ),
    (
        "a given PMID of the same report in another year",
        record(FISHER, volume="9", page="1-9", issued=Date(((1991,),))),
        FISHER,
        "propose",
    ),
    (
        "the same title in the same year without authors, on another page",
        without_ids(FISHER, author=(), volume="8", page="1-9"),
        FISHER,
        "propose",
    ),
    ("a given PMID of another work", record(FISHER, PMID=LETTER.PMID), LETTER, "abstain"),
    ("another PMID than the one given", record(FISHER, PMID="1"), FISHER, "propose"),
]


GUIDE = Reference(
    type="article-journal",
    title="Diagnosis and treatment of burns in adults: guideline of the burns society, part 1",
    author=tuple(Name(*name.split()) for name in ("Ng D", "Kowalski E", "Okafor B", "Lind P")),
    container_title="Journal of made-up medicine",
    container_title_short="J Made Up Med",
    issued=Date(((2019, 3),)),
    volume="12",
    page="101-119",
    PMID="9000001",
)
EPUB = {"status": "Epub ahead of print", "volume": "", "page": "maj019"}
SISTERS = [
    (
        "the second part, in the same volume",
        {"title": GUIDE.title.replace("part 1", "part 2"), "page": "120-140"},
    ),
    (
        "the next edition, two years on",
        {"issued": Date(((2021,),)), "volume": "14", "page": "1-30"},
    ),
    (
        "the next edition, with its year in the title",
        {"title": f"{GUIDE.title} 2020", "issued": Date(((2020,),)), "volume": "13", "page": "9"},
    ),
    (
        "the same question of others, by the same people in the same year",
        {"title": GUIDE.title.replace("adults", "children"), "volume": "", "page": ""},
    ),
    (
        "the protocol of it",
        {"title": "Diagnosis and treatment of burns in adults: protocol", "page": "3-9"},
    ),
    (
        "a comment by others with its title, in the same volume",
        {"title": f"Comment on: {GUIDE.title}", "author": (Name("Diaz", "M"),), "page": "200"},
    ),
    (
        "the authors' reply",
        {"title": f"{GUIDE.title} - authors' reply", "page": "201"},
    ),
    ("its erratum", {"title": f"Erratum: {GUIDE.title}", "page": "300"}),
    ("its retraction", {"genre": "Retraction of Publication", "page": "301"}),
]


@pytest.mark.parametrize("changes", [c[1] for c in SISTERS], ids=[c[0] for c in SISTERS])
def test_a_sister_work_is_never_accepted(changes: dict[str, object]) -> None:
    sister = replace(GUIDE, PMID="9000002", **changes)
    assert decide(without_ids(GUIDE), [sister]).kind != "accept"
    assert decide(without_ids(sister), [GUIDE]).kind != "accept"
    both = decide(without_ids(sister), [GUIDE, sister]).reading
    assert both is None or both.reference is sister


CHANGED: list[tuple[str, dict[str, object]]] = [
    ("ahead of print", EPUB),
    ("ahead of print, the year before", {**EPUB, "issued": Date(((2018,),))}),
    ("ahead of print, with a day read as volume", {**EPUB, "volume": "10"}),
    ("without volume and page", {"volume": "", "page": ""}),
    ("with the volume of another year", {"volume": "13"}),
    ("with another page", {"page": "110"}),
    ("with a supplement in the volume", {"volume": "12 Suppl 1"}),
    ("a typing error in the title", {"title": GUIDE.title.replace("burns", "burms", 1)}),
    ("the title without its end", {"title": GUIDE.title.split(":")[0]}),
    ("a word of the title changed", {"title": GUIDE.title.replace("adults", "grown-ups")}),
    ("a cut list of authors", {"author": GUIDE.author[:2]}),
    ("the first author alone", {"author": GUIDE.author[:1], "truncated": ("author",)}),
    ("no journal", {"container_title": "", "container_title_short": ""}),
    ("the authors and a long title alone", {
        "container_title": "", "container_title_short": "", "volume": "", "page": "",
        "issued": None,
    }),
]  # fmt: skip


@pytest.mark.parametrize("changes", [c[1] for c in CHANGED], ids=[c[0] for c in CHANGED])
def test_what_authors_and_printers_change_is_still_the_work(changes: dict[str, object]) -> None:
    assert decide(without_ids(GUIDE, **changes), [GUIDE]).kind == "accept"


def said(text: str, **fields: object) -> Record:
    """A record parsed, rightly or wrongly, from a text."""
    return Record((Reading("parsed", Reference(**fields), raw=text),))


LINE = (
    "Ng D, Kowalski E, Okafor B, Lind P. Diagnosis and treatment of burns in adults: guideline "
    "of the burns society, part 1. J Made Up Med 2019;12:101-119."
)
OTHER = "Diaz M. Gardens on roofs and what grows in them. Urban Plants 2011;30:7-19."
DIAZ = (Name("Diaz", "M"),)
PLANTS = {"volume": "30", "page": "7-19", "container_title": "Urban Plants"}
HEARD: list[tuple[str, Record, str]] = [
    (
        "the place of the reference below it",
        said(f"{LINE} {OTHER}", title=GUIDE.title, author=GUIDE.author, **PLANTS),
        "accept",
    ),
    (
        "the title and place of the reference below it",
        said(f"{LINE} {OTHER}", author=GUIDE.author, title="Gardens on roofs", **PLANTS),
        "accept",
    ),
    (
        "the second of two references",
        said(f"{OTHER} {LINE}", author=DIAZ, title="Gardens on roofs and what grows", **PLANTS),
        "abstain",
    ),
    (
        "a comment that tells where its paper stands",
        said(
            'Diaz M. An open letter about "Diagnosis and treatment of burns in adults: guideline '
            'of the burns society, part 1" (J Made Up Med 2019;12:101-119). Urban Plants 2020.',
            author=DIAZ, title="An open letter", container_title="J Made Up Med", volume="12",
            page="101-119",
        ),
        "propose",
    ),
    (
        "a reply whose title was lost",
        said(f"Ng D, Kowalski E. Reply to: {LINE[37:]}", author=GUIDE.author, volume="12",
             page="101-119", container_title="J Made Up Med"),
        "abstain",
    ),
    (
        "a name read into the title",
        said(f"D. Ng: {LINE[37:]}", title=f"D. Ng: {GUIDE.title}", volume="12", page="101-119",
             container_title="J Made Up Med"),
        "accept",
    ),
    (
        "a work that only has words of it",
        said("Diaz M. The treatment of burns in adults. Gut 2001;12:101.", author=DIAZ,
             title="The treatment of burns in adults", container_title="Gut", volume="12",
             page="101"),
        "abstain",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "kind"), [c[1:] for c in HEARD], ids=[c[0] for c in HEARD])
def test_the_text_decides_where_it_was_parsed_wrongly(ours: Record, kind: str) -> None:
    assert decide(ours, [GUIDE]).kind == kind


FRAGMENT = replace(GUIDE, title="Diagnosis and treatment of", author=())


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({}, "accept"), ({"page": "7"}, "propose"), ({"container_title": "Gut"}, "propose")],
)
def test_a_piece_of_a_title_will_do_where_journal_volume_and_page_agree(
    changes: dict[str, object], kind: str
) -> None:
    theirs = replace(FRAGMENT, container_title_short="", **changes)
    assert decide(without_ids(GUIDE), [theirs]).kind == kind


PREPRINT = replace(
    GUIDE, PMID="9000003", container_title="medRxiv", container_title_short="", genre="Preprint",
    volume="", page="", issued=Date(((2018,),)),
)  # fmt: skip


def test_the_article_of_a_preprint_is_proposed_as_a_work_of_its_own() -> None:
    decision = decide(without_ids(PREPRINT), [GUIDE])
    assert decision.kind == "propose"
    assert any("a preprint" in reason for reason in decision.reasons)


def test_a_preprint_is_taken_for_itself_beside_its_article() -> None:
    decision = decide(without_ids(PREPRINT), [GUIDE, PREPRINT])
    assert decision.kind == "accept"
    assert decision.reading
    assert decision.reading.reference is PREPRINT


def test_an_article_is_not_taken_for_its_preprint() -> None:
    assert decide(without_ids(GUIDE), [PREPRINT]).kind == "abstain"


def test_the_paper_of_a_conference_abstract_is_at_most_proposed() -> None:
    ours = without_ids(GUIDE, volume="11", page="S77", genre="abstract")
    assert decide(ours, [GUIDE]).kind == "propose"


NOTICE = replace(GUIDE, title=f"Reply to: {GUIDE.title}", page="200", volume="")


@pytest.mark.parametrize(
    ("changes", "kind"), [({}, "accept"), ({"author": (Name("Diaz", "M"),)}, "abstain")]
)
def test_a_reply_is_told_from_others_by_its_authors(changes: dict[str, object], kind: str) -> None:
    assert decide(without_ids(NOTICE, page="", **changes), [NOTICE]).kind == kind


def test_of_many_that_do_not_fit_the_nearest_are_told() -> None:
    near = replace(FISHER, PMID="7654321", title="Jaundice in mice", volume="1", page="1")
    decision = decide(without_ids(FISHER), [*SEED[2:], near])
    assert len(decision.reasons) == 3
    assert near.PMID in decision.reasons[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"), [c[1:] for c in KINDS], ids=[c[0] for c in KINDS]
)
def test_evidence_decides(ours: Record, theirs: Reference, kind: str) -> None:
    assert decide(ours, [theirs]).kind == kind


def test_two_that_fit_are_both_named_and_none_is_taken() -> None:
    twin = replace(FISHER, PMID="7654321")
    decision = decide(without_ids(FISHER), [FISHER, twin])
    assert decision.kind == "abstain"
    assert decision.reading is None
    assert "2585024" in decision.reasons[0]
    assert "7654321" in decision.reasons[0]


def test_of_two_that_fit_the_one_whose_pmid_is_given_is_taken() -> None:
    twin = replace(FISHER, PMID="7654321")
    decision = decide(record(FISHER), [twin, FISHER])
    assert decision.kind == "accept"
    assert decision.reading
    assert decision.reading.reference is FISHER


def test_of_two_that_fit_the_one_that_agrees_in_more_is_taken() -> None:
    reprint = replace(FISHER, PMID="7654321", volume="99", page="1-2")
    decision = decide(without_ids(FISHER), [reprint, FISHER])
    assert decision.kind == "accept"
    assert decision.reading
    assert decision.reading.reference is FISHER


def test_reasons_say_what_agrees_and_what_differs() -> None:
    decision = decide(record(FISHER, volume="8"), [FISHER])
    assert "same title" in decision.reasons
    assert 'volumes differ: "8" and "7"' in decision.reasons


def test_an_accepted_reading_fills_what_is_missing_and_overwrites_nothing() -> None:
    ours = without_ids(FISHER, issued=Date(((1988,),)), volume="")
    [enriched] = enrich([ours], [Lookup((FISHER,))])
    assert enriched.reference.PMID == FISHER.PMID
    assert enriched.reference.volume == "7"
    assert enriched.reference.issued == Date(((1988,),))
    assert enriched.readings[0] == ours.readings[0]


def test_a_proposed_reading_changes_nothing_that_is_settled() -> None:
    ours = record(Reference(title=FISHER.title))
    [enriched] = enrich([ours], [Lookup((FISHER,))])
    assert enriched.reference == ours.reference
    assert enriched.readings[-1].standing == "proposed"
    assert codes(enriched) == ["proposed"]


PROBLEMS: list[tuple[str, Record, Lookup, list[str]]] = [
    ("found", record(FISHER), Lookup((FISHER,)), []),
    ("not found", without_ids(FISHER), Lookup(), ["not-found"]),
    ("unreachable", record(FISHER), Lookup(trouble="NCBI sent a web page"), ["unreachable"]),
    ("not checked", record(FISHER), Lookup(trouble="offline", asked=False), ["not-checked"]),
    ("a PMID that does not exist", record(FISHER), Lookup(), ["pmid-not-found", "not-found"]),
    (
        "a PMID of another work",
        record(FISHER, PMID=LETTER.PMID),
        Lookup((LETTER,)),
        ["pmid-differs", "no-match"],
    ),
    (
        "a PMID of another work, and the right one",
        record(FISHER, PMID=LETTER.PMID),
        Lookup((LETTER, FISHER)),
        ["pmid-differs", "proposed"],
    ),
    ("something else", without_ids(FISHER), Lookup((LETTER,)), ["no-match"]),
    (
        "two of them",
        without_ids(FISHER),
        Lookup((FISHER, replace(FISHER, PMID="7"))),
        ["ambiguous"],
    ),
    ("a field that differs", record(FISHER, volume="8"), Lookup((FISHER,)), ["differs"]),
    ("retracted", record(FISHER), Lookup((replace(FISHER, status="retracted"),)), ["retracted"]),
    (
        "found, but the search was not finished",
        without_ids(FISHER),
        Lookup((FISHER,), trouble="NCBI sent a web page"),
        ["unreachable", "proposed"],
    ),
]


@pytest.mark.parametrize(
    ("ours", "lookup", "expected"), [c[1:] for c in PROBLEMS], ids=[c[0] for c in PROBLEMS]
)
def test_what_happened_is_told_as_problems(
    ours: Record, lookup: Lookup, expected: list[str]
) -> None:
    [enriched] = enrich([ours], [lookup])
    assert codes(enriched) == expected
    assert set(expected) <= set(CODES)


def test_enriching_again_replaces_what_the_source_said_before() -> None:
    ours = replace(without_ids(FISHER), problems=(Problem("no-year", "kept"),))
    [failed] = enrich([ours], [Lookup(trouble="down")])
    [once] = enrich([failed], [Lookup((FISHER,))])
    [twice] = enrich([once], [Lookup((FISHER,))])
    assert once == twice
    assert codes(once) == ["no-year"]


def test_what_the_source_said_before_is_no_evidence() -> None:
    earlier = Reading("pubmed", FISHER, "fills")
    ours = replace(
        record(Reference(title="Hepatotoxicity")),
        readings=(
            Reading("parsed", Reference(title="Hepatotoxicity of statins in adults")),
            earlier,
        ),
    )
    assert decide(ours, [FISHER]).kind == "abstain"


def test_records_and_lookups_belong_together() -> None:
    with pytest.raises(ValueError, match="shorter"):
        enrich([record(FISHER)], [])


def test_the_seed_page_is_enriched_whatever_ncbi_does() -> None:
    pacer = Pacer(clock=lambda: 0.0, sleep=lambda _: None)
    records = [record(reference) for reference in SEED]
    for fault in ("", "429", "html", "truncated", "empty"):
        with FakeNCBI(SEED) as ncbi:
            if fault:
                ncbi.misbehave(fault)
            client = Client(ncbi.url, pacer=pacer)
            lookups = PubMed(client).find([query_of(r, "pubmed") for r in records])
            client.close()
        enriched = enrich(records, lookups)
        assert [r.reference.PMID for r in enriched] == [r.PMID for r in SEED]
        assert all(codes(r) == (["unreachable"] if fault else []) for r in enriched), fault
