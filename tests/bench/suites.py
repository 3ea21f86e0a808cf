"""How often our readers say what other projects' test suites expect, suite by suite.

    python tests/bench/suites.py [SUITE ...] [--misses]

Reads ../shared/suites (or CITEMAN_SHARED). Names, dates, identifiers and strings are compared
exactly, in Unicode and without markup; titles without their case, as several suites set titles in
sentence case, which is a taste of theirs. A file without an expectation counts as right when every
entry in it became a record or was reported, and when what is written of it says the same again.
With --misses each miss is printed. docs/formats.md explains them class by class.
"""

import argparse
import gzip
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from citeman import formats  # noqa: E402
from citeman.documents.decoding import decode  # noqa: E402
from citeman.errors import CitemanError, InputError  # noqa: E402
from citeman.fields.ids import read_doi  # noqa: E402
from citeman.formats import bibtex, csljson  # noqa: E402
from citeman.model import Name, Record, Reference, replace  # noqa: E402
from citeman.text import plain_dashes  # noqa: E402

SUITES = Path(os.environ.get("CITEMAN_SHARED") or ROOT.parent / "shared") / "suites"
_MARKUP = re.compile(r"</?\w+[^<>]*>")
_BEGINS = {
    "bibtex": re.compile(
        r"^[ \t]*@[ \t]*(?!comment|preamble|string)[a-z]+[ \t]*[{(]", re.IGNORECASE | re.MULTILINE
    ),
    "ris": re.compile(r"^\s*TY {0,2}-", re.MULTILINE),
    "wos": re.compile(r"^PT [JBSPC]\b", re.MULTILINE),
    "nbib": re.compile(r"^PMID ?- ?\d", re.MULTILINE),
    "refer": re.compile(r"^%0 ", re.MULTILINE),
}
"""Format -> what begins an entry; in BibTeX a line within an abstract may as well."""
TITLES = ("container_title", "collection_title")
STRINGS = (
    *TITLES, "volume", "issue", "number", "page", "DOI", "PMID", "ISBN", "ISSN", "URL",
    "publisher", "publisher_place", "edition", "chapter_number",
)  # fmt: skip


class Checked(NamedTuple):
    """One comparison: of what, how it went, and the place and both values where it is a miss."""

    kind: str
    is_right: bool
    miss: str = ""


def text_of(path: Path) -> str:
    """Decode a file, unpacked."""
    data = path.read_bytes()
    return decode(gzip.decompress(data) if path.suffix == ".gz" else data, path.name)


def plain(text: str) -> str:
    """Take markup off a text, and all that two spellings of one character differ in."""
    bare = unicodedata.normalize("NFKC", _MARKUP.sub("", text)).replace("\u2044", "/")
    return " ".join(plain_dashes(bare).replace("’", "'").replace(" - ", "-").split())


def whole(name: Name) -> str:
    """All words of a name, in an order that no project's idea of parts changes."""
    parts = (name.literal, name.non_dropping_particle, name.dropping_particle, name.family)
    return " ".join(sorted(plain(" ".join((*parts, name.given, name.suffix))).split()))


def compared(ours: Reference, theirs: Reference, place: str) -> Iterator[Checked]:
    """Compare what they say field by field; what only we say is no miss."""
    for field in ("author", "editor"):
        if wanted := [whole(name) for name in getattr(theirs, field)]:
            yield checked("names", [whole(n) for n in getattr(ours, field)], wanted, place)
    if theirs.title:
        yield titled(ours.title, theirs.title, place)
    if theirs.issued and theirs.issued.date_parts:
        parts = ours.issued.date_parts if ours.issued else ()
        wanted_parts = theirs.issued.date_parts
        yield checked("dates", _as_far(parts, wanted_parts), wanted_parts, place)
    for field in STRINGS:
        if wanted_text := getattr(theirs, field):
            yield spelled(field, getattr(ours, field), wanted_text, place)


