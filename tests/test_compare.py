"""Evidence per field, for and against two references being one work."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.match.compare import LOCATORS, WEIGHTS, compare, is_preprint, likenesses
from citeman.match.journals import is_same_journal, journal_likeness
from citeman.match.people import people_likeness
from citeman.match.titles import is_notice_title, is_telling, title_likeness
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


def test_a_particle_may_be_part_of_the_family_or_not() -> None:
    ours = Reference(author=(Name(family="van Moorselaar", given="RJ"),))
    theirs = Reference(
        author=(Name(family="Moorselaar", given="R Jeroen", non_dropping_particle="van"),)
    )
    assert people_likeness(ours, theirs) == "same"


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
