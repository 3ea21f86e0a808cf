"""Records to find duplicates among: works, copies of them as databases and typists make them, and
sister works that only look alike.

    python tests/bench/records.py 100000 > records.jsonl

Each line is a CSL item with an `id` and, for scoring, the `cluster` it belongs to.
"""

import json
import random
import sys
from collections.abc import Iterator
from typing import Any

STEMS = [
    *("cardi", "neur", "hepat", "ren", "derm", "onc", "gastr", "pulmon", "oste", "hemat", "immun"),
    *("psych", "thyr", "vascul", "muscul", "lymph", "end", "bronch", "enter", "nephr", "retin"),
]
ENDINGS = ["al", "itis", "opathy", "ology", "ectomy", "oma", "osis", "ic", "otoxicity", "ography"]
NOUNS = [
    *("outcome", "treatment", "risk", "survival", "screening", "response", "markers", "therapy"),
    *("management", "prevalence", "diagnosis", "trial", "cohort", "quality", "care", "injury"),
    *("imaging", "surgery", "infection", "inhibitors", "receptors", "children", "women", "men"),
]
LINKS = ["of", "in", "and", "for", "after", "during", "versus", "with", "before", "without"]
SYLLABLES = [
    *("ba", "ber", "chen", "da", "fer", "gar", "han", "jo", "kim", "lan", "ma", "ner", "ol", "pe"),
    *("ro", "sen", "ta", "ul", "vi", "wang", "xu", "yo", "zim"),
]
JOURNALS = [f"{a} of {b}" for a in ("Journal", "Annals", "Archives", "Review") for b in NOUNS]


def works(count: int, chance: random.Random) -> Iterator[list[dict[str, Any]]]:
    """Give works until there are as many records: one in three has copies, one in ten a sister."""
    left = count
    while left > 0:
        work = _work(chance)
        copies = chance.choice((0, 0, 0, 0, 1, 1, 2, 3))
        records = [work, *(_copy(work, chance) for _ in range(copies))]
        yield records[:left]
        left -= len(records)
        if left > 0 and chance.random() < 0.1:
            yield [_sister(work, chance)]
            left -= 1


def _work(chance: random.Random) -> dict[str, Any]:
    words = [
        _term(chance) if i % 2 == 0 else chance.choice(NOUNS)
        for i in range(chance.choice((4, 6, 8)))
    ]
    title = " ".join(
        w if i % 2 == 0 else f"{w} {chance.choice(LINKS)}" for i, w in enumerate(words)
    )
    title = title.rsplit(" ", 1)[0].capitalize()
    year, page = chance.randint(1975, 2024), chance.randint(1, 2400)
    return {
        "type": "article-journal",
        "title": title,
        "author": [_person(chance) for _ in range(chance.choice((1, 2, 3, 4, 6, 8)))],
        "container-title": chance.choice(JOURNALS),
        "issued": {"date-parts": [[year]]},
        "volume": str(year - 1960),
        "issue": str(chance.randint(1, 12)),
        "page": f"{page}-{page + chance.randint(2, 14)}",
        "DOI": f"10.{chance.randint(1000, 1100)}/{chance.getrandbits(48):x}",
    }


def _term(chance: random.Random) -> str:
    return chance.choice(STEMS) + chance.choice(STEMS)[:3] + chance.choice(ENDINGS)


def _person(chance: random.Random) -> dict[str, str]:
    family = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()
    given = "".join(chance.choice(SYLLABLES) for _ in range(2)).capitalize()
    return {"family": family, "given": given}


def _copy(work: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    copy = dict(work)
    if chance.random() < 0.5:
        copy["author"] = [
            {"family": p["family"], "given": p["given"][0] + "."} for p in work["author"]
        ]
    if chance.random() < 0.3:
        copy["title"] = _mistyped(work["title"], chance)
    if chance.random() < 0.15:
        copy["title"] = f"{copy['title']} [Review]"
    if chance.random() < 0.3:
        copy["container-title"] = " ".join(w[:5] for w in work["container-title"].split())
    for field, odds in (("DOI", 0.5), ("issue", 0.3), ("page", 0.1), ("volume", 0.05)):
        if chance.random() < odds:
            copy.pop(field)
    return copy


def _mistyped(title: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(title) - 1)
    return title[:at] + title[at + 1 :]


def _sister(work: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    year = work["issued"]["date-parts"][0][0] + 1
    sister = work | {"issued": {"date-parts": [[year]]}, "volume": str(year - 1960)}
    sister |= {"page": str(chance.randint(2500, 5000)), "issue": "13"}
    return sister | {"DOI": work["DOI"] + "b", "title": f"{work['title']}. Part 2"}


def main() -> None:
    """Write as many records as the command line says."""
    chance, number = random.Random(7), 0
    for cluster, records in enumerate(works(int(sys.argv[1]), chance)):
        for record in records:
            number += 1
            print(json.dumps({"id": f"r{number}", "cluster": f"c{cluster}", **record}))


if __name__ == "__main__":
    main()
