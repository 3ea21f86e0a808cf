"""Complete works with whatever a style may ask for.

What a work lacks (a page, a place, an editor) is drawn from what other real references say.
"""

import random
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from citeman.train.bodies import body
from citeman.train.odd import odd
from citeman.train.works import Fields, Pools, Work

_WORDS = re.compile(r"[^\W\d_]{2,}")
MONTHS = {
    "en": "January February March April May June July August September October November December"
    " Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Oct. Nov. Dec. Jan Feb Mar Apr Jun Jul Aug Sep Oct"
    " Nov Dec Spring Summer Winter Fall",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt": "jan. fev. mar. abr. maio jun. jul. ago. set. out. nov. dez.",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre novembre dicembre",
}
GENRES = {
    "thesis": (
        "PhD thesis", "Ph.D. thesis", "Doctoral dissertation", "Unpublished doctoral dissertation",
        "PhD dissertation", "Master's thesis", "Ph.D. dissertation", "Dissertation", "Diss.",
        "Thèse de doctorat", "Tesis doctoral", "Tese (Doutorado)", "Dissertação (Mestrado)",
        "MSc thesis", "Habilitationsschrift", "Master thesis", "PhD diss.",
    ),
    "report": (
        "Technical Report", "Tech. Rep.", "Working Paper", "Discussion Paper", "Report",
        "IZA Discussion Paper", "NBER Working Paper", "Arbeitspapier", "Technical report",
        "Research Report", "Policy Brief",
    ),
}  # fmt: skip
FORMS = {
    "article": ("editorial", "letter", "abstract", "comment", "review", "published erratum"),
    "thesis": ("dissertation", "thesis", "doctoral thesis", "PhD thesis", "master's thesis"),
}
LANGUAGES = ("Spanish", "German", "French", "Norwegian", "Chinese", "Italian", "Polish", "Russian")
ARCHIVES = ("Zenodo", "figshare", "Dryad", "GitHub", "OSF", "PANGAEA", "Mendeley Data", "bioRxiv")
EDITIONS = (
    "2nd ed", "3rd ed", "2nd edn", "4th edition", "2. Aufl", "2., überarb. Aufl", "Rev. ed",
    "second edition", "5th ed", "2e éd", "1st ed", "third edition", "2ª ed", "3. Auflage",
)  # fmt: skip
SUBTITLED = {"book": 0.25, "chapter": 0.15}
"""How often a title has a second sentence."""
SECOND_PLACE = 0.1
PREFIXES = ("http://", "https://", "https://www.", "www.", "http://www.")
MISSING = {
    "edn": 0.75, "se": 0.6, "mo": 0.4, "doi": 0.4, "issn": 0.5, "num": 0.3, "pl": 0.15,
    "iss": 0.2, "pmid": 0.3, "form": 0.85, "lang": 0.7, "ed": 0.3, "np": 0.5,
}  # fmt: skip
"""How often a reference leaves out what it might say."""
WITHOUT_VOLUME = {"article": 0.0, "paper": 0.7}
SIGNED_BY_BODY = {"report": 0.5, "web": 0.5, "data": 0.5}


class Draw(NamedTuple):
    """What values are drawn with and for."""

    rng: random.Random
    pools: Pools
    work: Work
    language: str


def _month(d: Draw) -> str:
    month = d.rng.choice(MONTHS.get(d.language, MONTHS["en"]).split())
    day = d.rng.randint(1, 25)
    forms = (month, month, f"{month} {day}", f"{day} {month}", f"{month[:3]} {day}–{day + 3}")
    return d.rng.choice(forms)


def _day(d: Draw) -> str:
    month = d.rng.choice(MONTHS.get(d.language, MONTHS["en"]).split())
    year, day, number = d.work.fields["yr"][:4], d.rng.randint(1, 28), d.rng.randint(1, 12)
    forms = (
        f"{day} {month} {year}", f"{month} {day}, {year}", f"{day}.{number}.{year}",
        f"{year} {month[:3]} {day}", f"{day}/{number}/{year}", f"{month}, {year}",
    )  # fmt: skip
    return d.rng.choice(forms)


def _pages(d: Draw) -> str:
    start = d.rng.choice(
        (d.rng.randint(1, 99), d.rng.randint(100, 999), d.rng.randint(1000, 9000))
    )
    end = start + d.rng.randint(2, 40)
    short = end // 100 == start // 100 and d.rng.random() < 0.3
    last = str(end)[-2:] if short else str(end)
    return f"{start}{d.rng.choice(('-', '-', '–', '–', ' - ', '--'))}{last}"


