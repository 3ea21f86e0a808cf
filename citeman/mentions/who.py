"""Whom prose names: persons beside words that make them authors, trials and study groups."""

import re
from typing import NamedTuple

from citeman.fields.names import read_names
from citeman.model import Name
from citeman.text import fold

_PARTICLE = r"(?:(?:van|von|de|der|den|la|le|di|del|da|dos|bin|al|el)[\s-]){0,3}"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČ]"
_FAMILY = rf"{_PARTICLE}{_CAPITAL}(?:['’]{_CAPITAL})?[^\W\d_]+(?:-{_CAPITAL}[^\W\d_]+)?"
_GIVEN = rf"(?:{_CAPITAL}[\w'’-]*\.?\s){{1,3}}"
_DEGREE = r"(?:M\.?\s?D|Ph\.?\s?D|M\.?P\.?H|M\.?Sc?|Dr\.?P\.?H|B\.?M|Sc\.?D|D\.?O|R\.?N)\b\.?"
_FOLLOWERS = (
    r"(?:(?:and|&)\s(?:(?:his|her|their)\s)?(?:\w+\s)?"
    r"(?:colleagues?|co-?authors?|co-?workers?|associates|collaborators|others|team)|et\s?al\b\.?)"
)
_PERSONS = (
    # "Olivier Baud, M.D., of Robert Debre Hospital, Paris, and colleagues"
    (re.compile(rf"(?P<given>{_GIVEN})(?P<family>{_FAMILY}),\s{_DEGREE}(?:[^.;]|\.[A-Z,]){{0,200}}?,?"
                rf"\s{_FOLLOWERS}"), True),
    # "Fisher RI et al."
    (re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>{_CAPITAL}{{1,3}}),?\s{_FOLLOWERS}"), True),
    # "Smith and colleagues", "Jane Q. Smith et al."
    (re.compile(rf"(?P<given>{_GIVEN})?(?P<family>{_FAMILY}),?\s{_FOLLOWERS}"), True),
    # "Smith's team"
    (re.compile(rf"(?P<given>{_GIVEN})?(?P<family>{_FAMILY})['’]s\s(?:team|group|lab|paper|study"
                r"|article|trial|report)\b"), True),
    # "Woo Kyung Moon, M.D.", "Ole A. Andreassen, MD, PhD"
    (re.compile(rf"(?P<given>{_GIVEN})(?P<family>{_FAMILY}),\s{_DEGREE}"), False),
    (re.compile(rf"\b(?:Drs?|Prof|Professor|Professors)\.?\s(?P<given>{_GIVEN})?"
                rf"(?P<family>{_FAMILY})"), False),
    (re.compile(rf"\b(?:led\sby|authored\sby|written\sby|[Aa]uthors?:?|(?:paper|study|article"
                rf"|report|review|letter|trial)\sby)\s(?P<given>{_GIVEN})?(?P<family>{_FAMILY})"),
     False),
)  # fmt: skip
_CITED = re.compile(
    rf"(?P<first>{_FAMILY})(?:\s{_CAPITAL}{{1,3}}\b)?(?P<et>,?\set\s?al\b\.?|,?\s{_FOLLOWERS})?"
    rf"(?:,?\s(?:and|&)\s(?P<second>{_FAMILY}))?"
    r",?\s?[(\[]?(?P<year>(?:19|20)\d\d)(?P<suffix>[a-z]?)\b[)\]]?"
)
# Capitalised words that come before a year or "and colleagues" and are nobody's name.
_NOBODY_WORDS = """
    january february march april may june july august september october november december
    spring summer autumn fall winter in since by until from the after before during early late
    mid between through for of on at and or as when while around circa about table figure fig
    section chapter appendix volume issue copyright updated published version study trial
    covid world cup olympics conference congress meeting report guidelines census act nature
    science lancet jama nejm bmj cell blood researchers scientists investigators authors
    doctors physicians his her their its our this that these those they he she we university
    press monday tuesday wednesday thursday friday saturday sunday epub med surg oncol dis res
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())


class Person(NamedTuple):
    """Somebody named as an author, at [start, end) of a text; `first`: as the first author."""

    start: int
    end: int
    name: Name
    first: bool


class Cited(NamedTuple):
    """An author-year citation such as "Sims et al, 2023", at [start, end) of a text.

    `alone`: no "et al." and no second author is named.
    """

    start: int
    end: int
    authors: tuple[Name, ...]
    year: int
    suffix: str
    alone: bool


def find_persons(text: str) -> list[Person]:
    """Find persons whom a text names as authors, in order.

    >>> [p.name.family for p in find_persons("Ann B. Smith, M.D., wrote; Jones and colleagues")]
    ['Smith', 'Jones']
    """
    found: list[Person] = []
    for pattern, first in _PERSONS:
        for match in pattern.finditer(text):
            name = _name(match["given"] or "", match["family"])
            start, end = match.span()
            free = not any(start < person.end and person.start < end for person in found)
            if free and _is_somebody(name.family):
                found.append(Person(start, end, name, first))
    return sorted(found, key=lambda person: person.start)


def find_cited(text: str) -> list[Cited]:
    """Find authors with a year in running text.

    >>> [(c.authors[0].family, c.year) for c in find_cited("(Sims et al, 2023; Noble & Goa 1997)")]
    [('Sims', 2023), ('Noble', 1997)]
    """
    found = (match for match in _CITED.finditer(text) if _is_citation(match))
    return [
        Cited(
            *match.span(),
            tuple(Name(family=family) for family in (match["first"], match["second"]) if family),
            int(match["year"]),
            match["suffix"],
            alone=not (match["et"] or match["second"]),
        )
        for match in found
    ]


_OPENS = re.compile(r"(?:[(\[;,]\s?(?:see\s|e\.g\.,?\s|cf\.\s)?|^)$")
_CAPITALISED = re.compile(rf"(?<![.!?]\s){_CAPITAL}[\w.'’-]*,?\s$")


_NEAR = 200


def _is_citation(match: re.Match[str]) -> bool:
    """Tell "(Sims 2023)" and "Sims (2023)" from "Drug Saf, 2014" and "in Paris 2019"."""
    if not _is_somebody(match["first"]):
        return False
    if match["et"] or match["second"]:
        return True
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    if _OPENS.search(before) and (not before or _is_in_brackets(before)):
        return True
    return match[0].endswith((")", "]")) and not _CAPITALISED.search(before)


def _is_in_brackets(before: str) -> bool:
    return any(before.rfind(opening) > before.rfind(closing) for opening, closing in ("()", "[]"))


def _is_somebody(family: str) -> bool:
    words = fold(family).split()
    return bool(words) and _NOBODY.isdisjoint(words) and not family.isupper()


def _name(given: str, family: str) -> Name:
    names = read_names(f"{given} {family}".strip()).names if given else ()
    return names[0] if names and names[0].family else Name(family=family)


_ACRONYM = r"(?:[A-Z][A-Z0-9]{2,}|[A-Z][a-z]?[A-Z]{2,}|[A-Z][a-z]+[A-Z]{2,}\w*|[A-Z]{2,}[0-9]+)"
# "TRAILBLAZER-ALZ 2", "Nix-TB", "FUTURE II", "KEYNOTE-189", "INSIGHT-ESPRIT"
_TRIAL = (
    rf"(?:[A-Z][A-Za-z0-9]*[-/])?{_ACRONYM}(?:[-/][A-Z0-9][A-Za-z0-9]*)*"
    r"(?:[\s-](?:\d{1,3}|I{1,3}|IV|V)\b)?|[A-Z][a-z]+-[A-Z]{2,}\b"
)
_KIND = (
    r"(?i:(?:(?:phase\s\w+|randomi[sz]ed|clinical|large|international|landmark|pivotal|cohort|control"
    r"(?:led)?|main|original)\s){0,3}(?:trials?|stud(?:y|ies)|investigators|researchers|trialists"
    r"|study\sgroups?|group|consortium|collaboration|collaborators|cohorts?|registry|program)\b)"
)
_GROUPS = (
    re.compile(rf"(?P<names>(?:{_TRIAL})(?:(?:,\s(?:and\s)?|\sand\s)(?:{_TRIAL}))*)\s{_KIND}"),
    re.compile(
        r"(?P<names>(?!(?:The|What|This|That|In|A|An|Each|One|Our|No|Authors?)\s)"
        r"(?:[A-Z][\w'’-]+\s){1,5}(?:Study|Trial|Initiative|Project|Registry|Survey"
        r"|Collaboration|Consortium|Cohort)(?:\s(?:Group|Investigators))?)\b"
    ),
)
_SPLIT = re.compile(r",\s(?:and\s)?|\sand\s")
_LOOSE = re.compile(rf"(?<![\w-])(?:{_TRIAL})(?![\w-])")
_NO_TRIAL_WORDS = """
    hiv aids dna rna mrna sars cov covid mers usa fda who nih cdc ema nhs nejm jama bmj pnas
    plos mmwr bmc mri pet eeg ecg icu bmi copd cvd hpv hbv hcv tb il ifn tnf elisa pcr ldl hdl
    adhd ptsd nsaid nsaids ssri ssris ph phd md mph unaids nci niaid nhlbi acc aha asco esmo
    aasld easl croi ats ers esc doi pmid pmcid isbn issn url http https www iii crp cns csf iu
    alt ast uln cd4 cd8 il2 ckd msm plwh covid19 h1n1 h5n1 led cbt gwas rct rcts ci or hr rr
    sd iq uk eu un us it a b c et lgbt lgbtq lgbtqi art prep ceo smart npr bbc cnn abc nbc cbs
    afp edt est gmt embargoed for release
