"""Write the names of a list as the styles of the world do."""

import random
from typing import NamedTuple

Person = tuple[str, str]
"""Family and given name; a group has no given name."""


class Manner(NamedTuple):
    """How a style writes names. `inverted` is how many names begin with the family name."""

    inverted: int
    initials: str
    comma: str
    between: tuple[str, ...]
    last: tuple[str, ...]


_ALL = 99
MANNERS = {
    "vancouver": Manner(_ALL, "JB", " ", (", ",), (", ",) * 5 + (" and ", ", and ", " & ")),
    "apa": Manner(_ALL, "J. B.", ", ", (", ",), (", & ", " & ", ", & ", ", and ")),
    "harvard": Manner(_ALL, "J.B.", ", ", (", ", ", ", "; "), (" and ", " & ", ", and ", ", ")),
    "ieee": Manner(0, "J. B.", " ", (", ",), (", and ", " and ", ", ")),
    "elsevier": Manner(0, "J.B.", " ", (", ",), (", ", " and ", " & ")),
    "acs": Manner(_ALL, "J. B.", ", ", ("; ",), ("; ", "; and ", " and ", " & ")),
    "chicago": Manner(1, "full", ", ", (", ",), (", and ", " and ", ", and ", " & ")),
    "inverted once": Manner(1, "J. B.", ", ", (", ",), (", and ", " and ", ", ")),
    "forward": Manner(0, "full", " ", (", ",), (" and ", ", and ", ", ", " & ")),
    "semicolons": Manner(_ALL, "full", ", ", ("; ", " ; "), ("; ", " and ", "; & ")),
    "slashes": Manner(_ALL, "full", ", ", ("/", " / ", "/ "), ("/", " / ", "/ ")),
    "bare": Manner(_ALL, "J. B.", " ", (", ",), (", ", " and ", " & ")),
    "spaced": Manner(_ALL, "J B", " ", (", ",), (", ", " and ")),
    "dashes": Manner(_ALL, "full", ", ", (" - ", " – "), (" - ", " – ")),
    "commas": Manner(_ALL, "full", ", ", (", ",), (" and ", ", and ", ", ")),
}
AND = {
    "en": "and", "de": "und", "fr": "et", "es": "y", "pt": "e", "it": "e", "nl": "en",
    "sv": "och", "pl": "i", "cs": "a", "tr": "ve", "id": "dan", "ru": "и", "hu": "és",
}  # fmt: skip
MORE = {
    "en": (", et al", " et al", ", et al.", " et al.", ", and others"),
    "de": (" et al.", " u.a.", ", u. a.", ", et al."),
    "fr": (" et al.", ", et al.", " et coll."),
    "es": (" et al.", ", et al.", " y cols."),
    "pt": (" et al.", ", et al."),
    "it": (" et al.", ", et al."),
}


class Namer:
    """Writes names in one manner, chosen once per reference.

    `first_names` maps a letter to given names, for styles that spell out what we only know the
    initials of.
    """

    def __init__(
        self, manner: str, language: str, rng: random.Random, first_names: dict[str, list[str]]
    ) -> None:
        self.manner = MANNERS[manner]
        self.language = language
        self.rng = rng
        self.first_names = first_names
        self.capital = rng.random() < 0.07
        self.shown = rng.choice((1, 1, 3, 3, 6)) if rng.random() < 0.25 else _ALL
        self.between = rng.choice(self.manner.between)
        self.last = rng.choice(self.manner.last).replace("and", AND[language])
        self.more = rng.choice(MORE.get(language, MORE["en"]))

    def write(self, people: list[Person], *, forward: bool = False) -> str:
        """Write a list of names."""
        shown = people[: self.shown] if len(people) > self.shown + 1 else people
        inverted = 0 if forward else self.manner.inverted
        names = [self._one(p, inverted=i < inverted) for i, p in enumerate(shown)]
        if len(shown) < len(people):
            return self.between.join(names) + self.more
        if len(names) == 1:
            return names[0]
        last = self.last.lstrip(",") if len(names) == 2 and self.rng.random() < 0.7 else self.last
        if not last.strip():
            last = self.last
        return self.between.join(names[:-1]) + last + names[-1]

    def _one(self, person: Person, *, inverted: bool) -> str:
        family, given = person
        if not given:
            return family
        if self.capital:
            family = family.upper()
        given = self._given(given)
        return f"{family}{self.manner.comma}{given}" if inverted else f"{given} {family}"

    def _given(self, given: str) -> str:
        letters = initials(given)
        if self.manner.initials == "full":
            if len(given) > len(letters) + 1 and "." not in given[:2]:
                return given
            first = self.rng.choice(self.first_names.get(letters[:1]) or [f"{letters[:1]}."])
            return " ".join([first, *(f"{c}." for c in letters[1:2])])
        return {
            "JB": letters,
            "J. B.": " ".join(f"{c}." for c in letters),
            "J.B.": "".join(f"{c}." for c in letters),
            "J B": " ".join(letters),
        }[self.manner.initials]


def initials(given: str) -> str:
    """Shorten given names to bare initials.

    >>> initials("Jean-Pierre A."), initials("JPA"), initials("J.P.")
    ('JPA', 'JPA', 'JP')
    """
    if given.isupper() and given.isalpha() and len(given) <= 3:
        return given
    parts = given.replace(".", " ").replace("-", " ").split()
    return "".join(p[0].upper() for p in parts if p[0].isalpha()) or given[:1].upper()