def _number(d: Draw) -> str:
    short, year = d.rng.randint(1, 99), d.rng.randint(90, 99)
    forms = (
        str(d.rng.randint(1, 999)), f"{year}-{short:02}", f"TR-{short}",
        f"{short}/20{year % 24:02}", f"CBD/COP/{short}/L.{year}", f"SWD(20{year % 24:02}) {short}",
    )  # fmt: skip
    return d.rng.choice(forms)


def _url(d: Draw) -> str:
    words = _WORDS.findall(d.rng.choice(d.pools.titles))[: d.rng.randint(1, 5)]
    path = d.rng.choice("-/_").join(word.lower() for word in words)
    return f"{d.rng.choice(PREFIXES)}{d.rng.choice(d.pools.hosts)}/{path}"


def _house(d: Draw) -> str:
    if d.work.type == "report" and d.rng.random() < 0.5:
        return body(d.rng)
    return d.rng.choice(d.pools.houses)[0]


def _site(d: Draw) -> str:
    if d.work.type == "data":
        return d.rng.choice(ARCHIVES)
    return d.rng.choice((body(d.rng), d.rng.choice(d.pools.journals), ""))


def _doi(d: Draw) -> str:
    middle = d.rng.choice(("s", "j.", "journal.", ""))
    number = f"{d.rng.randint(1000, 99999)}-{d.rng.randint(100, 999)}"
    return f"10.{d.rng.randint(1000, 9999)}/{middle}{number}"


def _arxiv(d: Draw) -> str:
    new = f"{d.rng.randint(10, 23)}{d.rng.randint(1, 12):02}.{d.rng.randint(1000, 99999)}"
    return d.rng.choice((new, f"hep-th/{d.rng.randint(9201001, 9912999)}"))


DRAWN: Mapping[str, Callable[[Draw], object]] = {
    "ed": lambda d: d.rng.sample(d.pools.people, d.rng.choice((1, 2, 2, 3))),
    "tr": lambda d: d.rng.sample(d.pools.people, 1),
    "bk": lambda d: d.rng.choice(d.pools.books),
    "jo": lambda d: d.rng.choice(d.pools.journals),
    "cf": lambda d: d.rng.choice(d.pools.meetings),
    "se": lambda d: d.rng.choice(d.pools.series),
    "pu": _house,
    "pu2": _house,
    "pl": lambda d: d.rng.choice(d.pools.houses)[1],
    "pl2": lambda d: d.rng.choice(d.pools.houses)[1],
    "ge": lambda d: d.rng.choice(GENRES.get(d.work.type, GENRES["report"])),
    "edn": lambda d: d.rng.choice(EDITIONS),
    "np": lambda d: str(d.rng.randint(80, 700)),
    "issn": lambda d: f"{d.rng.randint(1000, 9999)}-{d.rng.randint(100, 999)}X",
    "ver": lambda d: f"{d.rng.randint(0, 5)}.{d.rng.randint(0, 20)}.{d.rng.randint(0, 9)}",
    "form": lambda d: d.rng.choice(FORMS.get(d.work.type, FORMS["article"])),
    "lang": lambda d: d.rng.choice(LANGUAGES),
    "mo": _month, "acc": _day, "pg": _pages, "num": _number, "url": _url, "ws": _url,
    "site": _site, "doi": _doi, "arxiv": _arxiv,
}  # fmt: skip


def filled(work: Work, pools: Pools, language: str, rng: random.Random) -> Fields:
    """Complete a work, leave out what references often lack, and make values odd."""
    draw = Draw(rng, pools, work, language)
    fields: Fields = {name: make(draw) for name, make in DRAWN.items()}
    fields |= {name: value for name, value in work.fields.items() if value}
    for name, chance in MISSING.items():
        if rng.random() < chance:
            fields[name] = ""
    if rng.random() < WITHOUT_VOLUME.get(work.type, 0.8):
        fields["vol"] = ""
    if rng.random() < SIGNED_BY_BODY.get(work.type, 0.02):
        fields["au"] = [(body(rng), "")]
    fields = odd(_longer(draw, fields), rng)
    return fields | {"Ed": fields["au"], "fe": fields.get("ed", ""), "yr2": fields["yr"]}


def _longer(draw: Draw, fields: Fields) -> Fields:
    """Give some titles a second sentence and some publishers a second place."""
    rng = draw.rng
    for name in ("ti", "bk"):
        if rng.random() < SUBTITLED.get(draw.work.type, 0.06):
            more = rng.choice(draw.pools.titles)
            fields[name] += rng.choice((". ", ". ", ": ", " – ")) + more if len(more) < 70 else ""
    if fields.get("pl") and rng.random() < SECOND_PLACE:
        other = rng.choice(draw.pools.houses)[1]
        fields["pl"] += rng.choice((", ", "/", " & ", " und ", "; ")) + other if other else ""
    return {name: value for name, value in fields.items() if value}
