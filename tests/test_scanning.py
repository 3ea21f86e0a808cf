"""What scan says of manuscripts and their bibliographies."""

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from citeman.errors import UsageError
from citeman.formats import by_name
from citeman.workflow.following import MOST_PARTS
from citeman.workflow.scanning import Scan, scan
from citeman.workflow.subsetting import write_subset
from tests.calls import Citeman
from tests.docx_files import docx, field, p

BIB = """% ours
@string{j = "J Hepatol"}
@string{unasked = "K"}
@article{noble2001, title = {Side effects of cytokines approved for therapy}, journal = j,
  year = 2001, pmid = {19828532}}

@article{doe1999, title = {Another paper on the liver and its enzymes}, year = 1999}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(BIB)
    return tmp_path


def scanned(folder: Path, name: str, text: str, *books: str, within: str = "") -> Scan:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return scan([str(path)], [str(folder / book) for book in books], folder=within)


def keys(found: Scan) -> tuple[list[str], list[str], list[str]]:
    """The keys that were found, that are missing, and that nobody cites."""
    return (
        [cited.key for cited in found.of("found")],
        [cited.key for cited in found.of("missing")],
        [entry.key for entry in found.unused],
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.tex", r"\cite{noble2001, no} \bibliography{refs}"),
        ("p.tex", r"\cite{noble2001}\nocite{no} \addbibresource{refs.bib}"),
        ("p.md", "---\nbibliography: refs.bib\n---\n[@noble2001; @no]"),
        ("p.qmd", "---\nbibliography: [refs.bib]\n---\n@noble2001, @fig-x @no"),
        ("p.typ", '#bibliography("refs.bib")\n= A <aims>\n@aims @noble2001 #cite(<no>)'),
        ("p.aux", r"\relax \citation{noble2001,no} \bibdata{refs}"),
    ],
)
def test_cited_missing_and_unused_keys_are_told(folder: Path, name: str, text: str) -> None:
    assert keys(scanned(folder, name, text)) == (["noble2001"], ["no"], ["doe1999"])


def test_a_place_is_a_line_of_a_file(folder: Path) -> None:
    found = scanned(folder, "p.tex", "\\bibliography{refs}\n\n\\cite{no,\n  noble2001}")
    [missing] = found.of("missing")
    [present] = found.of("found")
    assert str(missing.places[0]) == f"{folder / 'p.tex'}:3"
    assert str(present.places[0]).endswith("p.tex:4")
    assert present.entry
    assert str(present.entry) == f"{folder / 'refs.bib'}:4"


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("nobel2001", ["noble2001"]),
        ("Noble:2001", ["noble2001"]),
        ("noble2001a", ["noble2001"]),
        ("zzz", []),
    ],
)
def test_the_nearest_keys_are_named(folder: Path, key: str, nearest: list[str]) -> None:
    found = scanned(folder, "p.md", f"---\nbibliography: refs.bib\n---\n@{key}")
    [missing] = found.of("missing")
    assert [entry.key for entry in missing.nearest] == nearest


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"\cite{Noble2001} \bibliography{refs}", "other-case"),
        (r"\cite{Noble2001} \addbibresource{refs.bib}", "missing"),
    ],
)
def test_another_case_is_another_key_to_biber_and_none_to_bibtex(
    folder: Path, text: str, verdict: str
) -> None:
    [cited] = scanned(folder, "p.tex", text).cited
    assert cited.verdict == verdict


def test_parts_are_followed_once_and_in_circles_no_further(folder: Path) -> None:
    (folder / "a.tex").write_text(r"\input{p} \input{a} \input{sub/b} \cite{noble2001}")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.tex").write_text(r"\cite{doe1999}")
    found = scanned(folder, "p.tex", r"\input{a} \include{a} \bibliography{refs}")
    assert keys(found) == (["noble2001", "doe1999"], [], [])
    assert len(found.pages) == 3


def test_a_part_knows_the_commands_of_the_main_file(folder: Path) -> None:
    (folder / "a.tex").write_text(r"\on{noble2001}")
    main = r"\newcommand{\on}[1]{(see \citep{#1})} \input{a} \bibliography{refs}"
    assert keys(scanned(folder, "p.tex", main))[0] == ["noble2001"]


@pytest.mark.parametrize("name", ["../out", "sub/../../out", "ABSOLUTE", "link"])
def test_nothing_outside_of_the_folder_is_read(folder: Path, name: str) -> None:
    (folder / "out.tex").write_text(r"\cite{secret}")
    (folder / "in" / "sub").mkdir(parents=True)
    (folder / "in" / "link.tex").symlink_to(folder / "out.tex")
    name = name.replace("ABSOLUTE", str(folder / "out.tex"))
    found = scanned(folder, "in/p.tex", rf"\input{{{name}}}")
    assert found.cited == []
    assert [gap.is_refused for gap in found.unread] == [True]
    assert not found.is_whole


def test_a_wider_folder_may_be_named(folder: Path) -> None:
    text = r"\cite{noble2001} \bibliography{../refs}"
    assert not scanned(folder, "in/p.tex", text).is_whole
    assert keys(scanned(folder, "in/p.tex", text, within=str(folder)))[0] == ["noble2001"]


def test_a_part_that_is_not_there_is_named(folder: Path) -> None:
    found = scanned(folder, "p.tex", "\n\\input{gone} \\bibliography{refs}")
    [gap] = found.unread
    assert str(gap) == f"{folder / 'p.tex'}:2: gone.tex: no such file"
    assert found.is_whole


def test_what_lies_on_the_web_is_not_fetched(folder: Path) -> None:
    text = r"\cite{a} \addbibresource[location=remote]{https://example.org/refs.bib}"
    found = scanned(folder, "p.tex", text)
    assert [cited.verdict for cited in found.cited] == ["unchecked"]
    assert "lies elsewhere" in found.unread[0].message


def test_a_manuscript_without_end_is_cut(folder: Path) -> None:
    for number in range(MOST_PARTS + 5):
        (folder / f"p{number}.tex").write_text(rf"\input{{p{number + 1}}}")
    found = scan([str(folder / "p0.tex")])
    assert len(found.pages) == MOST_PARTS
    assert not found.is_whole


def test_without_a_bibliography_nothing_is_called_missing(folder: Path) -> None:
    found = scanned(folder, "p.tex", r"\cite{noble2001} \bibliography{gone}")
    assert [cited.verdict for cited in found.cited] == ["unchecked"]
    assert not found.is_whole


def test_a_given_bibliography_counts_instead_of_the_named_one(folder: Path) -> None:
    text = r"\cite{noble2001} \bibliography{gone}"
    assert keys(scanned(folder, "p.tex", text, "refs.bib")) == (["noble2001"], [], ["doe1999"])


def test_each_paper_of_a_folder_has_its_own_bibliography(folder: Path) -> None:
    (folder / "b.bib").write_text("@misc{own, title = {Own}}")
    (folder / "a.tex").write_text(r"\cite{noble2001,own} \input{part} \bibliography{refs}")
    (folder / "b.tex").write_text(r"\cite{own} \bibliography{b}")
    (folder / "part.tex").write_text(r"\cite{doe1999}")
    (folder / "README.md").write_text("Thanks to @someone.")
    found = scan([str(folder)])
    assert keys(found) == (["noble2001", "doe1999", "own"], ["own"], [])


def test_a_folder_without_manuscripts_is_an_error(folder: Path) -> None:
    with pytest.raises(UsageError, match="names a bibliography"):
        scan([str(folder)])


def test_all_is_cited_by_a_star(folder: Path) -> None:
    found = scanned(folder, "p.tex", r"\nocite{*} \bibliography{refs}")
    assert found.unused == []
    assert found.cited == []


def test_an_alias_is_a_key(folder: Path) -> None:
    (folder / "refs.bib").write_text("@misc{new, ids = {old, older}, title = {T}}")
    found = scanned(folder, "p.tex", r"\cite{older} \addbibresource{refs.bib}")
    assert keys(found) == (["older"], [], [])


def test_works_that_the_manuscript_describes_are_its_bibliography(folder: Path) -> None:
    text = r"\cite{a,b} \begin{thebibliography}{9}\bibitem{a} A. \bibitem{c} C."
    assert keys(scanned(folder, "p.tex", text)) == (["a"], ["b"], ["c"])


DOUBLES = {
    "one key twice": ("@misc{a, title={T}}\n@misc{a, title={U}}", "a", True),
    "keys of other case": ("@misc{a, title={T}}\n@misc{A, title={U}}", "a", True),
    "one PMID, both cited": ("@misc{a, title={T}, pmid=19828532}\n@misc{b, pmid=19828532}", "a,b",
                             True),
    "one PMID, one cited": ("@misc{a, title={T}, pmid=19828532}\n@misc{b, pmid=19828532}", "a",
                            False),
}  # fmt: skip


@pytest.mark.parametrize(("bib", "cited", "is_finding"), DOUBLES.values(), ids=DOUBLES)
def test_doubles_are_told(folder: Path, bib: str, cited: str, is_finding: bool) -> None:
    (folder / "refs.bib").write_text(bib)
    found = scanned(folder, "p.tex", rf"\cite{{{cited}}} \bibliography{{refs}}")
    [double] = found.duplicated
    assert (double.first.line, double.second.line) == (1, 2)
    assert double.is_finding is is_finding
    assert found.is_clean is not is_finding


@pytest.mark.parametrize(
    "bib",
    [
        "@misc{a, title={T}}\n@misc{b, title={U}}",
        "@book{a, title={A book on the liver and its toxins}, doi={10.1000/x}}"
        "@incollection{b, title={Of something else entirely, in one chapter}, doi={10.1000/x}}",
        "@misc{a, title={Editorial}, year=2001}\n@misc{b, title={Editorial}, year=2001}",
    ],
)
def test_two_works_are_no_doubles(folder: Path, bib: str) -> None:
    (folder / "refs.bib").write_text(bib)
    assert scanned(folder, "p.tex", r"\cite{a,b} \bibliography{refs}").duplicated == []


SUBSETS = {
    "an entry as it stands, with its macro": (
        BIB, "noble2001", BIB.partition("% ours\n")[2].partition("\n@string{un")[0] + "\n\n"
        + BIB[BIB.index("@article{noble") : BIB.index("@article{doe")].rstrip() + "\n",
    ),
    "macros of macros": (
        '@string{a = "A"}@string{b = a # "B"}@string{c = "C"}@misc{x, note = b # c1}@misc{y}', "x",
        '@string{a = "A"}\n\n@string{b = a # "B"}\n\n@misc{x, note = b # c1}\n',
    ),
    "a parent": (
        "@inbook{x, crossref = {P}}@book{q}@book{p, xdata={d}}@xdata{d}", "x",
        "@inbook{x, crossref = {P}}\n\n@book{p, xdata={d}}\n\n@xdata{d}\n",
    ),
    "a preamble": (
        '@preamble{"\\newcommand{\\x}{y}"}\n@misc{x}@misc{y}', "x",
        '@preamble{"\\newcommand{\\x}{y}"}\n\n@misc{x}\n',
    ),
    "the first of two": ("@misc{x, note={1}}@misc{x, note={2}}", "x", "@misc{x, note={1}}\n"),
    "nothing": ("@misc{x}", "y", ""),
    "a damaged entry": (
        "@misc{x, title = {T}, note = {N\n@misc{y, title = {U}}", "x",
        "@misc{x,\n  title = {T},\n  note = {N},\n}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("bib", "cited", "wanted"), SUBSETS.values(), ids=SUBSETS)
def test_the_small_bibliography_has_what_is_cited_and_what_that_needs(
    folder: Path, bib: str, cited: str, wanted: str
) -> None:
    (folder / "refs.bib").write_text(bib)
    found = scanned(folder, "p.tex", rf"\cite{{{cited}}} \bibliography{{refs}}")
    assert write_subset(found.needed, by_name("bibtex")) == wanted


def test_a_bibliography_of_any_format_will_do(folder: Path) -> None:
    items = [{"id": "a", "type": "book", "title": "T"}, {"id": "b", "type": "book"}]
    (folder / "refs.json").write_text(json.dumps(items))
    found = scanned(folder, "p.md", "@a @c", "refs.json")
    assert keys(found) == (["a"], ["c"], ["b"])
    assert json.loads(write_subset(found.needed, by_name("csl-json")))[0]["title"] == "T"


ABRAHAM = {
    "id": 1, "type": "article-journal", "DOI": "10.1000/aldes", "issued": {"date-parts": [[2003]]},
    "title": "Aldesleukin in hypersensitive patients", "author": [{"family": "Abraham"}],
}  # fmt: skip
NOBLE = {"id": 2, "type": "book", "title": "Cytokines and the liver of man"}


def word_file(folder: Path) -> str:
    """A Word file that cites two works of Zotero's, one of them twice."""
    cites = [
        {"id": item["id"], "uris": [f"http://zotero.org/users/8/items/ITEM000{item['id']}"],
         "itemData": item}
        for item in (ABRAHAM, NOBLE)
    ]  # fmt: skip
    code = " ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": cites})
    again = " ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": cites[:1]})
    path = folder / "paper.docx"
    path.write_bytes(docx(p("As shown ", field(code, "(1,2)")) + p("and ", field(again, "(1)"))))
    return str(path)