Parts = Sequence[tuple[int, ...]]


def _as_far(ours: Parts, theirs: Parts) -> Parts:
    """A date as far as theirs goes: a day more than they say is no miss."""
    if len(ours) != len(theirs):
        return ours
    return tuple(our[: len(their)] for our, their in zip(ours, theirs, strict=True))


def spelled(field: str, ours: str, theirs: str, place: str) -> Checked:
    """Compare two strings.

    A DOI may come as a link, ISBN and ISSN with hyphens, and a container's title in another case.
    """
    if field in TITLES:
        return titled(ours, theirs, place)
    if field in ("ISBN", "ISSN"):
        return checked("strings", ours.replace("-", ""), theirs.replace("-", ""), place)
    if field == "DOI":
        return checked("strings", ours, read_doi(theirs) or theirs, place)
    return checked("strings", plain(ours), plain(theirs), place)


def titled(ours: str, theirs: str, place: str) -> Checked:
    """Compare two titles without their case and a full stop at the end."""
    got, wanted = (plain(text).lower().rstrip(".") for text in (ours, theirs))
    return checked("titles", got, wanted, place)


def checked(kind: str, ours: object, theirs: object, place: str) -> Checked:
    """Compare two values."""
    return Checked(kind, ours == theirs, "" if ours == theirs else f"{place}: {ours} | {theirs}")


def files(folder: str, *suffixes: str) -> Iterator[tuple[Path, str]]:
    """The files of a suite in a format of ours, by name."""
    for path in sorted((SUITES / folder).rglob("*")):
        names = path.name.removesuffix(".gz")
        if path.is_file() and (not suffixes or names.endswith(suffixes)):
            yield path, text_of(path)


def in_and_out(folder: str, *suffixes: str) -> Iterator[Checked]:
    """Every entry becomes a record or is reported; what is written says the same again."""
    for path, text in files(folder, *suffixes):
        module = formats.by_content(text) or formats.by_suffix(path, formats.READ)
        if module is None:
            continue
        try:
            records, problems = module.read(text, path.name)
        except CitemanError as error:
            yield Checked("refused", is_right="@" not in text, miss=f"{path.name}: {error}")
            continue
        begins = _BEGINS.get("bibtex" if module.NAME == "biblatex" else module.NAME)
        least = len(begins.findall(text)) if begins else 0
        got = len(records) + len(problems)
        miss = f"{path.name}: {least} entries, {len(records)} records, {len(problems)} reported"
        yield Checked("files", got >= least - text.count("\n%"), miss)
        if module.NAME in formats.WRITTEN:
            yield from _again(module, records, path.name)


def _again(module: formats.Format, records: Sequence[Record], place: str) -> Iterator[Checked]:
    module = formats.for_records(module, records)
    again = module.read(module.write(records), place).records
    pairs = zip(records, again, strict=False)
    same = len(again) == len(records) and all(_same(one, other) for one, other in pairs)
    yield Checked("written again", same, f"{place}: says something else when written again")


def _same(one: Record, other: Record) -> bool:
    """Tell whether two records say the same; one without a type is written as a document."""
    typed = replace(one.reference, type=one.reference.type or "document")
    return (typed, one.annotation) == (other.reference, other.annotation)


def retorquere() -> Iterator[Checked]:
    """The parser of Better BibTeX: names and strings exactly, titles without their case."""
    for path, text in files("bibtex-parser-retorquere/in"):
        snapshot = SUITES / "bibtex-parser-retorquere/snap" / f"{path.name}.yaml"
        want = yaml.safe_load(snapshot.read_text("utf-8")) if snapshot.exists() else None
        if not isinstance(want, dict) or "entries" not in want:
            continue
        records = bibtex.read(text, path.name).records
        counts = len(records), len(want["entries"])
        yield checked("entries", *counts, path.name)
        for record, entry in zip(records, want["entries"], strict=False):
            yield from _snapshot(record.reference, entry, f"{path.name}: {record.key}")


