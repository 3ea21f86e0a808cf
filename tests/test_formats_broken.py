"""No text makes a reader fail otherwise than with an error of ours, hang or fill the memory."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import formats
from citeman.errors import CitemanError
from tests.format_texts import TEXTS

SECONDS = 5
BYTES = 32 << 20


def read(name: str, text: str) -> int:
    """Read a text as a format; give the number of records and problems, 0 for an error of ours."""
    try:
        parsed = formats.by_name(name).read(text, "x")
        formats.by_content(text)
    except CitemanError:
        return 0
    return len(parsed.records) + len(parsed.problems)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """Cut a text, double or drop lines of it, swap and change characters."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["double", "drop", "swap", "change", "cut"])):
            case "double":
                lines.insert(at, lines[at])
            case "drop" if len(lines) > 1:
                del lines[at]
            case "swap":
                lines[at] = lines[at][1::2] + lines[at][::2]
            case "change" if lines[at]:
                some = draw(
                    st.sampled_from(["\0", "<", "{", "\ud800", "&", '"', "%", "\x1f", "-"])
                )
                lines[at] = lines[at].replace(lines[at][len(lines[at]) // 2 :][:1], some)
            case _:
                lines[at] = lines[at][: draw(st.integers(0, 40))]
    return "".join(lines)


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30, deadline=1000 * SECONDS)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    assert read(name, data.draw(damaged(TEXTS[name]))) >= 0


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30, deadline=1000 * SECONDS)
@given(st.text(max_size=80), st.data())
def test_any_text_is_read_or_refused(name: str, text: str, data: st.DataObject) -> None:
    other = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    at = data.draw(st.integers(0, len(other)))
    for each in (text, other[:at] + text + other[at:], other[at:]):
        assert read(name, each) >= 0


LONG = {
    "one line": lambda text: text.replace("\n", " ") * 300,
    "again and again": lambda text: text * 300,
    "no end": lambda text: text[: len(text) // 2] * 300,
    "a long beginning": lambda text: text[:12] * 9_000,
    "brackets": lambda text: "{[<" * 30_000 + text,
    "blank lines": lambda text: "\n" * 90_000 + text,
    "prologues": lambda text: "<?a?><!--b-->\n" * 300 + "x" + text,
    "ends only": lambda text: text[-9:] * 9_000,
}


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("name", TEXTS)
def test_a_long_and_odd_file_takes_neither_forever_nor_all_memory(name: str, long: str) -> None:
    text = LONG[long](TEXTS[name])
    began = time.process_time()
    read(name, text)
    assert time.process_time() - began < SECONDS
    tracemalloc.start()
    read(name, text[: 1 << 16])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < BYTES


N = 20_000
HOSTILE = {
    "values without an end": ("bibtex", "@a{b,\n" + "  title = {Does it\n" * N),
    "quotes without an end": ("bibtex", "@a{b,\n" + '  title = "Does it\n' * N),
    "entries without an end": ("bibtex", "@a{b,c={\n" * N),
    "comments without an end": ("bibtex", "@comment{ \n" * N),
    "a macro that doubles": ("bibtex", "@string{a = a # a # a}\n" * 40 + "@b{c, d = a}"),
    "parents of parents": ("bibtex", "".join(f"@a{{k{i},crossref=k{i + 1}}}" for i in range(N))),
    "all parents of all": ("bibtex", f"@a{{k, xdata={{{'k,' * N}}}}}\n" * 2),
    "names and no and": ("bibtex", f"@a{{b, author={{{'a, ' * N}}}}}"),
    "a value that goes on": ("ris", "TY  - JOUR\nTI  - x\n" + "more\n" * N),
    "verbatim without an end": ("bbl", r"\entry{k}{book}{}{}" + r"\verb{doi} \verb x " * N),
    "comments within comments": ("endnote-xml", "<xml><records>" + "<!--" * N),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_made_to_take_forever_takes_no_longer_than_others(case: str) -> None:
    began = time.process_time()
    read(*HOSTILE[case])
    assert time.process_time() - began < SECONDS


ODD = {
    "a number of too many digits": ("jsonl", '{"readings": ' + "7" * 9_000 + "}"),
    "a person in no braces": ("bbl", r"\entry{k}{book}{}{}\name{author}{1}{}{{}{}}\endentry"),
    "a key of nothing": ("bbl", r"\entry{}{book}{}{}\field{title}{Gout}\endentry"),
    "a key of blanks and braces": ("bbl", r"\entry{ { }}{book}{}{}\field{title}{Gout}\endentry"),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_value_is_trouble_with_one_record(case: str) -> None:
    assert read(*ODD[case]) >= 0
