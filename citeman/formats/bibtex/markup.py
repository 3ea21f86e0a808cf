"""The tags of CSL's fields as LaTeX: italics, sub- and superscripts, protected capitals."""

from collections.abc import Callable

from citeman.cite.rich import CLOSE, MARKS, OPEN, read_markup
from citeman.latex.text import write_latex

_COMMANDS = {
    "i": r"\textit{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
    "sc": r"\textsc{", "nocase": "{",
}  # fmt: skip
_TO_LATEX = {ord(OPEN[style]): command for style, command in _COMMANDS.items()} | {
    ord(mark): "}" for mark in CLOSE.values()
}
_LONGEST = 20_000
"""Characters beyond which no tags are looked for: each looks for its end."""


def write_rich(text: str, write: Callable[[str], str] = write_latex) -> str:
    r"""Write a text with commands for its tags; `write` spells what stands between them.

    `write` is given the text with a private-use character for each tag, and must keep them paired.

    >>> write_rich("<i>E. coli</i> at p<0.05 in H<sub>2</sub>O")
    '\\textit{E. coli} at p<0.05 in H\\textsubscript{2}O'
    """
    if "<" not in text or len(text) > _LONGEST or not set(MARKS).isdisjoint(text):
        return write(text)
    return write(read_markup(text)).translate(_TO_LATEX)


def is_paired(text: str) -> bool:
    """Tell whether every tag that opens within a text is closed within it, in order."""
    opened: list[str] = []
    for character in text:
        if character in _CLOSING:
            opened.append(_CLOSING[character])
        elif character in MARKS and (not opened or opened.pop() != character):
            return False
    return not opened


_CLOSING = {OPEN[style]: CLOSE[style] for style in _COMMANDS}