def _snapshot(ours: Reference, entry: dict[str, Any], place: str) -> Iterator[Checked]:
    for name, value in entry["fields"].items():
        attribute = bibtex.types.attribute_of(name, entry["type"])
        if name in ("author", "editor"):
            people = [_person(each) for each in value if each.get("name") != "others"]
            yield checked("names", [whole(n) for n in getattr(ours, name)], people, place)
        elif name == "title":
            wanted = plain(str(value)).lower()
            got = plain(ours.title).lower()
            yield checked("titles", got[: len(wanted)], wanted, place)  # theirs has no subtitle
        elif attribute in STRINGS and (got := getattr(ours, attribute)):
            text = " and ".join(value) if isinstance(value, list) else str(value)
            yield spelled(attribute, got, text, place)


def _person(name: dict[str, str]) -> str:
    parts = (name.get(k, "") for k in ("name", "prefix", "lastName", "firstName", "suffix"))
    return " ".join(sorted(plain(" ".join(parts)).split()))


def citation_js() -> Iterator[Checked]:
    """The plugin of citation-js for BibTeX: its input files with the CSL-JSON it expects."""
    folder = SUITES / "citation-js"
    for dialect in ("bibtex", "biblatex"):
        wanted = _items(
            json.loads(text_of(folder / f"plugin-bibtex__test__mapping__{dialect}-csl.json"))
        )
        path = folder / f"plugin-bibtex__test__mapping__{dialect}-input.bib"
        yield from _each(path, wanted)
    cases = json.loads(text_of(folder / "plugin-bibtex__test__input.json"))
    for name, (_, items, *_rest) in cases["@biblatex/text"].items():
        slug = name.removeprefix("with ").replace(" ", "_").replace("(", "").replace(")", "")
        path = folder / f"plugin-bibtex__test__input__{slug}.bib"
        if path.exists():
            yield from _each(path, _items(items))


def _items(items: Any) -> list[Reference]:
    found = csljson.read(json.dumps(items if isinstance(items, list) else [items]), "").records
    return [record.reference for record in found]


def _each(path: Path, wanted: Sequence[Reference]) -> Iterator[Checked]:
    records = bibtex.read(text_of(path), path.name).records
    yield checked("entries", len(records), len(wanted), path.name)
    for record, theirs in zip(records, wanted, strict=False):
        yield from compared(record.reference, theirs, f"{path.name}: {record.key}")


def jabref() -> Iterator[Checked]:
    """JabRef's importers: foreign files, and the BibTeX that JabRef makes of them."""
    for expected, text in files("jabref-importers", ".expected.bib"):
        path = expected.with_name(expected.name.removesuffix(".expected.bib"))
        try:
            source = text_of(path)
        except InputError:  # an archive
            continue
        module = formats.by_content(source)
        if module is None or "@" not in text or module.NAME == "bibtex":
            continue
        ours = [record.reference for record in module.read(source, path.name).records]
        theirs = [record.reference for record in bibtex.read(text, path.name).records]
        yield checked("entries", len(ours), len(theirs), path.name)
        for one, other in zip(ours, theirs, strict=False):
            yield from compared(one, other, path.name)


_ZOTERO = {
    "DOI": "DOI", "volume": "volume", "issue": "issue", "ISBN": "ISBN", "ISSN": "ISSN",
    "url": "URL", "publicationTitle": "container_title", "publisher": "publisher",
    "pages": "page",
}  # fmt: skip


def better_bibtex() -> Iterator[Checked]:
    """Better BibTeX's exports, read by us, beside Zotero's items they were made of."""
    for library, text in files("bbt-export", ".library.json"):
        items = [i for i in json.loads(text)["items"] if i["itemType"] not in _NO_WORKS]
        for path in sorted(library.parent.glob(f"{library.name.removesuffix('.library.json')}.*")):
            if path.suffix in (".bibtex", ".biblatex"):
                yield from _exported(path, items)


