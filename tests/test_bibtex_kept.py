"""What nobody changed is written as it stood, and what changed is written anew."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import citeman
from citeman.formats import biblatex, bibtex
from citeman.model import Reading, Record, Reference, replace

FILE = r"""% Encoding: UTF-8
% My references, by hand.

@preamble{"\newcommand{\x}{y}"}

@STRING{jco = "J Clin" # { Oncol}}

@Article{ roe2003 ,
  Author    = "Roe, Ann and {The Group}",
  title     = {{IL-2} in $\alpha$ and \emph{in vivo} {B}ayes},
  journal   = jco # " Suppl",
  year      = 2003, month = mar # "~14",
  timestamp = {2019-01-02}, file = {:a_b.pdf:PDF}
}

% a remark between

@opera{tosca, title = {Tosca}, composer-of = {Puccini}}

@comment{jabref-meta: databaseType:bibtex;}
"""


def read(text: str) -> list[Record]:
    return bibtex.read(text, "refs.bib").records


def changed(record: Record, **values: str) -> Record:
    reading = Reading("manual", Reference(**values))  # type: ignore[arg-type]
    return replace(record, readings=(*record.readings, reading))


def test_an_untouched_file_comes_out_as_it_went_in() -> None:
    assert bibtex.write(read(FILE)) == FILE


def test_one_changed_field_changes_that_field_alone() -> None:
    first, second = read(FILE)
    text = bibtex.write([changed(first, volume="24", title="New"), second])
    assert '  Author = "Roe, Ann and {The Group}",\n' in text
    assert '  journal = jco # " Suppl",\n' in text
    assert "  title = {New},\n" in text
    assert "  volume = {24},\n" in text
    assert "IL-2" not in text
    assert "@STRING{jco" in text
    assert text.endswith(FILE[FILE.index("% a remark") :])


def test_a_field_whose_macro_is_not_written_is_spelled_out() -> None:
    text = FILE.replace("@Article", "@book{first, title = {First}}\n\n@Article")
    _, article, _ = read(text)
    assert "journal = {J Clin Oncol Suppl}" in bibtex.write([article])


def test_a_child_written_without_its_parent_carries_what_it_inherited() -> None:
    text = "@book{b, title={Acts}, year=2003}\n@inbook{c, title={On}, crossref={b}}\n"
    parent, child = read(text)
    assert bibtex.write([child, parent]).count("Acts") == 1
    assert "booktitle = {Acts}" in bibtex.write([child])


def test_an_old_encoding_is_not_claimed_of_what_is_written_in_utf_8() -> None:
    (record,) = read("% Encoding: ISO8859_1\n\n@book{a, title = {É}}\n")
    assert bibtex.write([record]) == "% Encoding: UTF-8\n\n@book{a, title = {É}}\n"


def test_damage_between_entries_cannot_swallow_what_follows() -> None:
    text = "@book{a, title = {A}}\n@comment{ never closed\n@book{b, title = {B}}\n"
    written = bibtex.write(read(text))
    assert "% @comment{ never closed" in written
    assert [record.key for record in read(written)] == ["a", "b"]


def test_the_other_dialect_keeps_the_latex_and_changes_the_names() -> None:
    text = biblatex.write(read(FILE))
    assert r"title = {{IL-2} in $\alpha$ and \emph{in vivo} {B}ayes}," in text
    assert "journaltitle = {J Clin Oncol Suppl}," in text
    assert "date = {2003-03-14}," in text
    assert "@opera{tosca," in text


def test_a_bib_file_is_written_in_the_dialect_it_was_read_in(tmp_path: Path) -> None:
    text = "@online{a,\n  title = {A},\n  date = {2003-05/2003-06},\n}\n"
    source, target = tmp_path / "a.bib", tmp_path / "b.bib"
    source.write_text(text, "utf-8")
    citeman.write(citeman.read(source), target)
    assert target.read_text("utf-8") == text


FRAGMENTS = [
    "@article{", "@book(", "@string{", "@comment{", "@preamble{", "@", "{", "}", "(", ")", '"',
    "=", ",", "#", "\n", "\\", "%", "~", "$", "key", "title", "author", "year", "crossref",
    "xdata", "month", "jan", "and", "others", "\\'", '{\\"o}', "--", "2003", "199X", "2003/..",
    "\\par", "é", "\u0301", "\x00", "\ufeff", "% Encoding: x\n", "family=", "prefix=", "10.1/<x>",
    "eprint", "keywords", " ", "title = {A},", "author = {Doe, J and others},",
    "}\n@book{b, title={B}}", "\\verb+", "\\frac{", "$x_1$", "\\={",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
@example("\ufeff% Encoding: x\n}\n@book{b, title={B}}")
def test_whatever_was_read_is_written_once_and_for_all(text: str) -> None:
    records = read(f"@book{{k, title = {{T}}}}\n{text}")
    for module in (bibtex, biblatex):
        written = module.write(records)
        again = module.read(written, "x").records
        assert len(again) == len(records)
        assert module.write(again) == written


@pytest.mark.parametrize("seed", range(5))
def test_entries_cut_anywhere_are_read_or_reported(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(20):
        start = rng.randrange(len(FILE))
        damaged = FILE[:start] + FILE[start + rng.randint(1, 40) :]
        parsed = bibtex.read(damaged, "x")
        assert len(parsed.records) + len(parsed.problems) >= 1


UNENDING = [
    "@book(k, title = {A,\n}x}\n}\n year = {2003",
    "@book(k, title = {A\n} zz\n}\n year = {20\n",
]


@pytest.mark.parametrize("text", UNENDING)
def test_repairs_come_to_an_end(text: str) -> None:
    (record,) = read(text)
    assert len(record.problems) < 5
