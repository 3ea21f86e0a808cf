r"""The .bbl files that biber writes for BibLaTeX: references as data, field by field.

Read as the BibLaTeX entries they were made from. What biber adds for sorting and labels is not
kept. The format is that of biblatex's `bbl` versions 2 and 3.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citeman.errors import InputError
from citeman.formats import bibtex
from citeman.formats.parsed import Parsed
from citeman.latex.groups import expand, read_group, without_comments
from citeman.model import Record, replace

NAME = "bbl"
SUFFIXES: tuple[str, ...] = ()
"""Its files end in .bbl, as those of BibTeX's own styles do, which are documents."""

_LOOKS = re.compile(r"^[^\S\n]*\\entry[ ]*\{[^{}\n]+\}[ ]*\{\w+\}", re.MULTILINE)
_ENTRY = re.compile(r"\\entry[ ]*\{(?P<key>[^{}\n]+)\}[ ]*\{(?P<kind>\w+)\}")
_END = "\\endentry"
_COMMAND = re.compile(r"\\(?P<name>name|list|field|keyw|verb)(?![A-Za-z])")
_VERBATIM = re.compile(
    r"\s*\{(?P<field>\w+)\}\s*\\verb\s(?P<value>[^\\]*+(?:\\(?!verb\b|endverb)[^\\]*+)*+)\\endverb"
)
_PART = re.compile(r"(?P<part>family|given|prefix|suffix)\s*=\s*(?=\{)")
_DERIVED = re.compile(
    r"label\w*|sort\w*|extra\w*|single\w*|unique\w*|\w*hash|\w*hashraw|\w*raw|\w*dateera|"
    r"\w*datesource|\w*source|\w*dateunspecified|clonesourcekey|(?:\w*end)?\w*season\w*"
)
_DATE = re.compile(r"(?P<of>|url|event|orig)(?P<end>end)?(?P<part>year|month|day)")
_SIGNS = {
    "bibrangedash": (0, "--"), "bibrangessep": (0, ", "), "bibnamedelima": (0, " "),
    "bibnamedelimb": (0, " "), "bibnamedelimi": (0, ". "), "bibinitperiod": (0, "."),
    "bibinithyphendelim": (0, ".-"), "bibinitdelim": (0, " "),
}  # fmt: skip


class _Field(NamedTuple):
    name: str
    value: str


def looks_like(text: str) -> bool:
    r"""Tell whether a text holds entries as biber writes them.

    >>> looks_like("  \\entry{noble97}{article}{}{}"), looks_like(r"\bibitem{noble97} S. Noble")
    (True, False)
    """
    return _LOOKS.search(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every entry once, though each list of the file repeats it, with its key."""
    text = without_comments(text)
    entries = {found["key"].strip(): (found, body) for found, body in _entries(text)}
    if not entries:
        raise InputError(f"{name}: no entries of biber's in it; looked for \\entry ... \\endentry")
    written = "\n".join(_entry(key, *entry) for key, entry in entries.items())
    parsed = bibtex.read(written, name)
    read_here = [_own(r, *entries[r.key]) if r.key in entries else r for r in parsed.records]
    return Parsed(read_here, parsed.problems)


def _own(record: Record, found: re.Match[str], body: str) -> Record:
    """Say that a record was read here, and from which words."""
    raw = f"{found[0]}{body}{_END}"
    return replace(
        record, readings=tuple(replace(r, source=NAME, raw=raw) for r in record.readings)
    )


def _entries(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Find entries and what they hold: up to their end, or else the next entry."""
    begun = list(_ENTRY.finditer(text))
    for i, found in enumerate(begun):
        end = begun[i + 1].start() if i + 1 < len(begun) else len(text)
        yield found, text[found.end() : end].partition(_END)[0]


def _entry(key: str, found: re.Match[str], body: str) -> str:
    """Write an entry as it would stand in a .bib file."""
    fields = dict(_fields(expand(body, _SIGNS)))
    fields = _with_dates(fields)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{found['kind']}{{{key},\n{lines}}}\n"


def _fields(body: str) -> Iterator[_Field]:
    position = 0
    while found := _COMMAND.search(body, position):
        position = found.end()
        if found["name"] == "verb":
            said = _VERBATIM.match(body, position)
            if said:
                position = said.end()
                yield from _kept(said["field"], said["value"].strip())
            continue
        groups = []
        while group := read_group(body, position):
            groups.append(group.text)
            position = group.end
        if len(groups) > 1 or (groups and found["name"] == "keyw"):
            yield from _said(found["name"], groups)


def _said(command: str, groups: list[str]) -> Iterator[_Field]:
    """Read a command: a name or list says how many it holds before it says them."""
    if command == "keyw":
        yield _Field("keywords", groups[0])
    elif command == "name":
        yield _Field(groups[0], " and ".join(_names(groups[-1])))
    elif command == "list":
        yield _Field(groups[0], " and ".join(_groups(groups[-1])))
    else:
        yield from _kept(groups[0], groups[-1])


def _kept(name: str, value: str) -> Iterator[_Field]:
    if not _DERIVED.fullmatch(name):
        yield _Field(name, value)


def _groups(text: str) -> Iterator[str]:
    position = 0
    while group := read_group(text, position):
        yield group.text
        position = group.end


def _names(text: str) -> Iterator[str]:
    """Write each name as BibTeX has it: "von Last, Jr, First"; a group in braces stays one."""
    for person in _groups(text):
        said = [person, *_groups(person)][-1]
        parts = {found["part"]: read_group(said, found.end()) for found in _PART.finditer(said)}
        words = {part: group.text.strip() for part, group in parts.items() if group}
        family = " ".join(filter(None, (words.get("prefix"), words.get("family", ""))))
        after = [words[part] for part in ("suffix", "given") if part in words]
        yield ", ".join([family if after else f"{{{family}}}", *after])


def _with_dates(fields: Mapping[str, str]) -> dict[str, str]:
    """Put the parts of dates together: year, month, day, endyear ... are one date."""
    dates: dict[str, dict[str, str]] = {}
    kept: dict[str, str] = {}
    for name, value in fields.items():
        found = _DATE.fullmatch(name)
        if found and value.lstrip("-").isdigit():
            wide = value.zfill(4 if found["part"] == "year" else 2)
            dates.setdefault(f"{found['of']}date", {})[(found["end"] or "") + found["part"]] = wide
        else:
            kept[name] = value
    return kept | {name: "/".join(_ends(parts)) for name, parts in dates.items()}


def _ends(parts: Mapping[str, str]) -> Iterator[str]:
    """Write the first day of a date, and the last where it has one."""
    for end in ("", "end"):
        said = [parts[name] for part in ("year", "month", "day") if (name := end + part) in parts]
        if said:
            yield "-".join(said)