_NO_WORKS = ("attachment", "note", "annotation")


def _exported(path: Path, items: Sequence[dict[str, Any]]) -> Iterator[Checked]:
    by_title = {plain(item.get("title", "")).lower(): item for item in items}
    for record in bibtex.read(text_of(path), path.name).records:
        place, ours = f"{path.name}: {record.key}", record.reference
        item = by_title.get(plain(ours.title).lower())
        yield Checked("titles", item is not None, f"{place}: {ours.title}")
        if item is None:
            continue
        people = [c for c in item.get("creators", ()) if c["creatorType"] == "author"]
        if people and ours.author:
            wanted = [_person({**c, "name": c.get("name", "")}) for c in people]
            yield checked("names", [whole(n) for n in ours.author], wanted, place)
        for field, attribute in _ZOTERO.items():
            if (said := item.get(field, "")) and (got := getattr(ours, attribute)):
                yield spelled(attribute, got, said, place)


def csl_suite() -> Iterator[Checked]:
    """The CSL test suite's items: written again they say the same."""
    fixtures = json.loads(text_of(SUITES / "csl-test-suite/fixtures.json.gz"))
    for name, fixture in fixtures.items():
        parsed = csljson.read(json.dumps(fixture["INPUT"]), name)
        again = csljson.read(csljson.write(parsed.records), name)
        pairs = zip(parsed.records, again.records, strict=True)
        same = all(_same(one, other) for one, other in pairs)
        yield Checked("items", same, f"{name}: says something else when written again")
        for problem in (p for r in parsed.records for p in r.problems):
            yield Checked("understood", is_right=False, miss=f"{name}: {problem.message}")


CHECKS: dict[str, Callable[[], Iterator[Checked]]] = {
    "bibtex-parser-retorquere": retorquere,
    "citation-js": citation_js,
    "jabref-importers": jabref,
    "bbt-export": better_bibtex,
    "csl-test-suite": csl_suite,
    "biber-tdata": lambda: in_and_out("biber-tdata", ".bib"),
    "typst-biblatex": lambda: in_and_out("typst-biblatex", ".bib"),
    "jabref-testbib": lambda: in_and_out("jabref-testbib", ".bib"),
    "rispy-data": lambda: in_and_out("rispy-data", ".ris"),
    "nbib-resources": lambda: in_and_out("nbib-resources"),
    "corpora": lambda: in_and_out("corpora"),
}


def corpora() -> tuple[int, int, int, int]:
    """Count files, entries in them, records, and problems in place of a record."""
    total = [0, 0, 0, 0]
    for _, text in files("corpora"):
        module = formats.by_content(text)
        if module:
            records, problems = module.read(text, "")
            begins = _BEGINS[module.NAME].findall(text)
            for at, number in enumerate((1, len(begins), len(records), len(problems))):
                total[at] += number
    return total[0], total[1], total[2], total[3]


def main() -> None:
    """Check the suites, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("suites", nargs="*", default=[*CHECKS], metavar="SUITE")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    for suite in args.suites:
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        misses: list[str] = []
        for kind, is_right, miss in CHECKS[suite]():
            total[kind] += 1
            right[kind] += is_right
            misses += [] if is_right else [f"    {kind}: {miss}"]
        rate = sum(right.values()) / max(1, sum(total.values()))
        parts = ", ".join(f"{kind} {right[kind]}/{total[kind]}" for kind in total)
        print(f"{suite:26s}{rate:7.2%}  {parts}")
        print(
            *misses[: len(misses) if args.misses else 0], sep="\n", end="\n" if args.misses else ""
        )
    if "corpora" in args.suites:
        print("corpora: {:,} files, {:,} entries, {:,} records, {:,} reported".format(*corpora()))


if __name__ == "__main__":
    main()
