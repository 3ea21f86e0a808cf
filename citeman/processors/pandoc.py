"""Format references with pandoc's citeproc: a program of its own, in its sandbox, in time."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from lxml import html

from citeman.cite.rich import read_html
from citeman.errors import InputError, UsageError
from citeman.processors.job import Formatted, Job, seconds_for
from citeman.processors.mending import mend_item, mend_style, restore

MISSING = (
    "pandoc is not installed, and this style or format needs it\n"
    "looked for it in the Python package pypandoc_binary and on the PATH\n"
    "install it with: pip install 'citeman[cite]'  (the styles nlm and ama need nothing)"
)
_PARSER = html.HTMLParser(huge_tree=True)


def run(job: Job) -> Formatted:
    """Format a job."""
    with tempfile.TemporaryDirectory(prefix="citeman-") as folder:
        items, style = Path(folder, "items.json"), Path(folder, "style.csl")
        mended = mend_style(job.style)
        given = [mend_item(item, mended) for item in job.items]
        items.write_text(json.dumps(given), encoding="utf-8")
        style.write_text(mended.text, encoding="utf-8")
        arguments = ["--from=markdown", "--to=html", "--citeproc", f"--bibliography={items}"]
        page = ask([*arguments, f"--csl={style}"], _document(job), seconds_for(job))
    made = _read(page.decode("utf-8"), job)
    by_id = {str(item["id"]): item for item in job.items}
    entries = [(key, restore(rich, by_id[key], mended)) for key, rich in made.entries]
    return Formatted(entries, [restore(text, {}, mended) for text in made.citations])


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
    everything = [str(item["id"]) for item in job.items]
    cited = [everything] * _is_numbered(job) + [list(cluster) for cluster in job.clusters]
    paragraphs = ["; ".join(f"@{{{key}}}" for key in cluster) for cluster in cited]
    return "\n\n".join(["---\nnocite: '@*'\n---", *(f"[{text}]" for text in paragraphs)]) + "\n"


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
