import pytest

from citeman.parse.edges import settled

CASES = [
    ("author", "Smith, J", ". (2001)", ["Smith, J."]),
    ("author", "Smith, J. B", ". Title", ["Smith, J. B."]),
    ("author", "Crosby, Alfred W", ". The Exchange", ["Crosby, Alfred W."]),
    ("author", "C. E. Shannon", ", A theory", ["C. E. Shannon"]),
    ("author", "Abraham D, McGrath K", ". Title", ["Abraham D, McGrath K"]),
    ("author", "Larguier (G", ".), « Disettes", ["Larguier (G.)"]),
    ("author", "a) Ghosh, I", ". General", ["Ghosh, I."]),
    ("author", "Reuben A", ". Title", ["Reuben A"]),
    ("author", "Worster, Donald", ". Title", ["Worster, Donald"]),
    ("edition", "2nd ed", ". London", ["2nd"]),
    ("edition", "3. Auflage", ", Berlin", ["3."]),
    ("edition", "12th", " ed.", ["12th"]),
    ("edition", "Rev", ". ed.", ["Rev."]),
    ("volume", "26 Suppl 1", ":13", ["26", "Suppl 1"]),
    ("volume", "2 vols", ".", []),
    ("volume", "24", "(4)", ["24"]),
    ("title", "Is it so", "? Nature", ["Is it so?"]),
    ("title", "IL-2 (a review", "). Nature", ["IL-2 (a review)"]),
    ("title", "Growth", ") Nature", ["Growth"]),
    ("page", "291-4", ".", ["291-4"]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "words", "behind", "expected"), CASES)
def test_a_span_ends_where_its_field_ends(
    label: str, words: str, behind: str, expected: list[str]
) -> None:
    text = words + behind
    assert [text[a:b] for a, b, _ in settled(text, 0, len(words), label)] == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Roe A. [On growth]. J", "On growth", "[On growth]"),
        ("Roe A. (Re)claiming plants. J", "Re)claiming plants", "(Re)claiming plants"),
        ("Roe A. (On growth. J", "On growth", "On growth"),
    ],
)
def test_brackets_before_a_title_belong_to_it_when_they_close_in_it(
    text: str, words: str, expected: str
) -> None:
    start = text.index(words)
    [(a, b, _)] = settled(text, start, start + len(words), "title")
    assert text[a:b] == expected


def test_a_lone_number_in_parentheses_after_the_date_is_an_issue() -> None:
    assert list(settled("1978;(8):S43", 6, 7, "volume")) == [(6, 7, "issue")]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("DeLeve LD. Erlotinib", "DeLeve LD"),
        ("Roe A, Poe BC. Growth in rats", "Roe A, Poe BC"),
        ("Roe A. B. Poe", None),
        ("Smith, John. Doe", None),
    ],
)
def test_vancouver_names_end_before_a_word_without_initials(words: str, names: str | None) -> None:
    found = [(words[a:b], label) for a, b, label in settled(words + ".", 0, len(words), "author")]
    title = words[len(names) + 2 :] if names else ""
    assert found == ([(names, "author"), (title, "title")] if names else [(words, "author")])
