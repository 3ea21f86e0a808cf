"""A record is lossless exactly when its fields hold every word of its string."""

import pytest

from citeman.documents.plain import read as read_plain
from citeman.model import Reference
from citeman.parse import parse_document
from citeman.parse.labels import Labelled
from citeman.parse.layout import gives_back, learn, pieces, write

LIST = (
    "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422. [PubMed: 18031103]",
    "Ward JH. Is it safe? J Immunother 2000; 23: 507-8. [PubMed: 10916762]",
    "McDermott DF, et al. A review. Med Oncol 2009; 26 Suppl 1: 13-7.",
    "Zimmerman HJ. Hepatotoxicity. 2nd ed. Philadelphia: Lippincott, 1999.",
    "Tavel J; STALWART Study Group. HIV. PLoS One 2012; 7 (3): e47506.",
)


def records(*lines: str) -> list[bool | None]:
    page = "References\n\n" + "".join(f"  • {line}\n" for line in lines)
    return [record.lossless for record in parse_document(read_plain(page, "page.txt"))]


def test_a_list_whose_every_word_is_in_a_field_is_lossless() -> None:
    assert records(*LIST) == [True] * len(LIST)


@pytest.mark.parametrize(
    "odd",
    [
        "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422. Reprinted.",
        "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422 (two parts).",
        "Noble S., Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422.",
        "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 007: 394-422.e1-e2 and 4.",
    ],
)
def test_words_or_spellings_that_no_field_holds_are_not_lossless(odd: str) -> None:
    assert records(*LIST, odd) == [True] * len(LIST) + [False]


LABELS = [Labelled(0, 7, "author", 1.0), Labelled(9, 15, "title", 1.0)]
TEXT = "Ward JH. Anemia."


def test_a_changed_value_does_not_give_the_string_back() -> None:
    from citeman.fields.names import read_names

    right = Reference(author=read_names("Ward JH").names, title="Anemia")
    wrong = Reference(author=read_names("Ward JK").names, title="Anemia")
    cut = pieces(TEXT, LABELS, right)
    layout = learn([cut])
    assert gives_back(cut, layout, TEXT)
    assert write(cut, layout) == TEXT
    changed = pieces(TEXT, LABELS, wrong)
    assert not gives_back(changed, layout, TEXT)
    assert write(changed, layout) == "Ward JK. Anemia."


def test_words_and_digits_between_fields_are_never_layout() -> None:
    text = "Ward JH. 1999 was Anemia."
    labels = [Labelled(0, 7, "author", 1.0), Labelled(18, 24, "title", 1.0)]
    from citeman.fields.names import read_names

    cut = pieces(text, labels, Reference(author=read_names("Ward JH").names, title="Anemia"))
    assert not gives_back(cut, learn([cut]), text)
