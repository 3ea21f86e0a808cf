"""Damaged and made-up files, for as long as one likes: no reader fails, hangs or changes its mind.

    python tests/bench/fuzz.py --seconds 60 [--seed 1] [--format ris] [--keep FOLDER]

Every text is a file of the tests, or of ../shared/suites where that is there, cut, doubled, mixed
with another and sprinkled with what formats give a meaning. It is read as what it looks like, and
as some format at random. A find is one of

    raised      another exception than ours
    slow        more than a second, and a second more for every 50,000 characters
    memory      more than 100 MB, and 2 kB for every character
    unwritable  what was read cannot be written, or not be read again
    unstable    writing, reading and writing again gives another text, or more or fewer records
    lossy       a record written in the format that it came from comes back with another value

Prints the finds by where they came from, and how many texts were tried; the first text of each
kind of find is kept under FOLDER. Exits with 1 if there is one.
"""

import argparse
import gzip
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from citeman import formats  # noqa: E402
from citeman.documents.decoding import decode  # noqa: E402
from citeman.errors import CitemanError  # noqa: E402
from citeman.formats import Format  # noqa: E402
from citeman.model import Record  # noqa: E402
from tests.format_texts import TEXTS  # noqa: E402

SHARED = Path(os.environ.get("CITEMAN_SHARED") or ROOT.parent / "shared")
SUITES = SHARED / "suites"
LARGEST = 60_000
"""Characters of a file that are taken: from longer ones a piece."""
TOKENS = (
    "{", "}", "\"", "@", "#", ",", "=", "\\", "$", "%", "~", "--", "\\{", "{\\", "@string{",
    "@comment{", "\\verb|", "\\url{", "and", " and others", "crossref = {a},", "xdata = {a},",
    "TY  - JOUR\n", "ER  - \n", "AU  - ", "\n\n", "\r", "\r\n", "1.\n", "%0 Book\n", "%A ",
    "PT J\n", "PMID- 1\n", "FAU - ", "      ", "<", ">", "&", "&amp;", "&#0;", "<![CDATA[",
    "]]>", "<record>", "</record>", "<!--", "-->", "<!DOCTYPE a [", "[", "]", "{}", ":", "\":",
    "null", "- ", "---\n", "\x00", "\x0b", "\f", "\x1c", "\x1f", "\x85", "\ufeff", "\u2028",
    "\ufffe", "\xe9", "e\u0301", "\u0130", "\xdf", "\U0001d518", "0", "-1", "0000",
    "9999999999999", "2003/..", "199X", "et al.", ";;", "; ",
    ",,",
)  # fmt: skip
"""What formats give a meaning, and characters that are hard to keep."""


class Find(NamedTuple):
    """What went wrong, in which format and where: finds that are alike are one kind."""

    kind: str
    format: str
    where: str


class Slow(Exception):  # noqa: N818 - no error of the code under test
    """The time for a text is over."""


def seeds() -> dict[str, list[str]]:
    """The texts to begin with, by format."""
    found: dict[str, list[str]] = {}
    for text in TEXTS.values():
        found.setdefault(_name(text), []).append(text)
    for path in sorted(SUITES.rglob("*")) if SUITES.exists() else ():
        if not path.is_file() or "csl-" in str(path) or path.stat().st_size > 4 << 20:
            continue
        data = path.read_bytes()
        try:
            text = decode(gzip.decompress(data) if path.suffix == ".gz" else data, path.name)
        except CitemanError:
            continue
        if name := _name(text):
            found[name].append(text)
    return found


def _name(text: str) -> str:
    found = formats.by_content(text)
    return found.NAME if found else ""


def made(chance: random.Random, texts: dict[str, list[str]], only: str) -> str:
    """Make a text of one or two others, of a format or of any."""
    mine = texts[only or chance.choice([*texts])]
    text = _piece(chance, chance.choice(mine))
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + chance.choice((1, 8, 80, 2_000)))
        match chance.randrange(8):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:end] + text[at:]
            case 2:
                text = text[:at] + chance.choice(TOKENS) + text[at:]
            case 3:
                text = text[:at] + chance.choice(TOKENS) + text[end:]
            case 4:
                others = mine if chance.random() < 0.7 else texts[chance.choice([*texts])]
                other = _piece(chance, chance.choice(others))
                text = text[:at] + other[chance.randrange(len(other) + 1) :]
            case 5:
                lines = text[at:end].split("\n")
                chance.shuffle(lines)
                text = text[:at] + "\n".join(lines) + text[end:]
            case 6 if chance.random() < 0.2:
                again = chance.choice((text[at:end], chance.choice(TOKENS)))
                text = text[:at] + again * chance.choice((10, 100, 2_000)) + text[end:]
            case _:
                character = chr(chance.choice((chance.randrange(128), chance.randrange(0x3000))))
                text = text[:at] + character + text[at + 1 :]
    return text[: 10 * LARGEST]


