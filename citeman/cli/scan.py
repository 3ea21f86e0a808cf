"""citeman scan: the keys that manuscripts cite, against their bibliographies."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from citeman import formats
from citeman.cli.ending import DONE, FINDINGS, INCOMPLETE, UNREADABLE
from citeman.cli.output import count, emit, in_a_line, keep_inputs, say, show_first
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.workflow.scanning import Cited, Duplicate, Scan
    from citeman.workflow.shelving import Entry


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1)
@click.option(
    "-b",
    "--bibliography",
    "bibliographies",
    metavar="BIB",
    multiple=True,
    help="A bibliography in any format, instead of those that the manuscripts name; repeatable.",
)
@click.option("--check", is_flag=True, help="Say only what is wrong; then exit with 1.")
@click.option("--subset", metavar="OUT", help="Write the entries that are cited to OUT.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option(
    "--root",
    metavar="FOLDER",
    default="",
    help="Follow parts and bibliographies within FOLDER, not only beside the manuscript.",
)
@click.option("-o", "--output", metavar="OUT", help="Write the report to OUT, not to stdout.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write no file.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings and errors.")
def scan(
    paths: tuple[str, ...],
    bibliographies: tuple[str, ...],
    check: bool,
    subset: str | None,
    as_json: bool,
    root: str,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Find the keys that manuscripts cite, and which are missing, unused or given twice.

    \b
    citeman scan examples/manuscript.tex
    citeman scan examples/manuscript.md --bibliography examples/manuscript.bib --subset small.bib
    citeman scan --check examples

    FILE is LaTeX (with the files it includes), .aux, .bcf, Markdown of pandoc, Quarto or
    R Markdown, Typst, a bibliography, or a folder: there every manuscript counts that names a
    bibliography. Exit code 1 (with --check) says that a key is missing or given twice, 3 that
    something named by a manuscript could not be read.
    """
    from citeman.workflow.scanning import scan as run

    given, books = _sorted(paths, bibliographies)
    _keep([*given, *books], output, subset)
    module = formats.for_suffix(subset) if subset else None
    found = run(given, books, folder=root)
    _keep([book.path for book in found.books] + found.pages, output, subset)
    text = _json(found) if as_json else _table(found, findings_only=check)
    emit(text, output, dry_run=dry_run and output is not None)
    if subset and module:
        from citeman.workflow.subsetting import write_subset

        emit(write_subset(found.needed, module), subset, dry_run=dry_run)
    _complain(found)
    if not quiet:
        _summarize(found, subset)
    return _code(found, check=check)


