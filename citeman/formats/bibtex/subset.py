"""A part of a BibTeX file, letter for letter: some entries, and what they cannot do without."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from citeman.formats import bibtex
from citeman.formats.bibtex.blocks import ENTIRE, read_value
from citeman.formats.bibtex.split import Block, split

_PREAMBLE = re.compile(r"^[ \t]*(?P<all>@[ \t]*preamble\s*[{(])", re.IGNORECASE | re.MULTILINE)
_CLOSING = re.compile(r"\s*+,?\s*+[})]")
_BRACKET = re.compile(r"[{}]")


def subset(text: str, keys: Container[str]) -> str:
    """Take the entries with some keys out of a file, as they stand and in its order.

    With them come the macros that they use and every preamble; comments stay behind. Of several
    entries with one key the first is taken, as BibTeX takes it. What had to be mended to be read
    is written anew. Parents that entries name must be among the keys.

    >>> print(subset('@string{j = "J"} @book{a, title = {A}} @misc{b, note = j}', {"b"}))
    @string{j = "J"}
    <BLANKLINE>
    @misc{b, note = j}
    <BLANKLINE>
    """
    blocks = list(split(text.removeprefix("\ufeff")))
    text = text.removeprefix("\ufeff")
    taken = _taken(blocks, keys)
    macros = _macros(blocks, taken)
    wanted = sorted([*taken, *macros], key=lambda block: block.start)
    head = [text[start:end] for start, end in _preambles(text, blocks)]
    parts = [*head, *(_written(text, block) for block in wanted)]
    return "\n\n".join(parts) + "\n" if parts else ""


def _taken(blocks: Iterable[Block], keys: Container[str]) -> list[Block]:
    first: dict[str, Block] = {}
    for block in blocks:
        if block.kind not in ("", "string") and block.key in keys:
            first.setdefault(block.key, block)
    return list(first.values())


def _macros(blocks: Sequence[Block], taken: Sequence[Block]) -> list[Block]:
    """The macros that entries use, and those that these use in turn."""
    defined: dict[str, list[Block]] = {}
    for block in blocks:
        if block.kind == "string":
            defined.setdefault(block.key.lower(), []).append(block)
    waiting, found = [*taken], dict[int, Block]()
    while waiting:
        for name in _used(waiting.pop()):
            for block in defined.get(name, ()):
                if block.start not in found:
                    found[block.start] = block
                    waiting.append(block)
    return list(found.values())


def _used(block: Block) -> Iterator[str]:
    for field in block.fields:
        for name in read_value(field.value, {}).undefined:
            yield name.lower()


def _preambles(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The preambles, which define what LaTeX in entries may use; not one within an entry."""
    within = iter(blocks)
    block = next(within, None)
    for found in _PREAMBLE.finditer(text):
        while block and block.end <= found.start("all"):
            block = next(within, None)
        end = _closing(text, found)
        if end and not (block and block.start < found.start("all")):
            yield found.start("all"), end


def _closing(text: str, opening: re.Match[str]) -> int:
    if opening[0].endswith("("):
        return text.find(")", opening.end()) + 1
    depth = 1
    for bracket in _BRACKET.finditer(text, opening.end()):
        depth += 1 if bracket[0] == "{" else -1
        if not depth:
            return bracket.end()
    return 0


def _written(text: str, block: Block) -> str:
    """A block as it stands, unless it could swallow what follows it."""
    end = block.end
    if block.kind == "string" and (closing := _CLOSING.match(text, end)):
        end = closing.end()
    raw = text[block.start : end]
    if all(fault.code in ENTIRE for fault in block.faults):
        return raw
    return bibtex.write(bibtex.read(raw, "").records).rstrip()
