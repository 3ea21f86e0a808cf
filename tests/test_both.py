"""Lists in Vancouver style are read by the grammar, all others by the model."""

import pytest

from citeman.parse.both import is_exact, tag
from citeman.parse.sequence import tag as by_model
from citeman.parse.tag import tag as by_grammar

NLM = "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422."
APA = "Roe, A., & Poe, B. (2001). Growth in rats. Journal of Growth, 12(3), 4–15."


@pytest.mark.parametrize(
    ("text", "exact"),
    [(NLM, True), (NLM.replace("1997; 7: 394-422", "1997"), False), (APA, False)],
)
def test_only_the_locator_of_nlm_makes_a_reading_exact(text: str, exact: bool) -> None:
    [spans] = by_grammar([text])
    assert is_exact(text, spans) == exact


def test_each_reference_goes_to_the_reader_of_its_style() -> None:
    nlm, apa = tag([NLM, APA, APA])[:2]
    assert nlm == by_grammar([NLM])[0]
    assert apa == by_model([APA])[0]


def test_books_of_a_vancouver_list_are_read_as_the_list_is() -> None:
    book = "Zimmerman HJ. Hepatotoxicity. 2nd ed. Philadelphia: Lippincott, 1999."
    assert tag([NLM, book])[1] == by_grammar([book])[0]
    assert tag([book, APA, APA])[0] == by_model([book])[0]


def test_what_only_the_grammar_labels_is_taken_from_it() -> None:
    text = "Seeliger B, Stahl K. [Verfahren bei Sepsis] [Article in German], Internist, 2020."
    [spans] = tag([text])
    named = {span.label: text[span.start : span.end] for span in spans}
    assert named["language"] == "German"
    assert "Article" not in named["title"]


def test_dashes_stand_for_the_authors_before() -> None:
    [spans] = tag(
        ["———. Society and Culture: Eight Essays. Stanford: Stanford University Press, 1975."]
    )
    assert spans[0][:3] == (0, 3, "author")