def _piece(chance: random.Random, text: str) -> str:
    at = chance.randrange(max(1, len(text) - LARGEST)) if chance.random() < 0.5 else 0
    size = LARGEST if chance.random() < 0.1 else chance.choice((300, 2_000, 8_000))
    return text[at : at + size]


def tried(text: str, chance: random.Random, only: str) -> Iterator[Find]:
    """Read a text in one or two formats, write what was read and read that again."""
    sniffed = formats.by_content(text)
    names = {sniffed.NAME} if sniffed else set()
    names.add(chance.choice(formats.READ))
    for name in sorted(names) if not only else [only]:
        yield from _tried_as(text, name, chance)


def _tried_as(text: str, name: str, chance: random.Random) -> Iterator[Find]:
    before = _peak()
    stage = "raised"
    try:
        with Alarm(1 + len(text) / 50_000):
            module = formats.by_name(name)
            try:
                records = module.read(text, "x").records
            except CitemanError:
                return
            to = chance.choice((name, chance.choice(formats.WRITTEN)))
            if to not in formats.WRITTEN:
                return
            stage = "unwritable"
            same = formats.for_records(formats.by_name(to), records)
            target = same if to == name else formats.by_name(to)
            written = target.write(records)
            written.encode("utf-8")
            if to in formats.READ:
                yield from _read_again(records, written, target, is_same=to == name)
    except Slow as slow:
        yield Find("slow", name, _place(slow.__traceback__))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        yield Find(stage, name, f"{type(error).__name__} {_place(error.__traceback__)}")
    if _peak() - before > (100 << 10) + 2 * len(text):
        yield Find("memory", name, f"{_peak() - before >> 10} MB for {len(text)} characters")


def _read_again(
    records: list[Record], written: str, target: Format, *, is_same: bool
) -> Iterator[Find]:
    """Read what was written; another format may change its spelling once, and not again."""
    again = target.read(written, "x").records
    if len(again) != len(records):
        yield Find("unstable", target.NAME, "number of records")
        return
    rewritten = target.write(again)
    if is_same and (field := _changed(records, again)):
        yield Find("lossy", target.NAME, f"another {field}")
    elif is_same and rewritten != written:
        yield Find("unstable", target.NAME, _difference(written, rewritten))
    elif rewritten != written:
        third = target.write(target.read(rewritten, "x").records)
        if third != rewritten:
            yield Find("unstable", target.NAME, _difference(rewritten, third))


def _changed(records: list[Record], again: list[Record]) -> str:
    """The first field that came back with another value."""
    for one, other in zip(records, again, strict=True):
        for field in one.reference.__struct_fields__:
            if field == "id" or (field == "type" and not one.reference.type):
                continue  # a key loses what its format forbids, and every format needs a type
            if getattr(one.reference, field) != getattr(other.reference, field):
                return field
        if one.annotation != other.annotation:
            return "annotation"
    return ""


def _difference(one: str, other: str) -> str:
    """The beginning of the first line that differs, without what stands in it."""
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    line = next((a for a, b in pairs if a != b), "")
    return line.strip()[:12]


def _place(trace: TracebackType | None) -> str:
    frames = [f for f in traceback.extract_tb(trace) if "/citeman/" in f.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Alarm:
    """Raises `Slow` when seconds of processor time are over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGVTALRM, self._ring)
        signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    @staticmethod
    def _ring(_number: int, _frame: FrameType | None) -> None:
        raise Slow


def main() -> int:
    """Try texts until the time is over, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=formats.READ, default="")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "citeman-fuzz"))
    args = parser.parse_args()
    chance, texts = random.Random(args.seed), seeds()
    finds: Counter[Find] = Counter()
    end, count = time.monotonic() + args.seconds, 0
    args.keep.mkdir(parents=True, exist_ok=True)
    while time.monotonic() < end:
        text = made(chance, texts, args.format)
        for find in tried(text, chance, args.format):
            if not finds[find]:
                name = "-".join(filter(str.isalnum, " ".join(find).split()))
                path = args.keep / f"{args.seed}-{len(finds)}-{find.kind}-{name}"[:180]
                path.write_bytes(text.encode("utf-8", "surrogatepass"))
                print(*find, path, flush=True)
            finds[find] += 1
        count += 1
    files = sum(map(len, texts.values()))
    print(f"{count:,} texts of {files} files, {sum(finds.values())} finds of {len(finds)} kinds")
    for find, times in finds.most_common():
        print(f"{times:6d} {' '.join(find)}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
