"""The local index: what is built from which files, found how, and what survives which trouble."""

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from citeman.enrich import Query
from citeman.errors import CitemanError, InputError, SourceError
from citeman.fields.ids import Identifier
from citeman.formats import nbib
from citeman.formats.csljson import write_item
from citeman.model import Date, Name, Reading, Record, Reference, replace
from citeman.sources.index import Index
from citeman.sources.indexing import schema
from citeman.workflow.indexing import build
from tests.fake_ncbi import seed_references

DAY = "2025-01-31"
SEED = [replace(ref, abstract="", keyword="") for ref in seed_references()]
PMIDS = {ref.PMID for ref in SEED}


def work(number: int, **fields: object) -> Reference:
    """A made-up record, like no other."""
    plain = Reference(
        type="article-journal",
        author=(Name(family=f"Author{number}", given="A"),),
        title=f"Observation number{number} of topic{number % 97} in setting{number % 31}",
        container_title_short="J Exp Bibliogr",
        issued=Date(((1990 + number % 30,),)),
        volume=str(number % 40),
        page=f"{number}-{number + 7}",
        DOI=f"10.1000/made.{number}",
        PMID=str(number),
    )
    return replace(plain, **fields)


def items(references: list[Reference]) -> list[str]:
    return [json.dumps(write_item(reference)) for reference in references]


def as_jsonl(references: list[Reference]) -> str:
    return "".join(f"{item}\n" for item in items(references))


def as_array(references: list[Reference]) -> str:
    return f"[{', '.join(items(references))}]"


def as_nbib(references: list[Reference]) -> str:
    return nbib.write([Record((Reading("x", reference),)) for reference in references])


def article(pmid: int, title: str, *, version: int = 1, revised: str = "") -> str:
    """One PubmedArticle, as small as they come."""
    year, month, day = revised.split("-") if revised else ("", "", "")
    date = f"<Year>{year}</Year><Month>{month}</Month><Day>{day}</Day>"
    return f"""<PubmedArticle><MedlineCitation>
        <PMID Version="{version}">{pmid}</PMID>{f"<DateRevised>{date}</DateRevised>" * bool(year)}
        <Article><Journal><ISSN>0000-0000</ISSN><JournalIssue><Volume>3</Volume>
        <PubDate><Year>2001</Year></PubDate></JournalIssue>
        <Title>Journal of experimental bibliography</Title>
        <ISOAbbreviation>J. Exp. Bibliogr.</ISOAbbreviation></Journal>
        <ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>
        </Article><MedlineJournalInfo><MedlineTA>J Exp Bibliogr</MedlineTA></MedlineJournalInfo>
        </MedlineCitation></PubmedArticle>"""


def article_set(*parts: str) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM "x.dtd">\n'
    return f"{head}<PubmedArticleSet>\n{''.join(parts)}\n</PubmedArticleSet>"


def deletion(*pmids: int) -> str:
    marked = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in pmids)
    return f"<DeleteCitation>{marked}</DeleteCitation>"


