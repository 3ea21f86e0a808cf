"""References come one batch after another, however many there are."""

from collections.abc import Iterator
from itertools import count, islice

import citeman

REFERENCE = "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422."


def endless(taken: list[int]) -> Iterator[str]:
    for number in count():
        taken.append(number)
        yield REFERENCE


def test_an_endless_stream_is_parsed_as_it_comes() -> None:
    taken: list[int] = []
    records = list(islice(citeman.iter_references(endless(taken)), 1_500))
    assert [record.reference.volume for record in records] == ["7"] * 1_500
    assert len(taken) < 3_000


def test_keys_stay_unique_from_batch_to_batch() -> None:
    records = list(citeman.iter_references([REFERENCE] * 1_100))
    assert len({record.key for record in records}) == 1_100
    assert records[0].key == "noble1997aldesleukin"


def test_a_stream_says_what_a_list_says() -> None:
    strings = [REFERENCE, "Dutcher JP. High dose interleukin-2. Oncology 2002; 16: 4-10.", ""]
    assert list(citeman.iter_references(strings)) == citeman.parse_references(strings)
