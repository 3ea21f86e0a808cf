"""Does a text speak of what a candidate is about: words of its title, numbers of people?"""

import math
from collections.abc import Iterable, Iterator

from citeman.match.titles import title_likeness
from citeman.mentions.clues import Clues, Said
from citeman.mentions.evidence import Evidence, agrees, differs
from citeman.mentions.shelf import Card, Shelf
from citeman.mentions.words import is_count, stem, telling_words
from citeman.text import fold


def count(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Find one number of people that text and candidate share: "5,800" against 5806."""
    for said, factor in ((clues.own, 1.0), (clues.near, 0.7)):
        for ours in said.counts:
            for theirs in card.counts:
                if is_count(ours, theirs):
                    width = max((ours.high - ours.low) / ours.high, 0.005)
                    weight = factor * math.log(0.5 / min(width * len(card.counts), 0.4))
                    yield agrees("number", weight, f'"{ours.words}" against {theirs.words}')
                    return


_MEANT = 0.4
"""How likely a word of the title is used by those who speak of the work."""
_TEMPER = 0.8
"""Words of a topic come together: each says less than if it came alone."""
_MOST = 20.0
_UNSAID = -0.12
_SILENT, _MUTE = -0.6, -4.5
"""A text that speaks at length and has no word of the title speaks of something else."""
_TITLE, _WHOLE = 4, 24.0


def words(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Weigh the words of the title that the text uses, beside the mention and around it."""
    own, near = _stems(clues.own), _stems(clues.near)
    shared = dict.fromkeys(card.words & own, 1.0)
    shared |= dict.fromkeys((card.words & near) - own, 0.5)
    own_letters = clues.own.letters & card.initials
    letters = own_letters | (clues.near.letters & card.initials)
    chances = shelf.chances(shared)
    weights = {word: part * _telling(chances[word]) for word, part in shared.items()}
    total = (
        sum(weights.values()) + min(len(own_letters) + 0.5 * len(letters - own_letters), 2) * 1.2
    )
    if own.isdisjoint(card.words) and not own_letters:
        silence = max(_SILENT * len(clues.own.words), _MUTE)
        yield differs("topic", silence, "no word beside the mention is in its title")
    if total <= 0:
        return
    if quoted := clues.own.quoted:
        yield _title(quoted, card)
        return
    if len(card.words) >= _TITLE and fold(card.reference.title) in fold(clues.own.text):
        yield agrees("title", _WHOLE, "the text has the whole title")
        return
    best = sorted(weights, key=lambda word: -weights[word])[:6]
    shown = ", ".join([*_spelt(best, card), *sorted(map(str.upper, letters))])
    unsaid = max(_UNSAID * (len(card.words) - len(shared)), -1.5)
    weight = max(min(total, _MOST) + unsaid, 0.0)
    yield agrees("title", weight, f"words of the title: {shown}")


def _title(quoted: str, card: Card) -> Evidence:
    """Compare the title that a text gives in quotation marks."""
    titles = filter(fold, (card.reference.title, card.reference.original_title))
    if any(title_likeness(quoted, title) in _ALIKE for title in titles):
        return agrees("title", _WHOLE, "the text gives its title")
    return differs("title", -9.0, "the text gives another title")


_ALIKE = ("same", "part", "close")


def _spelt(wanted: Iterable[str], card: Card) -> list[str]:
    """Give back to stems the form that they have in the title."""
    forms = {stem(word): word for word in telling_words(card.reference.title)}
    return [forms.get(one, one) for one in wanted]


def _stems(said: Said) -> set[str]:
    return {stem(word) for word in said.words}


def _telling(chance: float) -> float:
    return max(_TEMPER * math.log(_MEANT / max(chance, 1e-4)), 0.0)