def _sorted(paths: Sequence[str], bibliographies: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part manuscripts from bibliographies, by their suffixes."""
    known = {s for module in map(formats.by_name, formats.READ) for s in module.SUFFIXES}
    books = [path for path in paths if any(path.lower().endswith(s) for s in known)]
    if not paths and not bibliographies:
        raise UsageError(
            "nothing to scan was named\n"
            "looked for manuscripts (.tex, .aux, .bcf, .md, .qmd, .Rmd, .typ) or a folder of them"
        )
    return [path for path in paths if path not in books], [*books, *bibliographies]


def _keep(inputs: Sequence[str], *outputs: str | None) -> None:
    for output in outputs:
        keep_inputs(output, inputs)


def _table(found: "Scan", *, findings_only: bool) -> str:
    """Give a line for each finding, which begins with its place as compilers begin theirs."""
    doubles = [d for d in found.duplicated if d.is_finding or not findings_only]
    unused = [] if findings_only else found.unused
    lines = [*_missing(found), *_doubles(doubles), *_unused(unused)]
    return "".join(f"{line}\n" for line in lines)


def _missing(found: "Scan") -> Iterator[str]:
    for cited in found.of("missing", "unchecked", "other-case"):
        yield f"{cited.places[0]}: {_SAID[cited.verdict](cited)}{_times(cited)}"


def _said_missing(cited: "Cited") -> str:
    near = ", ".join(f"{entry.key!r} ({entry})" for entry in cited.nearest)
    differs = "; it differs in case" if _is_other_case(cited) else ""
    nearest = f"; nearest: {near}{differs}" if near else ""
    if cited.work:
        return f"missing: no entry is the work {in_a_line(cited.work, cited.key)}"
    return f"missing: no entry has the key {cited.key!r}{nearest}"


def _said_unchecked(cited: "Cited") -> str:
    return f"not checked: {cited.key!r}, for a bibliography is lacking"


def _said_other_case(cited: "Cited") -> str:
    entry = cited.entry
    assert entry
    return (
        f"other case: {cited.key!r} is {entry.key!r} ({entry}); "
        "BibTeX takes the two for one, biber and pandoc do not"
    )


_SAID: "dict[str, Callable[[Cited], str]]" = {
    "missing": _said_missing,
    "unchecked": _said_unchecked,
    "other-case": _said_other_case,
}


def _is_other_case(cited: "Cited") -> bool:
    return any(entry.key.lower() == cited.key.lower() for entry in cited.nearest[:1])


def _times(cited: "Cited") -> str:
    others = cited.places[1:]
    return f"; also at {', '.join(map(str, others[:3]))}{_more(len(others) - 3)}" if others else ""


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""


def _doubles(doubles: "Sequence[Duplicate]") -> Iterator[str]:
    for first, second, reason, is_finding in doubles:
        if first.key == second.key:
            yield f"{second}: duplicated: the key {second.key!r} is at {first} as well"
        else:
            word = "duplicated" if is_finding else "perhaps duplicated"
            yield f"{second}: {word}: {second.key!r} and {first.key!r} ({first}): {reason}"


def _unused(unused: "Sequence[Entry]") -> Iterator[str]:
    for entry in unused:
        yield f"{entry}: unused: {entry.key!r} is not cited"


def _json(found: "Scan") -> str:
    data = {
        "manuscripts": found.pages,
        "bibliographies": [book.path for book in found.books],
        "cited": [_cited(cited) for cited in found.of("found", "other-case")],
        "missing": [_cited(cited) for cited in found.of("missing")],
        "unchecked": [_cited(cited) for cited in found.of("unchecked")],
        "unused": [_entry(entry) for entry in found.unused],
        "duplicated": [_double(double) for double in found.duplicated],
        "unread": [gap._asdict() for gap in found.unread],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _cited(cited: "Cited") -> dict[str, Any]:
    places = [place._asdict() for place in cited.places]
    data: dict[str, Any] = {"key": cited.key, "places": places}
    if cited.entry:
        data |= {"entry": _entry(cited.entry), "other_case": cited.verdict == "other-case"}
    if cited.verdict == "missing":
        data["nearest"] = [_entry(entry) for entry in cited.nearest]
    return data


def _entry(entry: "Entry") -> dict[str, Any]:
    return {"key": entry.key, "file": entry.file, "line": entry.line or None}


def _double(double: "Duplicate") -> dict[str, Any]:
    return {
        "entries": [_entry(double.first), _entry(double.second)],
        "reason": double.reason,
        "is_finding": double.is_finding,
    }


def _complain(found: "Scan") -> None:
    """Name what could not be read."""
    errors = [str(book.error) for book in found.books if book.error]
    for line in errors + [str(gap) for gap in found.unread if gap.is_refused]:
        click.echo(f"citeman: {line}", err=True)


def _summarize(found: "Scan", subset: str | None) -> None:
    cited = found.of("found", "other-case", "missing", "unchecked")
    parts = [
        f"{len(items):,} {name}"
        for name, items in (
            ("missing", found.of("missing")),
            ("not checked", found.of("unchecked")),
            ("duplicated", [double for double in found.duplicated if double.is_finding]),
            ("unused", found.unused),
        )
        if items
    ]
    said = f": {', '.join(parts)}" if parts else ""
    say(f"{count(len(cited), 'key')} cited in {count(len(found.pages), 'file')}{said}")
    if found.of("unchecked") and not found.books and not found.unread:
        say("no bibliography is named; name one with --bibliography")
    if subset:
        say(f"{count(len(found.needed), 'entry').replace('entrys', 'entries')} in {subset}")
    show_first(str(gap) for gap in found.unread if not gap.is_refused)
    show_first(problem.message for problem in found.problems)


def _code(found: "Scan", *, check: bool) -> int:
    """A finding is told even where something could not be read."""
    if check and not found.is_clean:
        return FINDINGS
    if not found.is_whole:
        is_nothing = found.books and all(book.error for book in found.books)
        return UNREADABLE if is_nothing else INCOMPLETE
    return DONE