def test_the_works_of_a_word_file_are_found_by_what_they_are(folder: Path) -> None:
    (folder / "refs.bib").write_text(
        "@misc{abraham, title = {Aldesleukin in hypersensitive patients}, doi = {10.1000/aldes}}"
    )
    found = scan([word_file(folder)], [str(folder / "refs.bib")])
    [cited] = found.of("found")
    assert cited.entry
    assert (cited.entry.key, len(cited.places)) == ("abraham", 2)
    [missing] = found.of("missing")
    assert missing.work
    assert missing.work.reference.title == NOBLE["title"]


def test_the_small_bibliography_of_a_word_file_is_made_of_what_it_keeps(folder: Path) -> None:
    found = scan([word_file(folder)])
    assert [cited.verdict for cited in found.cited] == ["found", "found"]
    written = by_name("csl-json").read(write_subset(found.needed, by_name("csl-json")), "")
    assert [r.reference.title for r in written.records] == [ABRAHAM["title"], NOBLE["title"]]


def test_a_field_that_cannot_be_read_is_told(folder: Path) -> None:
    path = folder / "paper.docx"
    path.write_bytes(docx(p(field(" ADDIN ZOTERO_ITEM CSL_CITATION {oops", "(1)"))))
    found = scan([str(path)])
    assert [gap.message for gap in found.unread] == ["a citation of zotero cannot be read"]
    assert not found.is_whole


