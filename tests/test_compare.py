"""Evidence per field, for and against two references being one work."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.match.compare import LOCATORS, WEIGHTS, compare, is_preprint, likenesses
from citeman.match.journals import is_same_journal, journal_likeness
from citeman.match.people import people_likeness
from citeman.match.texts import author_in, journal_in, place_in, title_in, year_in
from citeman.match.titles import is_notice_title, is_telling, stated_title, title_likeness
from citeman.model import Date, Name, Reference, replace
from tests.fake_ncbi import seed_references

SEED = seed_references()

TITLES = [
    ("Interleukin-2 in cancer", "Interleukin 2 in cancer.", "same"),
    ("SIDE EFFECTS OF CYTOKINES", "Side effects of cytokines", "same"),
    ("[Burns in the elderly]", "Burns in the elderly", "same"),
    ("Sjögren’s syndrome", "Sjogren's syndrome", "same"),
    ("Post-operative care of adults", "Postoperative care of adults", "same"),
    ("Results in metastatc melanoma", "Results in metastatic melanoma", "same"),
    ("Gut feelings", "Gut feelings: a survey of surgeons in two towns", "part"),
    (
        "Results of treatment of 255 patients",
        "Results of treatment of 255 patients with renal cancer",
        "part",
    ),
    (
        "Drugs for the treatment of delirium in intensive care: a review of trials",
        "Drugs for the prevention of delirium in intensive care: a review of trials",
        "reworded",
    ),
    (
        "Effect of non-pharmacological treatment of fatigue in adults with arthritis",
        "Effect of pharmacological treatment of fatigue in adults with arthritis",
        "reworded",
    ),
    ("Cancer statistics for the world, 2019", "Cancer statistics for the world, 2020", "numbers"),
    ("Staging of lung cancer: part I", "Staging of lung cancer: part II", "numbers"),
    ("Jones TO: Measuring how proteins fold", "Measuring how proteins fold", "part"),
    ("Eye cosmetics and care", "Allergies to eye cosmetics and care of the skin", "inside"),
    ("A study of 4,587 resections of livers", "A study of 4587 resections of livers", "same"),
    ("β-cell function after loss of weight", "beta-cell function after loss of weight", "same"),
    ("6. Goals of care in diabetes, 2024", "Goals of care in diabetes, 2024", "same"),
    ("Milk of <i>Gorilla gorilla</i>", "Milk of Gorilla gorilla</i", "same"),
    ("Reported outcome measures (PROM) in use", "Reported outcome measures in use", "same"),
    ("Autoimmune hemolytic anemia after interleukin-2", "Hepatotoxicity of statins", "differs"),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "kind"), TITLES)
def test_titles_are_compared_as_a_reader_would(ours: str, theirs: str, kind: str) -> None:
    assert title_likeness(ours, theirs) == kind
    assert title_likeness(theirs, ours) == kind


@pytest.mark.parametrize(
    ("title", "telling"),
    [
        ("Interleukin-2", False),
        ("Editorial", False),
        ("Meta-analysis", False),
        ("Letter to the editor", False),
        ("Comment on: Side effects of cytokines approved for therapy", False),
        ("Side effects of cytokines approved for therapy", True),
    ],
)
def test_a_short_title_names_no_single_work(title: str, telling: bool) -> None:
    assert is_telling(title) == telling


NOTICES = [
    ("Erratum: Side effects of cytokines", True),
    ("Correction to: Side effects", True),
    ("Author Correction: Side effects", True),
    ("Comment on: Side effects", True),
    ("Commentary on \"Side effects\"", True),
    ("Reply to Smith et al.", True),
    ("In response to Side effects", True),
    ("Re: Side effects", True),
    ("Response to the letter of Smith", True),
    ("RETRACTED: Side effects", True),
    ("Side effects: a review - authors' response", True),
    ("Side effects: a review: Erratum", True),
    ("Side effects - EXPRESSION OF CONCERN", True),
    ("An invited commentary on: Side effects", True),
    ("Responses to commentary on 'Side effects'", True),
    ("ASO Author Reflections: Side effects", True),
    ("Response of melanoma to interleukin-2", False),
    ("Response to interleukin-2 in melanoma", False),
    ("Correction of scoliosis in adults", False),
    ("Retraction of the eyelid in thyroid disease", False),
    ("Comments and questions in primary care", False),
    ("Immune response", True),
    ("Relapse of depression", False),
]  # fmt: skip


@pytest.mark.parametrize(("title", "notice"), NOTICES)
def test_a_reply_or_correction_is_told_from_a_paper(title: str, notice: bool) -> None:
    assert is_notice_title(title) == notice


JOURNALS = [
    ("J Clin Oncol", "Journal of clinical oncology : official journal of the Society", True),
    ("J. Clin. Oncol.", "J Clin Oncol", True),
    ("N Engl J Med", "The New England journal of medicine", True),
    ("NEJM", "The New England journal of medicine", True),
    ("Proc Natl Acad Sci U S A",
     "Proceedings of the National Academy of Sciences of the United States of America", True),
    ("Proc Natl Acad Sci USA", "Proc Natl Acad Sci U S A", True),
    ("PNAS",
     "Proceedings of the National Academy of Sciences of the United States of America", True),
    ("Med Lett Drugs Ther", "The Medical letter on drugs and therapeutics", True),
    ("Immunol Allergy Clin North Am", "Immunology and allergy clinics of North America", True),
    ("PLoS One", "PloS one", True),
    ("Gut", "Gut", True),
    ("Soc Justice", "Social justice (San Francisco, Calif.)", True),
    ("J Mol Med (Berl)", "Journal of molecular medicine (Berlin, Germany)", True),
    ("Xenobiotica", "Xenobiotica; the fate of foreign compounds in biological systems", True),
    ("Spine (Phila Pa", "Spine (Phila Pa 1976)", True),
    ("Gut", "Gut microbes", False),
    ("J Clin Oncol", "Clinical oncology (Royal College of Radiologists)", False),
    ("J Biol Chem", "Journal of biochemistry", False),
    ("Lancet", "The Lancet. Oncology", False),
    ("Cancer", "Cancer research", False),
    ("Eur J Cancer", "European journal of cardiology", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), JOURNALS)
def test_an_abbreviation_is_matched_to_its_journal(one: str, other: str, same: bool) -> None:
    assert is_same_journal(one, other) == same
    assert is_same_journal(other, one) == same


def test_either_title_of_a_journal_will_do() -> None:
    theirs = Reference(container_title="Tidsskrift", container_title_short="Ugeskr Laeger")
    assert journal_likeness(Reference(container_title="Ugeskr. Læger"), theirs) == "same"


def people(text: str) -> tuple[Name, ...]:
    """Read "Smith A; *Study Group"."""
    return tuple(
        Name(literal=name[1:]) if name[0] == "*" else Name(*name.rsplit(" ", 1))
        for name in text.split("; ")
    )


PEOPLE = [
    ("Smith A; Jones B", "Smith Anna; Jones Bob", "same"),
    ("Smith A", "Smith A; Jones B; Khan C; Li D", "same"),
    ("Smith A; *Big Study Group", "Smith A", "same"),
    ("*INSIGHT Study Group", "*INSIGHT Study Group; *SILCAAT Committee", "same"),
    ("Müller A", "Muller A", "same"),
    ("Rosenburg A; Jones B", "Rosenberg A; Jones B", "same"),
    ("Chan A", "Chen A", "differs"),
    ("Smith A; Jones B; Wrong C", "Smith A; Jones B; Khan C", "most"),
    ("Smith A; Wrong B; False C", "Smith A; Jones B; Khan C", "first"),
    ("Smith A; Khan C", "Smith A; Jones B; Khan C", "most"),
    ("Jones B; Smith A", "Smith A; Jones B", "some"),
    ("Smith A", "Smith B", "differs"),
    ("*Big Study Group", "*Small Committee", "differs"),
    ("*Big Study Group", "Smith A; Jones B", None),
]


@pytest.mark.parametrize(("ours", "theirs", "kind"), PEOPLE)
def test_authors_are_compared_by_family_and_initial(
    ours: str, theirs: str, kind: str | None
) -> None:
    one, other = Reference(author=people(ours)), Reference(author=people(theirs))
    assert people_likeness(one, other) == kind


def test_a_list_that_is_abbreviated_may_leave_gaps() -> None:
    ours = Reference(author=people("Smith A; Khan C"), truncated=("author",))
    assert people_likeness(ours, Reference(author=people("Smith A; Jones B; Khan C"))) == "same"


def test_a_particle_may_be_part_of_the_family_or_not() -> None:
    ours = Reference(author=(Name(family="van Moorselaar", given="RJ"),))
    theirs = Reference(
        author=(Name(family="Moorselaar", given="R Jeroen", non_dropping_particle="van"),)
    )
    assert people_likeness(ours, theirs) == "same"


TEXT = (
    "12. Miller AB, Khan C. Ways of finding refer-\nences in long and broken texts. "
    "J. Made Up Res. 92, 2802-2810 (2004). Ng D. Eye cosmetics. Gut 2005, 7:11."
)
STATED = [
    ("Ways of finding references in long and broken texts", "stated"),
    ("Ways of finding references in long and brokem texts", "stated"),
    ("finding references in long", "inside"),
    ("Ways of finding references in short and broken texts", None),
    ("Hepatotoxicity of statins in adults", None),
]


@pytest.mark.parametrize(("title", "standing"), STATED)
def test_a_title_is_found_in_a_text(title: str, standing: str | None) -> None:
    assert stated_title(title, TEXT) == standing


HEARD = [
    (title_in, Reference(title="Eye cosmetics"), "inside"),
    (title_in, Reference(title="Hepatotoxicity"), None),
    (title_in, Reference(original_title=STATED[0][0]), "stated"),
    (author_in, Reference(author=(Name(family="Miller", given="A"),)), "named"),
    (author_in, Reference(author=(Name(family="Ng", given="D"),)), None),
    (author_in, Reference(), None),
    (journal_in, Reference(container_title="Journal of made-up research"), "named"),
    (journal_in, Reference(container_title_short="J Made Up Res"), "named"),
    (journal_in, Reference(container_title="Journal of found research"), None),
    (journal_in, Reference(container_title="Ways"), None),
    (place_in, Reference(volume="92", page="2802"), "named"),
    (place_in, Reference(volume="2802", page="92"), None),
    (place_in, Reference(volume="12", page="11"), None),
    (place_in, Reference(page="2802"), None),
    (year_in, Reference(issued=Date(((2004, 3),))), "named"),
    (year_in, Reference(issued=Date(((2006,),))), None),
]  # fmt: skip


@pytest.mark.parametrize(("hear", "theirs", "kind"), HEARD)
def test_a_text_is_read_for_what_a_record_says(
    hear: Callable[[str, Reference], str | None], theirs: Reference, kind: str | None
) -> None:
    assert hear(TEXT, theirs) == kind


def test_the_text_speaks_where_parsing_went_wrong() -> None:
    theirs = Reference(
        title="Ways of finding references in long and broken texts",
        container_title="Journal of made-up research", volume="92", page="2802-2810",
    )  # fmt: skip
    ours = Reference(title="Eye cosmetics", container_title="Gut", volume="7", page="11")
    heard = {e.field: e.kind for e in compare(ours, theirs, TEXT).evidence}
    assert heard == {
        "title": "stated", "container_title": "named", "volume": "named", "page": "named",
    }  # fmt: skip
    assert compare(ours, theirs).score < 0.01 < 0.9 < compare(ours, theirs, TEXT).score


def test_the_text_is_not_read_for_a_work_whose_title_it_has_not() -> None:
    theirs = Reference(title="Hepatotoxicity of statins", volume="92", page="2802")
    ours = Reference(title="Eye cosmetics", volume="7", page="11")
    assert compare(ours, theirs, TEXT) == compare(ours, theirs)


EARLY = [
    (Reference(volume="10", status="Epub ahead of print"), Reference(volume="81"), "early"),
    (Reference(volume="81"), Reference(volume="10", status="In press"), "early"),
    (Reference(volume="10"), Reference(volume="81"), "differs"),
    (Reference(volume="81", status="Epub ahead of print"), Reference(volume="81"), "same"),
    (Reference(volume="53"), Reference(volume="53 Suppl 3"), "same"),
    (Reference(volume="102-B"), Reference(volume="102B"), "same"),
    (Reference(volume="Suppl 1"), Reference(volume="Suppl 2"), "differs"),
]


@pytest.mark.parametrize(("ours", "theirs", "kind"), EARLY)
def test_a_volume_is_provisional_until_it_is_printed(
    ours: Reference, theirs: Reference, kind: str
) -> None:
    assert likenesses(ours, theirs)["volume"] == kind


@pytest.mark.parametrize(
    ("ours", "theirs"), [("e7298", "7298-310"), ("007", "7"), ("S12", "s12-9")]
)
def test_first_pages_are_compared_without_noughts_and_the_e_of_an_e_locator(
    ours: str, theirs: str
) -> None:
    assert likenesses(Reference(page=ours), Reference(page=theirs))["page"] == "same"


@pytest.mark.parametrize("reference", SEED, ids=lambda reference: reference.PMID)
def test_a_reference_is_surely_itself(reference: Reference) -> None:
    assert compare(reference, reference).score > 0.99


def test_no_reference_of_the_seed_page_is_taken_for_another() -> None:
    scores = [compare(a, b).score for a in SEED for b in SEED if a is not b]
    assert max(scores) < 0.02


def test_year_volume_and_page_never_veto() -> None:
    early = SEED[0]
    final = replace(early, issued=Date(((1991,),)), volume="9", page="1-10")
    assert all(compare(early, final).verdict(field) == "differs" for field in LOCATORS)
    assert compare(early, final).score > 0.99


def test_a_different_title_outweighs_year_volume_and_journal() -> None:
    ours = replace(SEED[0], page="")
    theirs = replace(SEED[0], title="Adoptive transfer of lymphocytes in mice", author=())
    assert compare(ours, theirs).score < 0.5


def test_a_translated_title_is_compared_in_both_languages() -> None:
    ours = Reference(title="Quemaduras en ancianos atendidos en casa")
    theirs = Reference(
        title="[Burns in the elderly cared for at home]",
        original_title="Quemaduras en ancianos atendidos en casa.",
    )
    assert compare(ours, theirs).verdict("title") == "agrees"


PREPRINT = Reference(title="On the origin of burns", genre="Preprint", container_title="bioRxiv")


@pytest.mark.parametrize(
    "theirs",
    [
        PREPRINT,
        Reference(title="Erratum: On the origin of burns"),
        Reference(title="On the origin of burns", genre="Published Erratum"),
    ],
)
def test_a_preprint_or_correction_is_another_kind_of_work(theirs: Reference) -> None:
    assert compare(Reference(title="On the origin of burns"), theirs).verdict("type") == "differs"


KINDS = [
    (PREPRINT, "", Reference(title="On the origin of burns", volume="3"), "article"),
    (Reference(DOI="10.1101/2020.03.22.20040758"), "", Reference(volume="3"), "article"),
    (Reference(), "Ng D. On burns. medRxiv 2020", Reference(volume="3"), "article"),
    (Reference(volume="3"), "Ng D. On burns. Gut 3 (first on medRxiv)", Reference(), ""),
    (Reference(), "Ng D. On burns [abstract]. Gut 2005", Reference(volume="3"), "paper"),
    (Reference(volume="3"), "On burns. Gut 2005;3(1S):abstr 7510", Reference(volume="3"), "paper"),
    (Reference(), "Abstracts of 25 meetings", Reference(), ""),
    (Reference(), "", Reference(genre="English Abstract"), ""),
]


@pytest.mark.parametrize(("ours", "text", "theirs", "kind"), KINDS)
def test_a_preprint_or_abstract_is_told_from_the_article(
    ours: Reference, text: str, theirs: Reference, kind: str
) -> None:
    assert compare(ours, theirs, text).kind("type") == kind


def test_two_preprints_may_be_one() -> None:
    assert is_preprint(PREPRINT)
    assert compare(PREPRINT, PREPRINT).verdict("type") == "missing"


def test_evidence_says_what_differs() -> None:
    theirs = replace(SEED[0], volume="8", author=SEED[2].author)
    words = {e.field: e.words for e in compare(SEED[0], theirs).evidence}
    assert words["volume"] == 'volumes differ: "7" and "8"'
    assert words["author"].startswith('first authors differ: "Fisher B, Keenan AM, Garra BS') or (
        words["author"].startswith('authors differ: "Fisher B')
    )
    assert words["title"] == "same title"


def test_every_kind_of_likeness_has_a_weight() -> None:
    for one in (*SEED, PREPRINT, Reference()):
        for other in (*SEED, PREPRINT, Reference()):
            assert WEIGHTS.keys() >= set(likenesses(one, other).items())


FIELDS: dict[str, Callable[[str], object]] = {
    "title": str,
    "volume": str,
    "page": str,
    "DOI": str,
    "container_title": str,
    "author": lambda text: (Name(family=text, given=text[:1]),) if text else (),
}
texts = st.text(max_size=40)
references = st.fixed_dictionaries({}, optional={f: texts.map(r) for f, r in FIELDS.items()}).map(
    lambda fields: Reference(**fields)
)


@given(references, references)
def test_comparing_is_symmetric_and_bounded(one: Reference, other: Reference) -> None:
    score = compare(one, other).score
    assert 0 <= score <= 1
    assert score == pytest.approx(compare(other, one).score)


@given(references, references, texts)
def test_a_text_speaks_for_a_record_or_not_at_all(
    one: Reference, other: Reference, text: str
) -> None:
    said = f"{text} {other.title} {other.container_title} {other.volume}:{other.page}"
    assert compare(one, other, said).score >= compare(one, other).score