Made = Callable[..., str]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Build an index from texts by file name, in the order given."""

    def make(**texts: str) -> str:
        path = str(tmp_path / "made.index")
        build(path, [written(tmp_path, name, text) for name, text in texts.items()], DAY)
        return path

    return make


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name.replace("__", ".")
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def seed(made: Made) -> Iterator[Index]:
    with closing(Index(made(seed__jsonl=as_jsonl(SEED)))) as index:
        yield index


def titles(path: str) -> dict[str, str]:
    """The title of every record in an index, by PMID."""
    with closing(sqlite3.connect(path)) as base:
        pmids = [str(pmid) for (pmid,) in base.execute("SELECT pmid FROM record")]
    return {ref.PMID: ref.title for ref in fetched(path, *pmids)}


def fetched(path: str, *pmids: str) -> list[Reference]:
    with closing(Index(path)) as index:
        lookups = index.fetch([Identifier("PMID", pmid) for pmid in pmids])
    return [ref for lookup in lookups for ref in lookup.candidates]


# --- what files give ---------------------------------------------------------------------------

WRITERS = {"jsonl": as_jsonl, "json": as_array, "nbib": as_nbib}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_records_come_back_as_they_were_given(suffix: str, packed: bool, tmp_path: Path) -> None:
    text = WRITERS[suffix](SEED).encode()
    path = tmp_path / f"seed.{suffix}"
    path.write_bytes(gzip.compress(text) if packed else text)
    build(str(tmp_path / "x.index"), [str(path)], DAY)
    found = fetched(str(tmp_path / "x.index"), *(ref.PMID for ref in SEED))
    assert [replace(ref, id="") for ref in found] == [replace(ref, id="") for ref in SEED]


WHOLE = Reference(
    type="chapter",
    author=(
        Name(family="Berg", given="J", non_dropping_particle="van den", suffix="Jr"),
        Name(literal="The Bibliography Group"),
        Name(family="Onename"),
    ),
    editor=(Name(family="Editor", given="E"),),
    truncated=("author",),
    title="A title with <i>markup</i>, ω and 数",
    original_title="Ein Titel",
    container_title="A book",
    issued=Date(((2020, 5), (2020, 6)), circa=True),
    available_date=Date(((2020, 1, 2),)),
    volume="1",
    issue="Suppl 2",
    page="S1-S9",
    publisher="Press",
    edition="2",
    genre="Review; Published Erratum",
    status="retracted",
    language="de",
    DOI="10.1000/X",
    PMID="77",
    PMCID="PMC88",
    custom={"notices": [{"kind": "retraction", "PMID": "78"}]},
)


def test_no_field_that_matching_or_output_needs_is_lost(made: Made) -> None:
    assert fetched(made(x__jsonl=as_jsonl([WHOLE])), "77") == [WHOLE]


def test_citemans_own_records_go_into_an_index(made: Made) -> None:
    from citeman.formats import jsonl

    text = jsonl.write([Record((Reading("pubmed", SEED[0]),), key="a")])
    assert titles(made(x__jsonl=text)) == {SEED[0].PMID: SEED[0].title}


BAD = {
    "no PMID": ('{"title": "T"}', "x.jsonl:2: it has no PMID"),
    "a PMID of words": ('{"title": "T", "PMID": "none"}', "x.jsonl:2: it has no PMID"),
    "no JSON": ('{"title": ', "x.jsonl:2: not valid JSON"),
    "no object": ("3", "x.jsonl:2: a record is an object"),
    "half a character": ('{"title": "\\ud800", "PMID": ""}', "x.jsonl:2: "),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_go_in_is_counted_with_its_place_and_spoils_nothing(
    bad: str, tmp_path: Path
) -> None:
    line, message = BAD[bad]
    first, second = items([work(1), work(2)])
    file = written(tmp_path, "x.jsonl", f"{first}\n{line}\n{second}\n")
    built = build(str(tmp_path / "x.index"), [file], DAY)
    assert built.left_out == 1
    assert Path(built.examples[0]).name.startswith(message)
    assert titles(str(tmp_path / "x.index")).keys() == {"1", "2"}


def test_a_broken_article_costs_no_other_of_its_piece(made: Made) -> None:
    broken = article(2, "B").replace("</Journal>", "</Jounal>")
    path = made(x__xml=article_set(article(1, "A."), broken, article(3, "C.")))
    assert titles(path) == {"1": "A", "3": "C"}


def test_numbers_in_place_of_texts_are_understood(made: Made) -> None:
    path = made(x__jsonl='{"PMID": 5, "title": "T", "volume": 3, "issued": "2001-05"}\n')
    [found] = fetched(path, "5")
    assert (found.volume, found.issued) == ("3", Date(((2001, 5),)))


def test_a_long_array_is_cut_into_pieces_that_hold_all_of_it(made: Made) -> None:
    many = [work(i) for i in range(1, 3000)]
    text = json.dumps([write_item(ref) for ref in many], indent=2)
    assert len(text) > 1 << 20
    assert titles(made(x__json=text)) == {ref.PMID: ref.title for ref in many}


NOT_WHOLE = {
    "xml": article_set(article(1, "A."), article(2, "B."))[:-120],
    "json": as_array([work(1), work(2)])[:-30],
    "jsonl.gz": gzip.compress(as_jsonl([work(i) for i in range(500)]).encode())[:-40],
}


@pytest.mark.parametrize("suffix", NOT_WHOLE)
def test_a_file_that_ends_early_is_told_and_not_counted_as_read(
    suffix: str, tmp_path: Path
) -> None:
    text = NOT_WHOLE[suffix]
    path, good = tmp_path / f"x.{suffix}", written(tmp_path, "good.jsonl", as_jsonl([work(9)]))
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    built = build(str(tmp_path / "x.index"), [str(path), good], DAY)
    assert [path.name in str(error) for error in built.broken] == [True]
    assert "9" in titles(str(tmp_path / "x.index"))
    assert build(str(tmp_path / "x.index"), [str(path), good], DAY).known_files == 1


# --- versions, revisions, deletions, order -----------------------------------------------------

NEWER = {
    "a later file wins": (("a", article(1, "Old.")), ("b", article(1, "New."))),
    "the later of one file wins": (("a", article(1, "Old.") + article(1, "New.")),),
    "the higher version wins": (("a", article(1, "New.", version=2) + article(1, "Old.")),),
    "the later revision wins in whatever order": (
        ("a", article(1, "New.", revised="2020-02-01")),
        ("b", article(1, "Old.", revised="2019-12-31")),
    ),
    "a revision of the same day wins": (
        ("a", article(1, "Old.", revised="2020-02-01")),
        ("b", article(1, "New.", revised="2020-02-01")),
    ),
    "PubMed's files are taken by number": (
        ("pubmed25n1300", article(1, "New.")),
        ("pubmed25n0002", article(1, "Old.")),
    ),
    "a new baseline comes after the files of the old one": (
        ("pubmed26n0001", article(1, "New.")),
        ("pubmed25n1300", article(1, "Old.")),
    ),
}


@pytest.mark.parametrize("case", NEWER)
def test_the_newer_of_two_records_stays(case: str, made: Made) -> None:
    path = made(**{f"{name}__xml": article_set(text) for name, text in NEWER[case]})
    assert titles(path) == {"1": "New"}


def test_a_revised_record_is_found_by_its_new_words_and_not_by_its_old_ones(made: Made) -> None:
    texts = {"a": "Walnut allergy in choirs.", "b": "Hazelnut allergy in choirs."}
    with closing(
        Index(made(**{f"{k}__xml": article_set(article(1, v)) for k, v in texts.items()}))
    ) as index:
        assert [ref.title for ref in index.words(["hazelnut"])] == ["Hazelnut allergy in choirs"]
        assert index.words(["walnut"]) == []


def test_a_deleted_record_is_gone_from_every_way_to_it(made: Made) -> None:
    path = made(
        pubmed25n0001__xml=article_set(article(1, "Walnut allergy."), article(2, "B.")),
        pubmed25n0002__xml=article_set(deletion(1)),
    )
    with closing(Index(path)) as index:
        assert index.fetch([Identifier("PMID", "1")])[0].candidates == ()
        assert index.words(["walnut"]) == []
        assert index.find([Query(Reference(title="Walnut allergy"))])[0].candidates == ()


def test_an_older_file_does_not_bring_back_what_was_deleted(tmp_path: Path) -> None:
    index = str(tmp_path / "x.index")
    new = written(tmp_path, "pubmed25n0002.xml", article_set(deletion(1)))
    old = written(tmp_path, "pubmed25n0001.xml", article_set(article(1, "A."), article(2, "B.")))
    build(index, [new], DAY)
    build(index, [old], DAY)
    assert titles(index) == {"2": "B"}


def test_the_order_of_processes_does_not_show(tmp_path: Path) -> None:
    many = [work(i) for i in range(1, 5000)] + [replace(work(7), title="Seven at last")]
    file = written(tmp_path, "x.jsonl", as_jsonl(many))
    for processes in (0, 2):
        build(str(tmp_path / f"{processes}.index"), [file], DAY, processes=processes)
    one, two = (titles(str(tmp_path / f"{n}.index")) for n in (0, 2))
    assert one == two
    assert two["7"] == "Seven at last"


# --- what interrupts a build ------------------------------------------------------------------

BUILD = """
import os, signal, sys
from citeman.formats import pieces
from citeman.sources.indexing import writing
from citeman.workflow import indexing

