"""Works to render references of: the facts in the labelled sets and in PubMed's citations.

A work is a type and a dict of fields as `styles` names them. What a real reference leaves out (a
page, a place, an editor) is drawn from what other real references say.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from citeman.train.naming import Person, initials

Fields = dict[str, Any]


class Work(NamedTuple):
    """A type that `styles` has templates for, and the fields."""

    type: str
    fields: Fields


class Pools(NamedTuple):
    """Facts that fill the gaps, one list per field."""

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
    text = value if isinstance(value, str) else ""
    return re.sub(r"\s+", " ", text).strip(" .,;:()[]\"'“”")


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
    for c in citations:
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


def group(rng: random.Random) -> str:
    """Make up the name of a body that signs its works."""
    kind = rng.choice(_BODIES)
    name = kind.format(topic=rng.choice(_TOPICS), land=rng.choice(_LANDS), short=_acronym(rng))
    return name


def _acronym(rng: random.Random) -> str:
    return "".join(rng.choices("ABCDEFGHILMNOPRSTUVW", k=rng.choice((3, 3, 4, 5))))


_TOPICS = (
    "Health", "Education", "Research and Innovation", "Agriculture", "Statistics", "Energy",
    "Public Health", "Climate Action", "Labour", "the Environment", "Finance", "Social Research",
    "Economic Development", "Water Management", "Mental Health", "Human Rights", "Science",
    "Standardization", "Nature Conservation", "Migration", "Transport", "Food Safety",
)  # fmt: skip
_LANDS = (
    "Germany", "France", "the Netherlands", "India", "Finland", "Italy", "Spain", "Brazil",
    "South Africa", "Japan", "the United States", "Canada", "Ireland", "Austria", "Greece",
)  # fmt: skip
_BODIES = (
    "{short}", "{short}", "{short}", "{short} – Institute of {topic}", "Ministry of {topic}",
    "Ministry of {topic} of {land}", "{land} {topic} Agency", "National Institute of {topic}",
    "European Commission", "European Commission, Directorate-General for {topic}",
    "Council of the European Union", "World Health Organization", "World Bank", "United Nations",
    "International {topic} Organization", "Institute for {topic}", "Department of {topic}",
    "European {topic} Agency ({short})", "Food and Agriculture Organization of the United Nations",
    "{short} Working Group", "International Society for {topic}", "Bundesministerium für {topic}",
    "Centers for Disease Control and Prevention", "European Parliament", "Statistisches Bundesamt",
    "Ministère de la Santé", "Organisation for Economic Co-operation and Development",
    "OECD", "WHO", "UNESCO", "FAO", "IPCC", "UNEP", "Eurostat", "The {short} Consortium",
    "American {topic} Association", "Council of Europe", "The {short} Study Group",
)  # fmt: skip
_MONTHS = {
    "en": "January February March April May June July August September October November December"
    " Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Oct. Nov. Dec. Jan Feb Mar Apr Jun Jul Aug Sep Oct"
    " Nov Dec Spring Summer Winter Fall",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "jan. fev. mar. abr. maio jun. jul. ago. set. out. nov. dez.",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre novembre dicembre",
}
_GENRES = {
    "thesis": (
        "PhD thesis", "Ph.D. thesis", "Doctoral dissertation", "Unpublished doctoral dissertation",
        "PhD dissertation", "Master's thesis", "Ph.D. dissertation", "Dissertation", "Diss.",
        "Thèse de doctorat", "Tesis doctoral", "Tese (Doutorado)", "Dissertação (Mestrado)",
        "MSc thesis", "Habilitationsschrift", "Master thesis", "PhD diss.",
    ),
    "report": (
        "Technical Report", "Tech. Rep.", "Working Paper", "Discussion Paper", "Report", "IZA Discussion Paper",
        "NBER Working Paper", "Arbeitspapier", "Technical report", "Research Report", "Policy Brief",
    ),
}  # fmt: skip
_SITES = ("Zenodo", "figshare", "Dryad", "GitHub", "OSF", "PANGAEA", "Mendeley Data", "bioRxiv")
_EDITIONS = ("2nd ed", "3rd ed", "2nd edn", "4th edition", "2. Aufl", "2., überarb. Aufl", "Rev. ed",
             "second edition", "5th ed", "2e éd", "1st ed", "third edition", "2ª ed", "3. Auflage")  # fmt: skip


def filled(work: Work, p: Pools, language: str, rng: random.Random) -> Fields:
    """Complete a work with everything that a style may ask for."""
    house = rng.choice(p.houses)
    year = work.fields["yr"][:4]
    month = rng.choice(_MONTHS[language].split())
    day = str(rng.randint(1, 28))
    extra: Fields = {
        "ed": rng.sample(p.people, rng.choice((1, 2, 2, 3))), "tr": rng.sample(p.people, 1),
        "bk": rng.choice(p.books), "jo": rng.choice(p.journals), "cf": rng.choice(p.meetings),
        "pu": house[0], "pl": house[1] or rng.choice(p.houses)[1], "pl2": rng.choice(p.houses)[1],
        "pg": _pages(rng), "np": str(rng.randint(80, 700)), "edn": rng.choice(_EDITIONS),
        "ge": rng.choice(_GENRES.get(work.type, ("Report",))), "num": _number(rng),
        "url": _url(p, rng), "ws": _url(p, rng), "site": _site(work, p, rng), "doi": _doi(rng),
        "acc": rng.choice((f"{day} {month} {year}", f"{month} {day}, {year}", f"{day}.{rng.randint(1, 12)}.{year}",
                           f"{year} {month[:3]} {day}", f"{day}/{rng.randint(1, 12)}/{year}", f"{month}, {year}")),
        "ver": f"{rng.randint(0, 5)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}",
        "arxiv": rng.choice((f"{rng.randint(10, 23)}{rng.randint(1, 12):02}.{rng.randint(1000, 99999)}", f"hep-th/{rng.randint(9201001, 9912999)}")),
        "issn": f"{rng.randint(1000, 9999)}-{rng.randint(100, 999)}X", "se": rng.choice(p.series),
        "mo": rng.choice((month, month, f"{month} {day}", f"{day} {month}", f"{month[:3]} {day}–{int(day) + 3}")),
    }  # fmt: skip
    known = {key: value for key, value in work.fields.items() if value}
    fields = extra | known
    fields.update(Ed=fields["au"], yr2=fields["yr"], fe=fields["ed"])
    return _varied(work, fields, known, rng)


def _varied(work: Work, fields: Fields, known: Fields, rng: random.Random) -> Fields:
    """Leave out at random what references often lack, and make numbers as odd as they are."""
    for key, chance in (("edn", 0.75), ("se", 0.6), ("mo", 0.4), ("doi", 0.4), ("issn", 0.5),
                        ("num", 0.3), ("pl", 0.15), ("iss", 0.2), ("pmid", 0.3), ("ed", 0.3), ("np", 0.5)):  # fmt: skip
        if rng.random() < chance:
            fields[key] = ""
    fields["fe"] = fields["ed"]
    if work.type not in ("article", "paper") and rng.random() < 0.8:
        fields["vol"] = ""
    elif work.type == "paper" and rng.random() < 0.7:
        fields["vol"] = ""
    elif rng.random() < 0.04:
        fields["vol"] = rng.choice((fields["yr"], "XII", "IV", "53-54", "90–91", "A12", "LXII", fields.get("vol", "")))
    if fields.get("iss") and rng.random() < 0.1:
        fields["iss"] = rng.choice(("1-2", "3–4", "3/4", "Suppl 1", "Suppl", "5-6", "Pt 2", "SI"))
    if rng.random() < 0.05:
        fields["pg"] = rng.choice(("S12-S19", "e1003", "123-A", "IV–IX", "1077", "45f", "L123", "105342"))
    if work.type in ("report", "web", "data") and rng.random() < 0.5 or rng.random() < 0.02:
        fields["au"] = fields["Ed"] = [(group(rng), "")]
    if rng.random() < 0.05:
        fields["yr"] = f"{fields['yr'][:4]}{rng.choice('abc')}"
    fields["ti"] = _odd_title(fields["ti"], rng)
    fields["jo"] = _odd_journal(fields["jo"], rng)
    fields["yr"] = _odd_year(fields["yr"], rng)
    return {key: value for key, value in fields.items() if value}


_TITLE_ENDS = (
    ", {land}", ", n. sp.", " sp. nov.", " (Diptera: Muscidae)", ", from {land}, {land}",
    " in St. Louis, Missouri", " by J. B. Smith", ", collected by Mr. C. D. Rudd", " vs. placebo",
    ", 19{n}–19{m}", " in 19{n}", ". Part II", ": part 2", " [abstract]", " (abstract)", "?", "!",
    " I. The case of {land}", " ({short})", ". {topic} and {topic}", ": {topic} in {land}",
    ". A comment", ". An overview of reviews", " in the U.S.", " and No. {n}", ". Volume {m}",
    ". Eine Einführung", ". Ein Überblick", ". {topic} – {land}", ": a review", ". Teil 1", " [in Chinese]",
)  # fmt: skip
_TITLE_STARTS = (
    "The J. B. Smith Lecture. ", "Dr. ", "{topic}: ", "XXXVIII.—", "{topic}. ", "‘{topic}’: ",
    "Review of: ", "{land}'s ", "“{topic}” and ", "E. coli, S. aureus and ", "The {short} study: ", "1.5°C of ",
)  # fmt: skip


def _odd_title(title: str, rng: random.Random) -> str:
    """Give some titles the full stops, names, years and places that make their end hard to see."""
    blanks = {
        "land": rng.choice(_LANDS), "topic": rng.choice(_TOPICS), "short": _acronym(rng),
        "n": str(rng.randint(10, 49)), "m": str(rng.randint(50, 99)),
    }  # fmt: skip
    if rng.random() < 0.1:
        title += rng.choice(_TITLE_ENDS).format(**blanks)
    if rng.random() < 0.04:
        title = rng.choice(_TITLE_STARTS).format(**blanks) + title
    if rng.random() < 0.08:
        title = " ".join(w if w in ("of", "the", "and", "in", "a") else w[:1].upper() + w[1:] for w in title.split())
    return title


_JOURNAL_ENDS = (
    ", Series B", ", Ser. 2", " Series 4", ", série 4", " A", " B", ", Section D", " (Oxford)",
    " (Berlin)", ". Section A, Physics", ": Biology", " C: Nuclear Physics", ". New Series", ", N. F.",
)  # fmt: skip


def _odd_journal(journal: str, rng: random.Random) -> str:
    return journal + rng.choice(_JOURNAL_ENDS) if rng.random() < 0.03 else journal


def _odd_year(year: str, rng: random.Random) -> str:
    if rng.random() >= 0.03 or not year[:4].isdigit():
        return year
    number = int(year[:4])
    return rng.choice((f"{number}–{number + 1}", f"{number}/{number + 1}", f"[{number - 60}] {number}",
                       f"{number - 40}/{number}", f"{number}-{(number + 1) % 100:02}", f"{number} [{number - 70}]", f"c{number}"))  # fmt: skip


def _pages(rng: random.Random) -> str:
    start = rng.choice((rng.randint(1, 99), rng.randint(100, 999), rng.randint(1000, 9000)))
    end = start + rng.randint(2, 40)
    short = str(end)[len(str(start)) - 2 :] if end // 100 == start // 100 and rng.random() < 0.3 else str(end)
    return f"{start}{rng.choice(('-', '-', '–', '–', ' - ', '--'))}{short}"


def _number(rng: random.Random) -> str:
    return rng.choice((str(rng.randint(1, 999)), f"{rng.randint(90, 99)}-{rng.randint(1, 99):02}", f"TR-{rng.randint(1, 99)}"))


def _url(p: Pools, rng: random.Random) -> str:
    parts = [w.lower() for w in _WORDS.findall(rng.choice(p.titles))[: rng.randint(1, 5)]]
    path = rng.choice(("-", "/", "_")).join(parts)
    return f"{rng.choice(('http://', 'https://', 'https://www.', 'www.', 'http://www.'))}{rng.choice(p.hosts)}/{path}"


def _site(work: Work, p: Pools, rng: random.Random) -> str:
    if work.type == "data":
        return rng.choice(_SITES)
    return rng.choice((group(rng), rng.choice(p.journals), ""))


def _doi(rng: random.Random) -> str:
    return f"10.{rng.randint(1000, 9999)}/{rng.choice(('s', 'j.', 'journal.', ''))}{rng.randint(1000, 99999)}-{rng.randint(100, 999)}"


__all__ = ["Pools", "Work", "filled", "group", "initials", "of_citations", "of_rows", "pools"]
