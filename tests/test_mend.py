"""What the model's labels leave undone is mended where nothing is in doubt."""

import re

import pytest

from citeman.parse.labels import Labelled
from citeman.parse.mend import mended

MARKED = re.compile(r"\{(?P<label>[\w-]+):(?P<words>[^{}]*)\}")


def labelled(marked: str) -> tuple[str, list[Labelled]]:
    """Read "{title:Livers}. {container-title:Gut}" as a text and its labels."""
    text, spans, at = "", [], 0
    for found in MARKED.finditer(marked):
        text += marked[at : found.start()]
        spans.append(Labelled(len(text), len(text + found["words"]), found["label"], 0.9))
        text += found["words"]
        at = found.end()
    return text + marked[at:], spans


JOURNAL = "{author:Roe A}. {title:Small works}. {container-title:Nutrients} "
NUMBERS = {
    "a number after the year, and nothing more": (JOURNAL + "{issued:2022}, {page:14}.", "volume"),
    "a link after it": (JOURNAL + "{issued:2022}, {page:14}. https://doi.org/10.1/x", "volume"),
    "a number too long for a volume": (JOURNAL + "{issued:2022}, {page:1028}.", "page"),
    "a range": (JOURNAL + "{issued:2022}, {page:14-19}.", "page"),
    "a number after a day": (JOURNAL + "{issued:1998 June 21}, {page:11}.", "page"),
    "a number beside a volume": (JOURNAL + "{issued:2022}, {page:14}, {volume:3}.", "page"),
    "a number called a page": (JOURNAL + "{issued:2022}, p. {page:14}.", "page"),
    "words after it": (JOURNAL + "{issued:2022}, {page:14} in part.", "page"),
    "a book's page": (
        "{author:Roe A}. {container-title:Livers}. {publisher:Press}, {issued:2022}, {page:14}.",
        "page",
    ),
}


@pytest.mark.parametrize(("marked", "label"), NUMBERS.values(), ids=NUMBERS)
def test_the_only_number_of_a_journal_is_its_volume(marked: str, label: str) -> None:
    text, spans = labelled(marked)
    [place] = [span for span in spans if span.label == "page"]
    found = {span.start: span.label for span in mended(text, spans)}
    assert found[place.start] == label