index, file, kill_at = sys.argv[1:]
writing.COMMIT_ROWS, pieces.SIZE = 300, 1 << 14
merge = writing.Writer._merge

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def tell(told):
    if kill_at.isdigit() and told.records >= int(kill_at):
        die()

def merge_and_die(writer, part):
    merge(writer, part)
    if kill_at == "merge" and part == 40:
        die()

writing.Writer._merge = merge_and_die
indexing.build(index, [file], "2025-01-31", processes=0, tell=tell)
"""


def build_and_kill(index: str, file: str, kill_at: str) -> None:
    """Build in a process of its own that is killed once it has read so many records."""
    done = subprocess.run([sys.executable, "-c", BUILD, index, file, kill_at], check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_build_that_is_killed_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    index, file = str(tmp_path / "x.index"), tmp_path / "x.jsonl"
    many = [work(i) for i in range(1, 4000)]
    file.write_text(as_jsonl(many))
    for kill_at in ("1", "900", "1700", "merge"):
        build_and_kill(index, str(file), kill_at)
        with pytest.raises(SourceError, match="not finished"):
            Index(index)
    built = build(index, [str(file)], DAY)
    assert built.records == 0
    assert titles(index) == {ref.PMID: ref.title for ref in many}
    with closing(Index(index)) as opened:
        for ref in many[::37]:
            [lookup] = opened.find([Query(replace(ref, PMID="", DOI=""))])
            assert lookup.candidates[0].PMID == ref.PMID


def test_a_file_that_was_read_is_not_read_again_under_any_name(tmp_path: Path) -> None:
    index = str(tmp_path / "x.index")
    for name in ("a.jsonl", "b.jsonl"):
        built = build(index, [written(tmp_path, name, as_jsonl(SEED))], DAY)
    assert (built.records, built.known_files) == (0, 1)


def test_a_second_builder_waits_and_then_says_why_it_does_not_build(tmp_path: Path) -> None:
    from citeman.sources.indexing.writing import Writer

    index, file = str(tmp_path / "x.index"), written(tmp_path, "x.jsonl", as_jsonl(SEED))
    with closing(Writer(index)):
        start = time.monotonic()
        with pytest.raises(SourceError, match="another process is writing"):
            build(index, [file], DAY, patience=0.3)
        assert time.monotonic() - start > 0.2
    assert build(index, [file], DAY, patience=0.3).records == len(SEED)


def test_a_full_disk_is_told_and_leaves_an_index_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citeman.sources.indexing import writing

    index = str(tmp_path / "x.index")
    file = written(tmp_path, "x.jsonl", as_jsonl([work(i) for i in range(1, 3000)]))

    def small(path: str, patience: float) -> sqlite3.Connection:
        base = schema.create(path, patience)
        base.execute("PRAGMA max_page_count = 100")
        return base

    with monkeypatch.context() as patch:
        patch.setattr(writing, "create", small)
        with pytest.raises(SourceError, match="no space is left"):
            build(index, [file], DAY)
    build(index, [file], DAY)
    assert len(titles(index)) == 2999


def test_a_file_that_is_no_index_is_never_written_over(tmp_path: Path) -> None:
    file = written(tmp_path, "x.jsonl", as_jsonl(SEED))
    notes = written(tmp_path, "notes.txt", "My notes.\n" * 200)
    with pytest.raises(InputError, match=r"no index"):
        build(notes, [file], DAY)
    assert Path(notes).read_text() == "My notes.\n" * 200


def other_base(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE mine (x)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("not an index\n" * 99), "no index"),
    "nothing": (lambda path: path.write_text(""), "no index"),
    "absent": (lambda path: path.unlink(), "no such index"),
    "another base": (lambda path: (path.unlink(), other_base(path)), "no index"),
    "newer": (newer, "newer citeman"),
    "cut short": (cut_short, "damaged"),
    "scribbled over": (scribbled, "damaged"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_with_an_index_is_said_in_words(wrong: str, made: Made) -> None:
    path = made(x__jsonl=as_jsonl(SEED))
    spoil, words = WRONG[wrong]
    spoil(Path(path))
    with pytest.raises(CitemanError, match=words) as caught:
        Index(path).words(["interleukin"])
    assert len(str(caught.value).splitlines()) < 4


def test_a_damaged_record_is_trouble_of_its_lookup_alone(made: Made) -> None:
    path = made(x__jsonl=as_jsonl(SEED))
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE record SET body = x'00ff00ff' WHERE pmid = ?", (SEED[0].PMID,))
    with closing(Index(path)) as index:
        bad, good = index.fetch([Identifier("PMID", ref.PMID) for ref in SEED[:2]])
    assert "damaged" in bad.trouble
    assert good.candidates[0].PMID == SEED[1].PMID


# --- finding -----------------------------------------------------------------------------------

PAPER = next(ref for ref in SEED if ref.PMID == "7884429")
ASKED = {
    "by PMID": Query(Reference(PMID=PAPER.PMID)),
    "by title": Query(Reference(title=PAPER.title.upper())),
    "by volume, page and year": Query(Reference(volume="13", page="688-96", issued=PAPER.issued)),
    "with a wrong year": Query(replace(PAPER, PMID="", title="", issued=Date(((1996,),)))),
    "with a wrong volume": Query(replace(PAPER, PMID="", title="", volume="31")),
    "with a wrong author": Query(replace(PAPER, PMID="", title="", author=(Name(family="X"),))),
    "with a typing error": Query(Reference(title=PAPER.title.replace("metastatic", "metastic"))),
    "with a cut title": Query(Reference(title=PAPER.title[:70])),
    "with words beside the title": Query(Reference(title=f"{PAPER.title}. J Clin Oncol 1995")),
    "by the text": Query(Reference(), f"Fyfe and others. {PAPER.title}. See also there."),
}


@pytest.mark.parametrize("case", ASKED)
def test_a_work_is_among_the_candidates(case: str, seed: Index) -> None:
    [lookup] = seed.find([ASKED[case]])
    assert PAPER.PMID in [ref.PMID for ref in lookup.candidates]
    assert not lookup.trouble


def test_answers_come_in_the_order_of_the_questions(seed: Index) -> None:
    queries = [Query(replace(ref, PMID="", DOI="")) for ref in reversed(SEED)]
    found = [lookup.candidates[0].PMID for lookup in seed.find(queries)]
    assert found == [ref.PMID for ref in reversed(SEED)]


def test_a_work_that_is_not_there_is_not_found_without_trouble(seed: Index) -> None:
    absent = Reference(title="Bagpipes among penguins", volume="3", page="99")
    assert seed.find([Query(absent)]) == [(((), "", True))]


def test_nothing_to_look_for_is_not_asked(seed: Index) -> None:
    [lookup] = seed.find([Query(Reference(volume="3"))])
    assert not lookup.asked
    assert lookup.trouble


@pytest.mark.parametrize("given", ["TITLE", "[Title]", "Title"])
def test_an_erratum_of_the_same_title_is_a_candidate_beside_the_paper(
    given: str, made: Made
) -> None:
    title = "Walnut allergy in amateur choirs of the lowlands"
    pair = [work(1, title=title), work(2, title=title, genre="Published Erratum")]
    asked = {"TITLE": title.upper(), "[Title]": f"[{title}]", "Title": title}[given]
    with closing(Index(made(x__jsonl=as_jsonl(pair)))) as index:
        [lookup] = index.find([Query(Reference(title=asked))])
    assert {ref.PMID for ref in lookup.candidates} == {"1", "2"}


def test_a_title_that_hundreds_have_gives_few_candidates_the_right_one_among_them(
    made: Made,
) -> None:
    many = [work(i, title="Editorial") for i in range(1, 400)]
    with closing(Index(made(x__jsonl=as_jsonl(many)))) as index:
        [lookup] = index.find([Query(replace(many[333], PMID="", DOI=""))])
    assert many[333].PMID in [ref.PMID for ref in lookup.candidates]
    assert len(lookup.candidates) <= 20


@pytest.mark.parametrize("kind", ["PMID", "PMCID", "DOI"])
def test_a_record_is_fetched_by_each_identifier_and_no_other_is(kind: str, made: Made) -> None:
    with closing(Index(made(x__jsonl=as_jsonl([WHOLE, *SEED])))) as index:
        value = getattr(WHOLE, kind)
        known, unknown = index.fetch([Identifier(kind, value), Identifier(kind, f"{value}9")])
    assert known.candidates == (WHOLE,)
    assert unknown == ((), "", True)


JOURNAL = article_set(article(1, "A."))


@pytest.mark.parametrize(
    "name",
    [
        "J Exp Bibliogr",
        "j. exp. bibliogr.",
        "Journal of Experimental Bibliography",
        "0000-0000",
    ],
)
def test_a_journal_is_known_by_every_name_it_has(name: str, made: Made) -> None:
    with closing(Index(made(x__xml=JOURNAL))) as index:
        assert index.journals(name) == [
            "Journal of experimental bibliography",
            "J Exp Bibliogr",
            "J. Exp. Bibliogr.",
        ]
        assert index.journals("Nature") == []


def test_words_are_held_to_the_years_and_journals_that_are_named(seed: Index) -> None:
    found = seed.words(["interleukin-2", "cholestasis"], years=[1989])
    assert {ref.issued.year for ref in found if ref.issued} == {1989}
    found = seed.words(["interleukin-2"], journals=["Journal of Clinical Oncology"])
    assert {ref.container_title_short for ref in found} == {"J Clin Oncol"}
