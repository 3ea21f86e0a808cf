"""Works to render references of: the facts in the labelled sets and in PubMed's citations.

A work is a type and a dict of fields as `styles` names them.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from citeman.train.naming import Person

Fields = dict[str, Any]


class Work(NamedTuple):
    """A type that `styles` has templates for, and the fields."""

    type: str
    fields: Fields


class Pools(NamedTuple):
    """Facts of many works, one list per field, to fill the gaps of others from."""

    people: list[Person]
    first_names: dict[str, list[str]]
    titles: list[str]
    journals: list[str]
    books: list[str]
    meetings: list[str]
    series: list[str]
    houses: list[tuple[str, str]]
    hosts: list[str]
    genres: list[str]


_MEETING = re.compile(r"(?i)\b(proc|conf|symp|workshop|congr|meeting|tagung|colloq)")
_THESIS = re.compile(r"(?i)thesis|dissert|thèse|tesis|diss\b|ph\.?\s?d|habilit")
_EDGES = " .,;:\"'“”"
_WORDS = re.compile(r"[^\W\d_]{2,}")


def pools(rows: Iterable[Mapping[str, Any]], citations: Iterable[Mapping[str, Any]]) -> Pools:
    """Collect facts from labelled rows and from PubMed citations."""
    p = Pools([], defaultdict(list), [], [], [], [], [], [], [], [])
    for row in rows:
        f = row["fields"]
        container = _clean(f.get("container-title"))
        for name in f.get("author") or ():
            _add_person(p, name)
        if _clean(f.get("title")):
            p.titles.append(_clean(f["title"]))
        if container and f.get("volume"):
            p.journals.append(container)
        elif container and _MEETING.search(container):
            p.meetings.append(container)
        elif container and f.get("publisher"):
            p.books.append(container)
        if f.get("publisher"):
            p.houses.append((_clean(f["publisher"]), _clean(f.get("publisher-place"))))
        p.series.extend(filter(None, [_clean(f.get("collection-title"))]))
        p.genres.extend(filter(None, [_clean(f.get("genre"))]))
        host = re.match(r"(?:https?://)?(?:www\.)?([\w.-]+\.\w{2,})", str(f.get("URL", "")))
        p.hosts.extend([host.group(1)] if host else [])
    for citation in citations:
        if "jtitle" in citation:
            p.journals.append(citation["jtitle"])
            continue
        p.journals.append(citation["ta"])
        p.titles.append(citation["title"].rstrip("."))
        for name in citation["authors"][:3]:
            family, _, given = name.rpartition(" ")
            if family and given.isupper():
                p.people.append((family, given))
    p.houses.extend((h, "") for h in ("Springer", "Elsevier", "Routledge", "Wiley", "CRC Press"))
    return p


def _add_person(p: Pools, name: Mapping[str, str]) -> None:
    family, given = _clean(name.get("family")), _clean(name.get("given"))
    if not family or not given or len(family) > 25 or not _WORDS.fullmatch(family):
        return
    p.people.append((family, given))
    first = given.split()[0]
    if _WORDS.fullmatch(first) and first.istitle():
        p.first_names[first[0]].append(first)


def _clean(value: object) -> str:
    """Take off what sets a value off; brackets stay where both of a pair are the value's own.

    >>> _clean("Healthcare (Basel)."), _clean("(Basel)"), _clean("Vol. 2 (Suppl")
    ('Healthcare (Basel)', 'Basel', 'Vol. 2 (Suppl')
    """
    text = re.sub(r"\s+", " ", value if isinstance(value, str) else "").strip(_EDGES)
    bare = text.strip(_EDGES + "()[]")
    behind = text[text.rindex(bare) + len(bare) :] if bare else ""
    opened = any(bare.count(a) > bare.count(b) for a, b in ("()", "[]"))
    return bare + behind if opened and behind[:1] in (")", "]") else bare


def of_rows(rows: Iterable[Mapping[str, Any]], p: Pools, rng: random.Random) -> Iterator[Work]:
    """Make a work of every labelled row that says enough."""
    for row in rows:
        f = row["fields"]
        people = [
            (_clean(n.get("family") or n.get("literal")), _clean(n.get("given")))
            for n in f.get("author") or ()
        ]
        people = [one for one in people if one[0] and (one[1] or not any(g for _, g in people))]
        title = _clean(f.get("title"))
        if not people or len(title) < 8:
            continue
        container = _clean(f.get("container-title"))
        base = {"au": people, "ti": title, "yr": str((f.get("issued") or {}).get("year") or "")}
        if not base["yr"]:
            continue
        for css, name in (("vol", "volume"), ("iss", "issue"), ("pg", "page")):
            base[css] = _clean(f.get(name))
        house = (_clean(f.get("publisher")), _clean(f.get("publisher-place")))
        yield _typed(base, container, house, _clean(f.get("genre")), p, rng)


def _typed(
    base: Fields, container: str, house: tuple[str, str], genre: str, p: Pools, rng: random.Random
) -> Work:
    if genre and _THESIS.search(genre):
        return Work("thesis", base | {"ge": genre, "pu": house[0], "pl": house[1]})
    if container and _MEETING.search(container):
        return Work("paper", base | {"cf": container})
    if container and base["vol"] and rng.random() < KEPT_ARTICLES:
        return Work("article", base | {"jo": container})
    if container and base["vol"]:
        kind = rng.choice(_OTHER_TYPES)
        return Work(kind, base | dict.fromkeys(("vol", "iss"), ""))
    if container:
        return Work("chapter", base | {"bk": container, "pu": house[0], "pl": house[1]})
    if house[0]:
        return Work("book", base | {"pu": house[0], "pl": house[1]})
    return Work(rng.choice(_OTHER_TYPES), base)


KEPT_ARTICLES = 0.6
"""Articles rendered as articles; the titles of the rest are lent to rarer types."""
_OTHER_TYPES = (
    *("chapter",) * 5, *("paper",) * 5, *("book",) * 2, *("report",) * 3, *("thesis",) * 2,
    *("web",) * 3, *("data",) * 2,
)  # fmt: skip


def of_citations(citations: Iterable[Mapping[str, Any]]) -> Iterator[Work]:
    """Make an article of every PubMed citation."""
    for c in (row for row in citations if "authors" in row):
        people = [(n.rpartition(" ")[0] or n, n.rpartition(" ")[2]) for n in c["authors"]]
        month = re.match(r"\d{4} (.+)", c["dp"] or "")
        if people and c["title"] and c["vol"] and c["pages"]:
            yield Work(
                "article",
                {
                    "au": people[:12], "ti": c["title"].rstrip("."), "jo": c["ta"],
                    "yr": str(c["year"]), "vol": c["vol"], "iss": c["iss"] or "",
                    "pg": c["pages"], "doi": c["doi"] or "", "pmid": str(c["pmid"]),
                    "pmcid": c["pmcid"] or "", "mo": month.group(1) if month else "",
                },
            )  # fmt: skip