"""
_NO_TRIAL = frozenset(_NO_TRIAL_WORDS.split())


def is_acronym_of_something_else(name: str) -> bool:
    """Tell whether letters that look like a trial's name are a household abbreviation."""
    words = fold(name).split()
    return all(word in _NO_TRIAL or word.isdigit() for word in words) or fold(name) in _NO_TRIAL


class Group(NamedTuple):
    """Trials or study groups named at [start, end) of a text."""

    start: int
    end: int
    names: tuple[str, ...]


def find_groups(text: str) -> list[Group]:
    """Find the trials and study groups that a text names as such, in order.

    >>> [group.names for group in find_groups("in the SILCAAT and ESPRIT studies")]
    [('SILCAAT', 'ESPRIT')]
    >>> find_groups("in HIV studies")
    []
    """
    found: list[Group] = []
    for pattern in _GROUPS:
        for match in pattern.finditer(text):
            names = _SPLIT.split(match["names"]) if pattern is _GROUPS[0] else [match["names"]]
            names = [n for n in names if not is_acronym_of_something_else(n)]
            free = not any(match.start() < g.end and g.start < match.end() for g in found)
            if free and names:
                found.append(Group(*match.span(), tuple(map(str.strip, names))))
    return sorted(found)


def find_acronyms(text: str) -> list[str]:
    """Find what may be the name of a trial, without a word that says so.

    >>> find_acronyms("quoted from (Nix-TB, NEJM 2020)")
    ['Nix-TB']
    """
    found = (match[0] for match in _LOOSE.finditer(text))
    return list(dict.fromkeys(name for name in found if not is_acronym_of_something_else(name)))
