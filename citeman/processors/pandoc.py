"""Format references with pandoc's citeproc: a program of its own, in its sandbox, in time."""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from lxml import html

from citeman.cite.clusters import Cite, locator
from citeman.cite.rich import read_html
from citeman.errors import InputError, UsageError
from citeman.processors.job import Formatted, Job, seconds_for
from citeman.processors.mending import mend_items, people
from citeman.processors.restoring import restore
from citeman.processors.styling import mend_style

MISSING = (
    "pandoc is not installed, and this style or format needs it\n"
    "looked for it in the Python package pypandoc_binary and on the PATH\n"
    "install it with: pip install 'citeman[cite]'  (the styles nlm and ama need nothing)"
)
MANY = 200
"""From how many references on they are formatted in two steps."""
_PARSER = html.HTMLParser(huge_tree=True)


def run(job: Job) -> Formatted:
    """Format a job."""
    style = mend_style(job.style)
    mended = Job(mend_items(job.items, style), style.text, job.clusters)
    many = len(job.items) > MANY and style.quick
    made = _in_two_steps(mended, style.quick) if many else _format(mended)
    by_id = {str(item["id"]): item for item in job.items}
    entries = [(key, restore(rich, by_id[key], style)) for key, rich in made.entries]
    return Formatted(entries, [restore(text, {}, style) for text in made.citations])


def _format(job: Job) -> Formatted:
    with tempfile.TemporaryDirectory(prefix="citeman-") as folder:
        items, style = Path(folder, "items.json"), Path(folder, "style.csl")
        items.write_text(json.dumps(job.items), encoding="utf-8")
        style.write_text(job.style, encoding="utf-8")
        arguments = ["--from=markdown", "--to=html", "--citeproc", f"--bibliography={items}"]
        page = ask([*arguments, f"--csl={style}"], _document(job), seconds_for(job))
    return _read(page.decode("utf-8"), job)


def _in_two_steps(job: Job, quick: str) -> Formatted:
    """Format a long list as `_format` does, in a tenth of the time.

    pandoc compares the names of all works with each other, which takes the square of their number.
    Only works whose citations would be the same need that, so all are formatted without it, each
    cited once, and then those alone. The references before them come along, for the dash that
    stands for the same authors.
    """
    first = _format(Job(job.items, quick, [[Cite(str(item["id"]))] for item in job.items]))
    wanted = _alike(job.items, first.citations) | _related(job)
    keys = [key for key, _ in first.entries]
    before = {keys[place - 1] for place, key in enumerate(keys) if key in wanted and place}
    chosen = [item for item in job.items if item["id"] in wanted | before]
    again = _format(Job(chosen, job.style, job.clusters)) if chosen else Formatted([], [])
    better = {key: rich for key, rich in again.entries if key in wanted}
    return Formatted(
        [(key, better.get(key, rich)) for key, rich in first.entries], again.citations
    )


def _alike(items: Sequence[Mapping[str, Any]], citations: Sequence[str]) -> set[str]:
    """The ids of the works that are cited by the same words as another."""
    count = Counter(citations)
    return {
        str(item["id"]) for item, text in zip(items, citations, strict=True) if count[text] > 1
    }


def _related(job: Job) -> set[str]:
    """The ids of the works that a citation of the job names, and of those that share a name."""
    cited = {cite.key for cluster in job.clusters for cite in cluster}
    names = {str(item["id"]): _families(item) for item in job.items}
    theirs = {family for key in cited for family in names[key]}
    return {key for key, families in names.items() if key in cited or families & theirs}


def _families(item: Mapping[str, Any]) -> set[str]:
    return {str(one.get("family") or one.get("literal", "")) for one in people(item)}


def to_docx(page: str) -> bytes:
    """Turn an HTML page into a Word document."""
    return ask(["--from=html", "--to=docx", "--output=-"], page, 120)


def to_page(data: bytes, kind: str) -> str:
    """Turn a file of a kind that pandoc reads, such as "rtf" or "odt", into an HTML page."""
    page = ask([f"--from={kind}", "--to=html", "--standalone"], data, 120)
    return page.decode("utf-8", "replace")