def test_the_command_ends_with_1_if_it_checks_and_a_key_is_missing(
    citeman: Citeman, folder: Path
) -> None:
    (folder / "p.tex").write_text("\\bibliography{refs}\n\\cite{nobel2001}")
    said = citeman("scan", str(folder / "p.tex"))
    checked = citeman("scan", "--check", str(folder / "p.tex"))
    assert (said.code, checked.code) == (0, 1)
    first, *others = said.out.splitlines()
    assert [line.partition(": ")[2] for line in others] == [
        "unused: 'noble2001' is not cited",
        "unused: 'doe1999' is not cited",
    ]
    assert checked.out == f"{first}\n"
    assert first == (
        f"{folder}/p.tex:2: missing: no entry has the key 'nobel2001'; "
        f"nearest: 'noble2001' ({folder}/refs.bib:4)"
    )


def test_the_command_gives_json(citeman: Citeman, folder: Path) -> None:
    (folder / "p.tex").write_text("\\bibliography{refs}\n\\cite{noble2001,no}")
    data = json.loads(citeman("scan", "--json", str(folder / "p.tex")).out)
    assert data["cited"][0]["entry"] == {
        "key": "noble2001", "file": f"{folder}/refs.bib", "line": 4,
    }  # fmt: skip
    assert data["missing"][0]["places"] == [
        {"file": f"{folder}/p.tex", "line": 2, "span": [36, 38]}
    ]
    assert data["unused"][0]["key"] == "doe1999"


