import pytest

from citeman.parse.features import Pieces, cut, near
from citeman.parse.surroundings import context
from citeman.parse.tokens import WORD, alike, kind_of, plain_gap, read_word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2019;11:53.", ["2019", "11", "53"]),
        ("48(2), 161–220", ["48", "2", "161", "220"]),
        ("Meyer-Lindenberg A, O’Neill J.-P.", ["Meyer-Lindenberg", "A", "O’Neill", "J", "P"]),
        ("doi:10.1000/x(1)2. Next", ["doi", "10.1000/x(1)2.", "Next"]),
        ("see https://a.org/b?c=1 now", ["see", "https://a.org/b?c=1", "now"]),
        ("S12-S19, e1003", ["S12-S19", "e1003"]),
        ("城市更新[J], 2015", ["城市更新", "J", "2015"]),
    ],
)
def test_words_are_cut_from_the_punctuation_around_them(text: str, words: list[str]) -> None:
    batch = cut([text], Pieces())
    found = [text[a:b] for a, b in zip(batch.start, batch.end, strict=True)]
    assert found == words


def test_every_character_is_in_a_word_or_in_a_gap() -> None:
    text = "Groß, J. (2001): „Titel“, in: Z. f. X 3/4, S. 1–2. www.a.de/b"
    assert "".join(WORD.split(text)) == text


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("1999", "year"), ("1999a", "years"), ("53", "digits2"), ("e1003", "code"),
        ("JB", "initials"), ("J", "single"), ("XIV", "roman"), ("NATURE", "caps"),
        ("Smith", "title"), ("cells", "lower"), ("pp", "page"), ("Hrsg", "editor"),
        ("und", "and"), ("Nr", "issue"), ("iPhone", "mixed"), ("城市", "script"),
        ("https://a.org/b", "address"), ("10.1/x", "doi"), ("Dissertation", "thesis"),
    ],
)  # fmt: skip
def test_a_word_has_a_kind(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_numbers_of_the_same_length_look_the_same() -> None:
    assert read_word("1234567") == read_word("7654321")
    assert read_word("12") != read_word("21")


@pytest.mark.parametrize(
    "word", ["1994", "0377", "53104", "1234567890", "٣٣٣", "10.1016/j.x", "https://a.org/b", "S12"]
)
def test_words_with_one_number_have_one_description(word: str) -> None:
    assert read_word(alike(word)) == read_word(word)


def test_pieces_are_described_the_same_early_and_late() -> None:
    strings = ["Smith J, O’Neill K (1999) pp. 12-19.", "doi:10.1000/x Øre XIV, 2003;S12"]
    late, early = Pieces(), Pieces()
    early.described()
    for string in strings:
        cut([string], early)
        early.described()
    cut(strings, late)
    for one, other in zip(early.described(), late.described(), strict=True):
        assert one.tolist() == other.tolist()


@pytest.mark.parametrize(("gap", "plain"), [(" – ", " - "), (".”  ", '." '), ("\n", " ")])
def test_gaps_are_spelled_alike(gap: str, plain: str) -> None:
    assert plain_gap(gap) == plain


def test_features_of_a_string_do_not_depend_on_its_neighbours() -> None:
    strings = ["Smith J. A title. Nature 2001;3:4.", "", "Doe (1999)", "Roe K, Title, 5, 6-7."]

    def features(texts: list[str]) -> list[list[int]]:
        pieces = Pieces()
        batch = cut(texts, pieces)
        rows: list[list[int]] = context(batch, pieces.described()).tolist()
        return rows

    assert features(strings) == [row for string in strings if string for row in features([string])]


def test_shifting_stays_inside_a_string() -> None:
    batch = cut(["a b", "c d"], Pieces())
    assert near(batch.word, batch.owner, -1, 9).tolist() == [9, batch.word[0], 9, batch.word[2]]
    assert near(batch.word, batch.owner, 7, 9).tolist() == [9, 9, 9, 9]