def ask(arguments: Sequence[str], text: str | bytes, seconds: int) -> bytes:
    """Run pandoc on a text or file and give back what it writes.

    It reads the files named in the arguments and nothing else, and opens no connection.
    """
    command = [str(find()), "--sandbox", "--wrap=none", *arguments]
    try:
        data = text.encode() if isinstance(text, str) else text
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"pandoc was stopped after {seconds} seconds; format fewer references at once"
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(f"pandoc cannot read this: {' '.join(said[:2])}")
    return done.stdout


@cache
def find() -> Path:
    """Find the program: the one that comes with pypandoc_binary, else the one on the PATH."""
    spec = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for folder in (spec.submodule_search_locations or []) if spec else []:
        bundled = Path(folder, "files", name)
        if bundled.exists():
            return bundled
    if found := which("pandoc"):
        return Path(found)
    raise UsageError(MISSING)


def _document(job: Job) -> str:
    """A Markdown document that cites each cluster in a paragraph, and all the rest silently.

    Before clusters in a style with numbers, a paragraph cites everything in order, so that the
    numbers are those of the bibliography.
    """
    english = not _FOREIGN.search(job.style)
    everything = [Cite(str(item["id"])) for item in job.items]
    cited = [everything] * _is_numbered(job) + [list(cluster) for cluster in job.clusters]
    paragraphs = ["; ".join(_cite(cite, english=english) for cite in cluster) for cluster in cited]
    return "\n\n".join(["---\nnocite: '@*'\n---", *(f"[{text}]" for text in paragraphs)]) + "\n"


def _cite(cite: Cite, *, english: bool) -> str:
    """A cite in Markdown; pandoc reads the words for places in the language of the style."""
    label, value = locator(cite.where)
    where = cite.where
    if label == "page":
        word = "p." if value.isalnum() else "pp."
        where = f"{word} {value}" if english and value else value
    place = f"{{{_literal(where)}}}" if where else "{}" if cite.suffix else ""
    before = f"{_literal(cite.prefix)} " if cite.prefix else ""
    return f"{before}{'-' * cite.bare}@{{{cite.key}}}{place}{_literal(cite.suffix)}"


_FOREIGN = re.compile(r'<style[^>]* default-locale="(?!en)')
_SYNTAX = re.compile(r"[!-/:-@\[-`{-~]")


def _literal(text: str) -> str:
    """Words that stand in Markdown for themselves.

    >>> _literal("see *here*;")
    'see \\\\*here\\\\*\\\\;'
    """
    return _SYNTAX.sub(r"\\\g<0>", text.replace("\n", " "))


def _is_numbered(job: Job) -> bool:
    return bool(job.clusters) and '"citation-number"' in job.style


def _read(page: str, job: Job) -> Formatted:
    tree = html.document_fromstring(f"<body>{page}</body>", parser=_PARSER)
    entries = [
        (entry.get("id", "").removeprefix("ref-"), _entry(entry))
        for entry in tree.iter("div")
        if "csl-entry" in entry.get("class", "").split()
    ]
    if len(entries) != len(job.items):
        raise InputError("the style gives no bibliography; choose another style")
    for link in tree.xpath("//a[contains(@class, 'footnote-back')]"):
        link.drop_tree()
    notes = tree.xpath("//*[contains(@class, 'footnotes')]//li/p")
    cited = (notes or tree.xpath("//p/span[contains(@class, 'citation')]"))[_is_numbered(job) :]
    return Formatted(entries, [read_html(_inside(one)) for one in cited])


def _entry(entry: html.HtmlElement) -> str:
    """One reference on one line; its number, and any block of it, set off by a blank."""
    return read_html(_inside(entry).replace("<div", " <div").replace("</div>", " </div>"))


def _inside(element: html.HtmlElement) -> str:
    return html.tostring(element, encoding="unicode", with_tail=False)