def test_the_command_reads_a_manuscript_from_stdin(citeman: Citeman, folder: Path) -> None:
    run = citeman("scan", "-", "-b", str(folder / "refs.bib"), "--check", stdin="[@noble2001]")
    assert run.code == 0, run.err


def test_the_command_never_writes_over_a_bibliography(citeman: Citeman, folder: Path) -> None:
    (folder / "p.tex").write_text(r"\bibliography{refs}")
    run = citeman("scan", str(folder / "p.tex"), "--subset", str(folder / "refs.bib"))
    assert run.code == 2
    assert (folder / "refs.bib").read_text() == BIB


HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


@pytest.mark.parametrize(("key", "code"), [("noble2001", 0), ("nobel2001", 1)])
def test_the_hook_passes_as_pre_commit_calls_it(
    shell: dict[str, Any], tmp_path: Path, key: str, code: int
) -> None:
    [hook] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert hook["pass_filenames"] is False
    assert re.search(hook["files"], "chapters/One.tex")
    paper = tmp_path / "paper"
    paper.mkdir()
    (paper / "refs.bib").write_text(BIB)
    (paper / "p.tex").write_text(rf"\cite{{{key}}} \bibliography{{refs}}")
    command = [*shlex.split(hook["entry"]), *hook["args"]]
    done = subprocess.run(
        command, cwd=paper, env=shell["env"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert bool(done.stdout) is bool(code)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "nothing to scan was named"),
        (("gone.tex",), 4, "cannot be read"),
        (("README.md", "-b", "gone.bib"), 4, "cannot be read"),
        (("LICENSE",), 2, "no manuscript"),
    ],
)
def test_errors_say_what_and_where(
    citeman: Citeman, arguments: tuple[str, ...], code: int, said: str
) -> None:
    run = citeman("scan", *arguments)
    assert run.code == code
    assert said in run.err
    assert len(run.err.splitlines()) <= 3
