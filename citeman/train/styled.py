"""References rendered in many CSL styles at once, and which of them are safe to learn from."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from citeman.train.csl import written
from citeman.train.examples import Example
from citeman.train.items import item
from citeman.train.locate import NAMES, Located, is_explained, locate, words_of
from citeman.train.works import Pools, Work

EACH = 50
"""Works rendered by one run of pandoc."""
FOUND = 3
"""Fewer variables in a rendering, and it is a short form."""
SHARED = 0.01
"""A word that stands unexplained in this part of the styles, and in five at least, is a term."""
FOREIGN = ("de", "fr", "es", "it", "pt", "nl")
SELDOM = 0.1
"""How often a style is asked for another language than its own."""


class Job(NamedTuple):
    """One run of pandoc."""

    style: Path
    language: str
    items: Sequence[Mapping[str, Any]]


class Rendering(NamedTuple):
    """What a style made of an item, and where the values are in it."""

    style: str
    item: Mapping[str, Any]
    located: Located

    def example(self) -> Example:
        """Give what it teaches."""
        return Example(self.located.raw, self.located.spans, source="csl")


def jobs(
    styles: Iterable[Path], works: Sequence[Work], facts: Pools, rng: random.Random
) -> Iterator[Job]:
    """Draw works for each style, and make items of them."""
    for style in styles:
        language = rng.choice(FOREIGN) if rng.random() < SELDOM else ""
        drawn = rng.sample(works, min(EACH, len(works)))
        items = [item(f"w{i}", work, facts, language or "en", rng) for i, work in enumerate(drawn)]
        yield Job(style, language, items)


def done(job: Job) -> list[Rendering]:
    """Run pandoc, and find the values in what it wrote."""
    texts = written(job.style, job.items, job.language)
    return [
        Rendering(job.style.stem, one, located)
        for one in job.items
        for text in texts.get(one["id"], ())
        if (located := locate(text, one)) and len(located.found) >= FOUND
    ]


def usable(renderings: Sequence[Rendering]) -> list[Rendering]:
    """Leave out renderings with words that are neither a value nor a term of many styles."""
    pairs = {(one.style, word) for one in renderings for word in one.located.unexplained}
    styles = len({one.style for one in renderings})
    least = max(5, SHARED * styles)
    terms = {word for word, n in Counter(word for _, word in pairs).items() if n >= least}
    return [one for one in renderings if is_explained(one.located, one.item, terms)]


Mapper = Callable[[Callable[[Job], list[Rendering]], Iterable[Job]], Iterable[list[Rendering]]]
"""`map`, or that of a pool of processes."""


def render_styles(planned: Iterable[Job], mapped: Mapper = map) -> list[Rendering]:
    """Do the jobs and give what is usable, in the order of the jobs."""
    return usable([one for made in mapped(done, planned) for one in made])


def gold_row(one: Rendering, family: str) -> dict[str, Any]:
    """Turn a rendering into a row that measures: its string, and the fields printed in it."""
    found = one.located.found
    fields: dict[str, Any] = {
        name: value for name, value in one.item.items()
        if name in found and isinstance(value, str)
    }  # fmt: skip
    for role in NAMES:
        if role in found:
            fields[role] = _printed(one, role)
    for first, behind, label in one.located.spans:
        if label == "page":
            fields["page"] = one.located.raw[first:behind]
    if "issued" in found:
        issued = one.item["issued"]
        fields["issued"] = {"year": issued.get("literal") or str(issued["date-parts"][0][0])}
    hidden = ["container-title", "publisher"] if "site" in one.item else []
    meta = {"style": one.style, "family": family, "type": one.item["type"], "unlabelled": hidden}
    return {"raw": one.located.raw, "fields": fields, "meta": meta}


def _printed(one: Rendering, role: str) -> list[Mapping[str, str]]:
    """Give the people of a role whose names are printed, not left to "et al."."""
    spans = [one.located.raw[a:b] for a, b, label in one.located.spans if label == role]
    words = {word.text for word in words_of(" ".join(spans))}
    return [
        person for person in one.item[role]
        if all(w.text in words for w in words_of(person.get("family") or person["literal"]))
    ]  # fmt: skip
