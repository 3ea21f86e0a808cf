"""Make the PDFs in tests/fixtures/pdf from the lists in references/, with LaTeX.

    python tests/pdf_files.py                 make all of them
    python tests/pdf_files.py apa-hanging     make one
    python tests/pdf_files.py --thesis 300    write thesis.pdf of about so many pages

The tests read the files that are there and need no LaTeX. FILES says what is in each: whose
references, printed how. Works are those of the gold records, the pages around them are made here.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from citeman.formats import bibtex
from citeman.model import Reading, Record, Reference, replace

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "tests" / "fixtures" / "pdf"

Row = dict[str, Any]


def gold(name: str) -> list[Row]:
    """The gold records of a list in references/."""
    path = ROOT / "references" / f"{name}.gold.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


class File(NamedTuple):
    """A PDF: the lists whose references it prints, how much of each, and what prints them.

    `printed` are the fields that the style prints, where it is not the list's own.
    """

    lists: tuple[str, ...]
    source: Callable[[list[list[Row]]], str]
    printed: tuple[str, ...] = ()
    annotated: bool = False
    program: str = "pdflatex"


def rows_of(file: File) -> list[Row]:
    """The gold records of everything that a file prints, in its order."""
    rows = [row for name in file.lists for row in gold(name)]
    return sorted(rows, key=_sort_key) if file.printed else rows


def _sort_key(row: Row) -> tuple[str, int]:
    fields = row["fields"]
    people = fields.get("author") or fields.get("editor") or [{"family": "zz"}]
    family = people[0].get("family") or people[0].get("literal", "")
    return family.casefold(), fields["issued"]["date-parts"][0][0]


_SPECIAL = str.maketrans(
    {
        "&": r"\&", "%": r"\%", "#": r"\#", "$": r"\$", "_": r"\_\allowbreak ", "–": "--",
        "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "~": r"\textasciitilde{}",
        "<": r"\textless{}", ">": r"\textgreater{}", "{": r"\{", "}": r"\}",
        "/": r"/\allowbreak ",
        "^": r"\textasciicircum{}", "β": r"$\beta$", "α": r"$\alpha$", "γ": r"$\gamma$",
        "κ": r"$\kappa$", "≥": r"$\geq$", "®": r"\textregistered{}",
        "ø": r"{\o}", "ß": r"{\ss}", "æ": r"{\ae}",
    }
)  # fmt: skip
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)]+)\)")
_ADDRESS = re.compile(r"https?://[^\s]*[^\s.,;)]")


def tex(text: str) -> str:
    """Write a reference for LaTeX: italics and links as such, addresses that break and lead."""
    kept: list[str] = []

    def keep(made: str) -> str:
        kept.append(made)
        return f"\0{len(kept) - 1}\0"

    text = " ".join(text.split())
    text = _LINK.sub(lambda m: keep(rf"\href{{{m[2]}}}{{{m[1]}}}"), text)
    text = _ADDRESS.sub(lambda m: keep(rf"\url{{{m[0]}}}"), text)
    text = "".join(keep(_accented(c)) if c != _accented(c) else c for c in text)
    text = re.sub(r"\*([^*]+)\*", lambda m: f"\1{m[1]}\2", text).translate(_SPECIAL)
    text = text.replace("\1", r"\textit{").replace("\2", "}")
    return re.sub("\0(\\d+)\0", lambda m: kept[int(m[1])], text)


_PROSE = (
    "Most of what is known about this matter was learnt by counting, and most of the counting was "
    "done by people who had something else to do that day. We say what they counted, how "
    "often, and what they left out.",
    "The second group was observed for as long as the first, although nobody had planned it. "
    "Where the two disagree we give both figures, and where they agree we give one and say so.",
    "None of the measures is without its critics. Some of them read too high in winter, others "
    "too low among the old, and one is known to have been copied from a table nobody has seen.",
    "It follows that a careful reader will look for the differences before the means. The tables "
    "are arranged for such a reader, with everything that was dropped in the last column.",
)


def prose(paragraphs: int, start: int = 0) -> str:
    """Paragraphs of our own, the same ones again and again, each with its number in it."""
    numbers = range(start, start + paragraphs)
    return "\n\n".join(f"{_PROSE[i % len(_PROSE)]} This is remark {i + 1}." for i in numbers)


_BASE = r"""\ifdefined\directlua
\pdfvariable compresslevel=9 \pdfvariable objcompresslevel=2 \pdfvariable suppressoptionalinfo=1023
\else
\pdfcompresslevel=9 \pdfobjcompresslevel=2 \pdfsuppressptexinfo=-1 \pdftrailerid{}
\pdfinfoomitdate=1
\fi
\documentclass[%(options)s]{%(kind)s}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\usepackage[hidelinks]{hyperref}
%(preamble)s
\begin{document}
%(body)s
\end{document}
"""


def page(
    body: str, preamble: str = "", options: str = "10pt,a4paper", kind: str = "article"
) -> str:
    """A LaTeX file."""
    parts = {"body": body, "preamble": preamble, "options": options, "kind": kind}
    return _BASE % parts


def numbered(rows: Sequence[Row], label: str = "[%d]", size: str = "") -> str:
    """A list with numbers in front, as `thebibliography` sets it."""
    items = "\n".join(rf"\bibitem{{r{i}}} {tex(row['raw'])}" for i, row in enumerate(rows))
    biblabel = label.replace("%d", "#1")
    return (
        rf"\makeatletter\renewcommand{{\@biblabel}}[1]{{{biblabel}}}\makeatother "
        rf"{size}\begin{{thebibliography}}{{99}}{items}\end{{thebibliography}}"
    )


def paragraphs(rows: Sequence[Row], setting: str, *, annotated: bool = False) -> str:
    """A list of paragraphs, each begun by `setting`."""
    made = []
    for row in rows:
        made.append(f"{setting}{tex(row['raw'])}\\par")
        if annotated and row.get("annotation"):
            note = tex(row["annotation"])
            made.append(rf"{{\leftskip=3em\parindent=0pt\noindent {note}\par}}")
    return "\n".join(made)


HANGING = r"\hangindent=1.8em\hangafter=1\noindent "
HEADS = r"""\usepackage{fancyhdr}\pagestyle{fancy}\fancyhf{}
\fancyhead[LE]{\thepage\quad Remarks on counting}
\fancyhead[RO]{\nouppercase{\rightmark}\quad\thepage}
\fancyfoot[C]{Journal of Plain Figures 12 (2021)}"""


def vancouver(lists: list[list[Row]]) -> str:
    body = rf"\section{{Counting}}{prose(14)}\section{{Results}}{prose(10, 14)}" + numbered(
        lists[0]
    )
    return page(body, HEADS, "10pt,a4paper,twoside")


def two_columns(lists: list[list[Row]]) -> str:
    body = r"\section*{Remarks}" + prose(17) + numbered(lists[0], "%d.", r"\footnotesize")
    return page(body, "", "10pt,twocolumn,a4paper")


def three_columns(lists: list[list[Row]]) -> str:
    body = (
        rf"\section*{{Remarks}}\begin{{multicols}}{{3}}\footnotesize {prose(9)}"
        r"\section*{Bibliography}\sloppy "
        rf"{paragraphs(lists[0], HANGING)}\end{{multicols}}"
    )
    preamble = r"\usepackage{multicol}\usepackage[landscape,margin=1.5cm]{geometry}"
    return page(body, preamble)


def hanging(lists: list[list[Row]]) -> str:
    body = rf"\section{{Remarks}}{prose(12)}\section*{{References}}{paragraphs(lists[0], HANGING)}"
    return page(body)


def line_numbers(lists: list[list[Row]]) -> str:
    body = (
        rf"\linenumbers\section{{Remarks}}{prose(8)}\section*{{Works cited}}"
        rf"{paragraphs(lists[0], HANGING)}"
    )
    return page(
        body, r"\usepackage{lineno}\usepackage{setspace}\doublespacing", "11pt,letterpaper"
    )


def annotated(lists: list[list[Row]]) -> str:
    notes = paragraphs(lists[0], HANGING, annotated=True)
    body = rf"\section*{{Remarks}}{prose(3)}\section*{{Annotated Bibliography}}{notes}"
    return page(body, r"\parskip=4pt")


def german(lists: list[list[Row]]) -> str:
    body = (
        rf"\chapter{{Zahlen}}{prose(14)}\chapter{{Tabellen}}{prose(9, 14)}"
        rf"\chapter*{{Literaturverzeichnis}}{paragraphs(lists[0], chr(92) + 'indent ')}"
    )
    return page(body, r"\parindent=1.5em", "11pt,a4paper", "report")


def spanish(lists: list[list[Row]]) -> str:
    body = (
        rf"\section{{Cifras}}{prose(5)}\section{{Tablas}}{prose(5, 5)}\section{{Bibliografía}}"
        rf"\parindent=0pt\parskip=6pt {paragraphs(lists[0], '')}"
        rf"\section{{Appendix}}{prose(4)}"
    )
    return page(body)


def two_lists(lists: list[list[Row]]) -> str:
    def chapter(name: str, rows: list[Row], start: int) -> str:
        note = rf"\footnote{{{name} this, Smith counted twice; the second count is lost.}}"
        items = "\n".join(rf"\item {tex(row['raw'])}" for row in rows)
        return (
            rf"\section{{{name}}}{prose(3, start)}{note} {prose(6, start + 3)}"
            rf"\subsection*{{References}}\begin{{enumerate}}{items}\end{{enumerate}}"
        )

    body = chapter("Before", lists[0], 0) + chapter("After", lists[1], 9)
    return page(body)


def no_heading(lists: list[list[Row]]) -> str:
    items = "\n".join(rf"\item[{i}.] {tex(row['raw'])}" for i, row in enumerate(lists[0], 1))
    body = rf"{prose(12)}\bigskip\hrule\bigskip\begin{{description}}{items}\end{{description}}"
    return page(body)


def raised(lists: list[list[Row]]) -> str:
    label = r"\textsuperscript{%d}"
    body = rf"\section*{{Remarks}}{prose(10)}" + numbered(lists[0], label)
    return page(body, "", "10pt,twocolumn,a4paper")


def _bib(rows: list[Row]) -> str:
    records = []
    for i, row in enumerate(rows):
        reference = msgspec.convert(row["fields"], Reference)
        reference = replace(reference, truncated=tuple(row.get("truncated", ())))
        records.append(Record((Reading("manual", reference),), key=f"work{i}"))
    return "".join(map(_accented, bibtex.write(records)))


_MARKS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030c": "v",
          "\u0327": "c", "\u030a": "r"}  # fmt: skip


def _accented(letter: str) -> str:
    """Write a letter as old BibTeX wants it: accents as commands, in braces."""
    if letter in "øßæ":
        return letter.translate(_SPECIAL)
    if letter == "í":
        return r"{\'{\i}}"
    base, *marks = unicodedata.normalize("NFD", letter)
    if letter.isascii() or len(marks) != 1:
        return letter
    return rf"{{\{_MARKS[marks[0]]}{{{base}}}}}"


def _file(bib: str) -> str:
    return rf"\begin{{filecontents*}}[overwrite]{{refs.bib}}{chr(10)}{bib}\end{{filecontents*}}"


def styled(style: str, options: str, preamble: str = "") -> Callable[[list[list[Row]]], str]:
    """A list that BibTeX makes from the records."""

    def source(lists: list[list[Row]]) -> str:
        rows = [row for rows in lists for row in rows]
        head = _file(_bib(rows))
        body = (
            rf"\section{{Remarks}}{prose(9)}\nocite{{*}}"
            rf"\bibliographystyle{{{style}}}\bibliography{{refs}}"
        )
        return f"{head}\n{page(body, preamble, options)}"

    return source


def biblatex(style: str, options: str) -> Callable[[list[list[Row]]], str]:
    """A list that biber makes from the records."""

    def source(lists: list[list[Row]]) -> str:
        rows = [row for rows in lists for row in rows]
        head = _file(_bib(rows))
        preamble = (
            rf"\usepackage[style={style},backend=biber,maxbibnames=99]{{biblatex}}"
            r"\addbibresource{refs.bib}"
        )
        body = rf"\section{{Remarks}}{prose(9)}\nocite{{*}}\printbibliography"
        return f"{head}\n{page(body, preamble, options)}"

    return source


MAIN = ("author", "title", "container-title", "issued", "volume", "issue", "page")
FILES = {
    "vancouver-running-heads": File(("vancouver-numbered",), vancouver, program="lualatex"),
    "vancouver-two-columns": File(("vancouver-numbered",), two_columns, program="lualatex"),
    "lactation-raised-numbers": File(("lactmed-shaped",), raised, program="lualatex"),
    "chicago-three-columns": File(("chicago-annotated",), three_columns),
    "apa-hanging": File(("apa-annotated",), hanging, program="lualatex"),
    "apa-line-numbers": File(("apa-annotated",), line_numbers, program="lualatex"),
    "chicago-annotated": File(("chicago-annotated",), annotated, annotated=True),
    "german-first-lines": File(("apa-annotated",), german),
    "spanish-gaps": File(("ama-annotated",), spanish),
    "two-lists": File(("lactmed-shaped", "chicago-annotated"), two_lists, program="lualatex"),
    "no-heading": File(("lactmed-shaped",), no_heading),
    "bibtex-plain": File(
        ("vancouver-numbered",), styled("plain", "10pt,a4paper"), MAIN, program="lualatex"
    ),
    "bibtex-alpha": File(
        ("vancouver-numbered",), styled("alpha", "11pt,letterpaper"), MAIN, program="lualatex"
    ),
    "bibtex-apalike": File(
        ("vancouver-numbered",),
        styled("apalike", "10pt,twocolumn,a4paper"),
        MAIN,
        program="lualatex",
    ),
    "biber-ieee": File(
        ("vancouver-numbered",),
        biblatex("ieee", "10pt,twocolumn,a4paper"),
        MAIN,
        program="lualatex",
    ),
    "biber-authoryear": File(
        ("chicago-annotated",), biblatex("authoryear", "10pt,a4paper"), MAIN, program="lualatex"
    ),
}


def thesis(pages: int) -> str:
    """A long document: chapters, notes, and a list of some 500 references at its end."""
    rows = gold("vancouver-numbered") * 17
    chapters = "".join(
        rf"\chapter{{Part {i + 1}}}{prose(40, 40 * i)}\footnote{{See remark {i}.}}"
        for i in range(max(pages // 6, 1))
    )
    return page(chapters + numbered(rows), HEADS, "11pt,a4paper,twoside", "report")


def _list_makers(source: str) -> list[tuple[str, ...]]:
    if "refs.bib" not in source:
        return []
    return [("biber", "--output-safechars", "it") if "biblatex" in source else ("bibtex", "it")]


def make(source: str, path: Path, program: str = "pdflatex") -> None:
    """Run LaTeX, and whatever makes the list, until nothing moves."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "it.tex").write_text(source, "utf-8")
        latex = (program, "-interaction=nonstopmode", "it.tex")
        runs = [latex, *_list_makers(source), latex, latex]
        for run in runs:
            done = subprocess.run(
                run, cwd=folder, capture_output=True, check=False,
                env={**os.environ, "SOURCE_DATE_EPOCH": "1600000000", "FORCE_SOURCE_DATE": "1"},
            )  # fmt: skip
        if not Path(folder, "it.pdf").exists():
            raise SystemExit(done.stdout.decode("utf-8", "replace")[-2000:])
        log = Path(folder, "it.log").read_text("utf-8", "replace")
        if wrong := [line for line in log.splitlines() if line.startswith("!")]:
            raise SystemExit(f"{path.name}: {wrong[0]}")
        path.write_bytes(Path(folder, "it.pdf").read_bytes())


def main(arguments: Sequence[str]) -> None:
    """Make the files that are named, or all."""
    if arguments[:1] == ["--thesis"]:
        make(thesis(int(arguments[1])), Path("thesis.pdf"))
        return
    MADE.mkdir(exist_ok=True)
    for name in arguments or FILES:
        file = FILES[name]
        make(file.source([gold(each) for each in file.lists]), MADE / f"{name}.pdf", file.program)


if __name__ == "__main__":
    main(sys.argv[1:])
