"""What makes real references hard: titles with full stops in them, double issues, odd years."""

import random
from collections.abc import Callable, Mapping

from citeman.train.bodies import blanks
from citeman.train.works import Fields

TITLE_ENDS = (
    ", {land}", ", n. sp.", " sp. nov.", " (Diptera: Muscidae)", ", from {land}, {land}",
    " in St. Louis, Missouri", " by J. B. Smith", ", collected by Mr. C. D. Rudd", " vs. placebo",
    ", 19{n}–19{m}", " in 19{n}", ". Part II", ": part 2", " (abstract)", "?", "!",
    " I. The case of {land}", " ({short})", ". {topic} and {topic}", ": {topic} in {land}",
    ". A comment", ". An overview of reviews", " in the U.S.", " and No. {n}", ". Volume {m}",
    ". Eine Einführung", ". Ein Überblick", ". {topic} – {land}", ": a review", ". Teil 1",
    " [in Chinese]",
)  # fmt: skip
TITLE_STARTS = (
    "The J. B. Smith Lecture. ", "Dr. ", "{topic}: ", "XXXVIII.—", "{topic}. ", "‘{topic}’: ",
    "Review of: ", "{land}'s ", "“{topic}” and ", "E. coli, S. aureus and ", "1.5°C of ",
    "The {short} study: ",
)  # fmt: skip
JOURNAL_ENDS = (
    ", Series B", ", Ser. 2", " Series 4", ", série 4", " A", " B", ", Section D", " (Oxford)",
    " (Berlin)", ". Section A, Physics", ": Biology", " C: Nuclear Physics", ". New Series",
    ", N. F.",
)  # fmt: skip
VOLUMES = ("XII", "IV", "53-54", "90–91", "A12", "LXII")
ISSUES = ("1-2", "3–4", "3/4", "Suppl 1", "Suppl", "5-6", "Pt 2", "SI")
PAGES = ("S12-S19", "e1003", "123-A", "IV–IX", "1077", "45f", "L123", "105342")
YEARS: tuple[Callable[[int], str], ...] = (
    lambda y: f"{y}–{y + 1}",
    lambda y: f"{y}/{y + 1}",
    lambda y: f"{y}-{(y + 1) % 100:02}",
    lambda y: f"[{y - 60}] {y}",
    lambda y: f"{y - 40}/{y}",
    lambda y: f"{y} [{y - 70}]",
    lambda y: f"c{y}",
    lambda y: f"{y}a",
    lambda y: f"{y}b",
    lambda y: f"{y}a",
)
SMALL = frozenset(["of", "the", "and", "in", "a", "for", "on", "to"])


def _title(title: str, rng: random.Random) -> str:
    if rng.random() < 0.1:
        title += rng.choice(TITLE_ENDS).format(**blanks(rng))
    if rng.random() < 0.04:
        title = rng.choice(TITLE_STARTS).format(**blanks(rng)) + title
    if rng.random() < 0.08:
        title = " ".join(w if w in SMALL else w[:1].upper() + w[1:] for w in title.split())
    return title


def _now_and_then(chance: float, choices: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    return lambda value, rng: rng.choice(choices) if rng.random() < chance else value


def _journal(journal: str, rng: random.Random) -> str:
    return journal + rng.choice(JOURNAL_ENDS) if rng.random() < 0.03 else journal


def _year(year: str, rng: random.Random) -> str:
    known = year[:4].isdigit() and rng.random() < 0.08
    return rng.choice(YEARS)(int(year[:4])) if known else year


ODD: Mapping[str, Callable[[str, random.Random], str]] = {
    "ti": _title,
    "jo": _journal,
    "yr": _year,
    "vol": _now_and_then(0.03, VOLUMES),
    "iss": _now_and_then(0.1, ISSUES),
    "pg": _now_and_then(0.05, PAGES),
}


def odd(fields: Fields, rng: random.Random) -> Fields:
    """Make some of the values odd, each in the ways of its field."""
    if "vol" in fields and rng.random() < 0.01:
        fields = fields | {"vol": fields["yr"]}
    return fields | {name: make(fields[name], rng) for name, make in ODD.items() if name in fields}
