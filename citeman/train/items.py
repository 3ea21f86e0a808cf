"""Works as CSL-JSON, with the facts that `fill` draws for what they lack."""

import random
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from citeman.train.fill import filled
from citeman.train.locate import NUMBERS, words_of
from citeman.train.works import Fields, Pools, Work

TYPES = {
    "article": (*("article-journal",) * 8, "article-magazine", "article-newspaper"),
    "chapter": ("chapter", "chapter", "chapter", "entry-encyclopedia"),
    "paper": ("paper-conference",),
    "book": ("book",),
    "report": ("report", "report", "report", "standard", "patent"),
    "thesis": ("thesis",),
    "web": ("webpage", "webpage", "post-weblog", "article"),
    "data": ("dataset", "software"),
}  # fmt: skip
"""What CSL calls a type of work; the rarer ones share the facts of the others."""

_HOSTED = {"ti": "title", "pg": "page", "doi": "DOI", "vol": "volume", "iss": "issue"}
_MADE = {"ti": "title", "pu": "publisher", "pl": "publisher-place", "edn": "edition"}
_ONLINE = {"ti": "title", "url": "URL"}
VARIABLES: Mapping[str, Mapping[str, str]] = {
    "article-journal": _HOSTED | {"jo": "container-title", "pmid": "PMID", "url": "URL"},
    "article-magazine": _HOSTED | {"jo": "container-title"},
    "article-newspaper": {"ti": "title", "pg": "page", "jo": "container-title", "url": "URL"},
    "chapter": _MADE | {"bk": "container-title", "se": "collection-title", "pg": "page"},
    "entry-encyclopedia": _MADE | {"bk": "container-title", "pg": "page"},
    "paper-conference": {
        "ti": "title", "cf": "container-title", "se": "collection-title", "pu": "publisher",
        "pl": "publisher-place", "pg": "page", "doi": "DOI",
    },
    "book": _MADE | {"se": "collection-title", "np": "number-of-pages", "url": "URL"},
    "report": _MADE | {"ge": "genre", "num": "number", "url": "URL", "se": "collection-title"},
    "standard": _ONLINE | {"num": "number", "pu": "publisher", "pl": "publisher-place"},
    "patent": {"ti": "title", "num": "number"},
    "thesis": _MADE | {"ge": "genre", "np": "number-of-pages", "url": "URL"},
    "webpage": _ONLINE | {"site": "site"},
    "post-weblog": _ONLINE | {"site": "site"},
    "article": _ONLINE | {"pu": "publisher", "doi": "DOI", "num": "number"},
    "dataset": _ONLINE | {"pu": "publisher", "doi": "DOI", "ver": "version"},
    "software": _ONLINE | {"pu": "publisher", "ver": "version"},
}  # fmt: skip
"""Which facts make up a reference of a type, and what CSL calls them."""
EDITED = ("chapter", "entry-encyclopedia", "paper-conference")
DATED = {"article-newspaper": 1.0, "article-magazine": 0.8, "post-weblog": 0.7, "webpage": 0.4,
         "patent": 0.5, "article-journal": 0.25}  # fmt: skip
"""How often a date has more than a year, by type; elsewhere seldom."""
WITHOUT_ADDRESS = {"article-journal": 0.8, "book": 0.9, "report": 0.5, "thesis": 0.7}
ACCESSED = 0.6
EDITORS_INSTEAD = 0.15
"""How often a book has editors where others have authors."""
PREPRINTS = ("arXiv", "bioRxiv", "medRxiv", "SSRN", "PsyArXiv", "ChemRxiv")
_LEADING = re.compile(r"\d+")
_PLAIN_YEAR = re.compile(r"\d{4}")


def item(name: str, work: Work, pools: Pools, language: str, rng: random.Random) -> dict[str, Any]:
    """Make an item of a work; no two of its numbers are the same, so that each can be found."""
    kind = rng.choice(TYPES[work.type])
    fields = filled(work, pools, language, rng)
    if kind == "article":
        fields |= {"pu": rng.choice(PREPRINTS)}
    made: dict[str, Any] = {"id": name, "type": kind}
    made |= {
        variable: str(fields[short])
        for short, variable in VARIABLES[kind].items()
        if fields.get(short)
    }
    if edition := _LEADING.search(made.get("edition", "")):
        made["edition"] = edition.group()
    if rng.random() < WITHOUT_ADDRESS.get(kind, 0):
        made.pop("URL", None)
    if "site" in made:
        made["container-title"] = made["site"]
    made |= _people(kind, fields, pools, rng) | _dates(kind, fields, made, rng)
    return _distinct(made)


def _people(kind: str, fields: Fields, pools: Pools, rng: random.Random) -> dict[str, Any]:
    authors = [_person(p, pools, rng) for p in fields["au"]]
    if kind == "book" and rng.random() < EDITORS_INSTEAD:
        return {"editor": authors}
    if kind in EDITED and fields.get("ed"):
        return {"author": authors, "editor": [_person(p, pools, rng) for p in fields["ed"]]}
    return {"author": authors}


def _person(person: tuple[str, str], pools: Pools, rng: random.Random) -> dict[str, str]:
    """Give a name; bare initials are spaced, or spelled out with a name of some other person."""
    family, given = person
    if not given:
        return {"literal": family}
    if given.isupper() and given.isalpha() and len(given) <= 3:
        first = rng.choice(pools.first_names.get(given[0]) or [f"{given[0]}."])
        first = first if rng.random() < 0.6 else f"{given[0]}."
        given = " ".join([first, *(f"{letter}." for letter in given[1:])])
    return {"family": family, "given": given}


def _dates(kind: str, fields: Fields, made: Fields, rng: random.Random) -> dict[str, Any]:
    year = str(fields.get("yr", ""))
    if not _PLAIN_YEAR.fullmatch(year):
        return {"issued": {"literal": year}} if year else {}
    dates = {"issued": {"date-parts": [[int(year), *_day(rng, DATED.get(kind, 0.05))]]}}
    if "URL" in made and rng.random() < ACCESSED:
        later = int(year) + rng.randint(1, 9)
        dates["accessed"] = {"date-parts": [[later, *_day(rng, 1.0)]]}
    return dates


def _day(rng: random.Random, chance: float) -> list[int]:
    parts = [rng.randint(1, 12), rng.randint(1, 28)]
    return parts[: rng.choice((1, 2, 2))] if rng.random() < chance else []


def _distinct(made: dict[str, Any]) -> dict[str, Any]:
    """Leave out what repeats a number that stands elsewhere: the least of the facts first."""
    dates = [
        made[d]["date-parts"][0] for d in ("accessed", "issued") if "date-parts" in made.get(d, {})
    ]
    for name in reversed(NUMBERS):
        if name in made and _clashes(made, name, dates):
            del made[name]
    for parts in dates:
        numbers = Counter(str(n) for other in dates for n in other)
        if any(numbers[str(n)] > 1 or _is_there(made, str(n)) for n in parts[1:]):
            del parts[1:]
    return made


def _clashes(made: Mapping[str, Any], name: str, dates: list[list[int]]) -> bool:
    mine = [word.text for word in words_of(made[name])]
    other = {**made, name: ""}
    years = {str(parts[0]) for parts in dates}
    return any(n.isdigit() and (n in years or _is_there(other, n)) for n in mine)


def _is_there(made: Mapping[str, Any], number: str) -> bool:
    return any(
        number == word.text.lstrip("0")
        for variable in (
            "page",
            "volume",
            "issue",
            "number",
            "edition",
            "version",
            "number-of-pages",
        )
        for word in words_of(made.get(variable, ""))
    )
