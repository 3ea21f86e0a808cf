"""What manuscripts cite, kind by kind: a row is a text and the keys that it cites, in order."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman import manuscripts
from citeman.manuscripts import Manuscript

LATEX = {
    "a plain citation": (r"\cite{a}", "a"),
    "several keys": (r"\cite{a,b , c}", "a b c"),
    "keys over lines": ("\\cite{a,\n  b,%\n c}", "a b c"),
    "a note before and one behind": (r"\citep[see][p.~3]{a}", "a"),
    "an empty note": (r"\citep[][p.~3]{a}", "a"),
    "brackets within a note": (r"\citep[see {[1]}]{a}", "a"),
    "a citation within a note": (r"\citep[as \citealp{b}]{a}", "a b"),
    "natbib's commands": (r"\citet{a}\citealp*{b}\Citeauthor{c}\citeyearpar{d}", "a b c d"),
    "starred forms": (r"\citet*{a} \parencite*{b}", "a b"),
    "BibLaTeX's commands": (r"\parencite{a}\Textcite{b}\autocite{c}\footcite{d}", "a b c d"),
    "more of BibLaTeX": (r"\footfullcite{a}\smartcite{b}\supercite{c}\citetitle{d}", "a b c d"),
    "several at once": (r"\cites(see)(end)[1]{a}[p. 2][]{b}{c}", "a b c"),
    "several at once, without notes": (r"\autocites{a}{b,c}", "a b c"),
    "a plain citation takes one group": (r"\cite{a}{b}", "a"),
    "a volume before the keys": (r"\volcite{2}[p. 3]{a} \pvolcite[see]{1}{b}", "a b"),
    "notes in angle brackets": (r"\citeA<see>[p. 3]{a}", "a"),
    "a quotation with its source": (r"\textcquote[3]{a}{Text} \foreigntextcquote{german}{b}{x}",
                                    "a b"),
    "a displayed quotation": (r"\begin{displaycquote}[p. 3]{a}Text\end{displaycquote}", "a"),
    "nocite": (r"\nocite{a}", "a"),
    "nocite of all": (r"\nocite{*}", "*"),
    "a whole entry in the text": (r"\bibentry{a} \fullcite{b}", "a b"),
    "multibib's commands": (r"\newcites{app}{Appendix} \citeapp{a} \nociteapp{*}", "a *"),
    "a blank before the braces": ("\\cite {a} \\cite\n[p. 3]\n{b}", "a b"),
    "a paragraph ends a command": ("\\cite\n\n{a}", ""),
    "a comment": ("% \\cite{a}\n50\\% \\cite{b} \\\\% \\cite{c}", "b"),
    "verbatim text": (r"\verb|\cite{a}| \begin{verbatim}\cite{b}\end{verbatim} \cite{c}", "c"),
    "a listing": ("\\begin{lstlisting}[language=TeX]\n\\cite{a}\n\\end{lstlisting}", ""),
    "code within a line": (r"\lstinline{\cite{a}} \mintinline{tex}|\cite{b}|", ""),
    "the comment package": (r"\begin{comment}\cite{a}\end{comment}\cite{b}", "b"),
    "an unclosed verbatim": (r"\cite{a} \begin{verbatim} \cite{b}", "a"),
    "a link with a percent sign": (r"\url{x.org/%20} \cite{a}", "a"),
    "text switched off": (r"\iffalse \ifx x\fi \cite{a} \fi \cite{b}", "b"),
    "an equivalence is no condition": (r"\iffalse $a \iff b$ \fi \cite{b}", "b"),
    "text behind the end": (r"\cite{a} \end{document} \cite{b}", "a"),
    "a chunk of R": ("<<fig=TRUE>>=\nx@cite <- '\\cite{a}'\n@\n\\cite{b}", "b"),
    "commands about citations": (r"\citestyle{a}\setcitestyle{b}\bibcite{a}{1}", ""),
    "free text in brackets": (r"\citetext{see \citealp{a}}", "a"),
    "an alias of a work is no citation": (r"\defcitealias{a}{Paper I} \citetalias{a}", "a"),
    "a definition": (r"\newcommand{\see}[1]{see \citep{#1}}", ""),
    "a command of one's own": (r"\newcommand{\see}[1]{see \citep{#1}} \see{a,b}", "a b"),
    "one with two arguments": (r"\newcommand{\on}[2]{#1 \citep{#2}} \on{page 3}{a}", "a"),
    "one with an optional argument": (r"\newcommand{\on}[2][3]{\citep[#1]{#2}} \on[4]{a} \on{b}",
                                      "a b"),
    "one by \\def": (r"\def\on#1{\cite{#1}} \on{a}", "a"),
    "one by \\let": (r"\let\on=\citep \on{a}", "a"),
    "one that takes over": (r"\newcommand{\on}{\citep[cf.][]} \on{a}", "a"),
    "one of LaTeX3": (r"\NewDocumentCommand{\on}{o m}{\citep[#1]{#2}} \on{a}", "a"),
    "a key with other signs": (r"\cite{DBLP:conf/x/A-B_c.99+1}", "DBLP:conf/x/A-B_c.99+1"),
    "a key in another script": (r"\cite{müller2000}", "müller2000"),
    "keys behind a command": (r"\def\both{a,b} \cite{\both} \cite{c}", "c"),
    "an unclosed brace": (r"\cite{a", ""),
    "an empty citation": (r"\cite{} \cite{,}", ""),
    "a word that only sounds like it": (r"\excited{a}", ""),
}  # fmt: skip

MARKDOWN = {
    "in brackets": ("[@a]", "a"),
    "several": ("[see @a, p. 3; also @b; -@c]", "a b c"),
    "in the text": ("@a says", "a"),
    "in the text, with a page": ("@a [p. 3] says", "a"),
    "without the author": ("Doe [-@a]", "a"),
    "a key in braces": ("[@{a b}, p. 3] and @{https://x.org/a?b}", "a b|https://x.org/a?b"),
    "punctuation behind a key": ("As @a, @b: @c. (@d) @e's", "a b c d e"),
    "punctuation within a key": ("@a:b.c/d-e_f", "a:b.c/d-e_f"),
    "two signs end a key": ("@a--b", "a"),
    "an address": ("me@example.org <me@example.org>", ""),
    "an escaped sign": (r"\@a", ""),
    "a link": ("[x](https://x.org/@a) https://y.org/@b <https://z.org/@c>", ""),
    "code within a line": ("`@a` ``x ` @b`` @c", "c"),
    "a backtick in each of two items": ("- `x' by @a\n- `y' by @b", "a b"),
    "the title of a link": ('[x](y "by @a") @b', "b"),
    "a tag": ("<span title='@a'>@b</span> and 1 < 2 @c > 0", "b c"),
    "mathematics": ("$x_{@a}$ $$@b$$ costs $5 [@c] or $6 [@d]", "c d"),
    "an address in brackets": ("<a-@example.org> <@b>", "b"),
    "a fenced block": ("```\n@a\n```\n~~~ {.py}\n@b\n~~~\n@c", "c"),
    "a longer fence holds a shorter one": ("````\n```\n@a\n```\n````\n@b", "b"),
    "an unclosed fence": ("@a\n```\n@b", "a"),
    "a chunk of R": ("```{r, cache=TRUE}\nx@a\n @b\n```\n@c", "c"),
    "an indented block": ("Text\n\n    @a\n\nText @b", "b"),
    "an indented item": ("- item\n\n    @a more", "a"),
    "a footnote": ("[^1]: Note @a.\n\n    More @b.", "a b"),
    "a comment": ("<!-- @a\n --> @b", "b"),
    "raw LaTeX": (r"\citep[see][]{a} and @b", "a b"),
    "nocite in the head": ("---\nnocite: |\n  @a, @b\n---\n@c", "a b c"),
    "nocite of all": ("---\nnocite: '@*'\n---\n", "*"),
    "an abstract": ("---\nabstract: After @a.\nauthor: '@someone'\n---\n", "a"),
    "a table": ("| a | b |\n|---|---|\n| [@a] | @b |", "a b"),
    "a list of examples": ("(@good) As said.\n\nSee (@good).", "good good"),
    "emphasis": ("*@a* and **[@b]**", "a b"),
    "a key in another script": ("@müller2000", "müller2000"),
}

TYPST = {
    "a reference": ("As @a shows", "a"),
    "with a page": ("@a[p. 3] and @b.", "a b"),
    "a function": ('#cite(<a>, form: "prose", supplement: [p. 3])', "a"),
    "a function with a text": ('#cite(label("a b"))', "a b|"),
    "an address": ("me@example.org", ""),
    "an escaped sign": (r"\@a", ""),
    "a comment": ("// @a\n/* @b /* @c */ @d */ @e", "e"),
    "raw text": ("`@a` ```typ @b``` @c", "c"),
    "a text": ('#link("https://x.org/@a") #let x = "see @b"', ""),
    "a link is no comment": ("https://x.org @a", "a"),
    "all": ('#bibliography("refs.bib", full: true)', "*"),
}

OTHERS = {
    "BibTeX's aux": ("p.aux", "\\relax \n\\citation{a,b}\n\\citation{*}", "a b *"),
    "BibLaTeX's aux": ("p.aux", "\\relax\n\\abx@aux@cite{0}{a}\n\\abx@aux@segm{0}{0}{a}\n"
                       "\\abx@aux@cite{b}", "a b"),
    "what packages cite": ("p.aux", "\\relax\n\\citation{REVTEX42Control}\n\\citation{a}", "a"),
    "biber's control file": ("p.bcf", '<bcf:citekey order="1">a</bcf:citekey>'
                             '<bcf:citekey type="set" members="b,c">s</bcf:citekey>', "a b c"),
    "pandoc's HTML": ("p.html", '<span data-cites="a b">(A 2000)</span>', "a b"),
}  # fmt: skip


def read(name: str, text: str) -> Manuscript:
    found = manuscripts.read(text, name)
    assert found
    return found


def keys(name: str, text: str) -> list[str]:
    return [key for key, _ in read(name, text).citations]


def split(wanted: str) -> list[str]:
    return [key for key in wanted.split("|") if key] if "|" in wanted else wanted.split()


@pytest.mark.parametrize(("text", "wanted"), LATEX.values(), ids=LATEX)
def test_latex_cites(text: str, wanted: str) -> None:
    assert keys("p.tex", text) == split(wanted)


@pytest.mark.parametrize(("text", "wanted"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_cites(text: str, wanted: str) -> None:
    assert keys("p.md", text) == split(wanted)


@pytest.mark.parametrize(("text", "wanted"), TYPST.values(), ids=TYPST)
def test_typst_cites(text: str, wanted: str) -> None:
    assert keys("p.typ", text) == split(wanted)


@pytest.mark.parametrize(("name", "text", "wanted"), OTHERS.values(), ids=OTHERS)
def test_other_kinds_cite(name: str, text: str, wanted: str) -> None:
    assert keys(name, text) == split(wanted)


@pytest.mark.parametrize(
    ("name", "text"),
    [("p.tex", r"See \citep[p. 3]{a, bc}."), ("p.md", "[see @a; @{b c}]"),
     ("p.typ", "@a #cite(<b>)"),
     ("p.aux", r"\relax \citation{a,b}"), ("p.html", '<i data-cites="a b">')],
)  # fmt: skip
def test_a_span_is_where_the_key_stands(name: str, text: str) -> None:
    for key, (start, end) in read(name, text).citations:
        assert text[start:end] == key


BIBLIOGRAPHIES = {
    "BibTeX's": ("p.tex", r"\bibliography{a,b.bib}", ["a.bib", "b.bib"]),
    "BibLaTeX's": ("p.tex", r"\addbibresource[label=x]{a.bib}\addbibresource{b.bib}",
                   ["a.bib", "b.bib"]),
    "of a section": ("p.tex", r"\begin{refsection}[a.bib]\end{refsection}", ["a.bib"]),
    "of multibib": ("p.tex", r"\bibliographyapp{a} \bibliographystyle{plain}", ["a.bib"]),
    "of a comment": ("p.tex", r"% \bibliography{a}", []),
    "of an aux": ("p.aux", r"\relax \bibdata{p-blx,a}", ["a.bib"]),
    "of a bcf": ("p.bcf", '<bcf:datasource type="file" datatype="bibtex">a.bib</bcf:datasource>',
                 ["a.bib"]),
    "one of a head": ("p.md", "---\nbibliography: a.bib # ours\n---\n", ["a.bib"]),
    "a list in a line": ("p.md", "---\nbibliography: [a.bib, \"b c.json\"]\n---\n",
                         ["a.bib", "b c.json"]),
    "a list over lines": ("p.qmd", "---\nbibliography:\n  - a.bib\n  - b-c.yaml\ntitle: T\n---\n",
                          ["a.bib", "b-c.yaml"]),
    "Typst's": ("p.typ", '#bibliography("a.bib", style: "apa")', ["a.bib"]),
    "several of Typst's": ("p.typ", '#bibliography(("a.bib", "b.yml"))', ["a.bib", "b.yml"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES)
def test_a_manuscript_names_its_bibliographies(name: str, text: str, wanted: list[str]) -> None:
    assert [file.paths[0] for file in read(name, text).bibliographies] == wanted


PARTS = {
    "input": ("p.tex", r"\input{a} \include{b/c} \subfile{d.tex}", ["a.tex", "b/c.tex", "d.tex"]),
    "TeX's own input": ("p.tex", "\\input a\n", ["a.tex"]),
    "import": ("p.tex", r"\import{a/}{b} \subimport*{c}{d}", ["a/b.tex", "c/d.tex"]),
    "aux": ("p.aux", r"\relax \@input{a.aux}", ["a.aux"]),
    "Quarto": ("p.qmd", "{{< include _a.qmd >}}", ["_a.qmd"]),
    "R Markdown": ("p.Rmd", "```{r, child=c('a.Rmd', \"b.Rmd\")}\n```", ["a.Rmd", "b.Rmd"]),
    "Typst": ("p.typ", '#include "a.typ"\n#import "@preview/x:1": y\n#import "b.typ": *',
              ["a.typ", "b.typ"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), PARTS.values(), ids=PARTS)
def test_a_manuscript_names_its_parts(name: str, text: str, wanted: list[str]) -> None:
    assert [file.paths[0] for file in read(name, text).parts] == wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("p.tex", r"\begin{thebibliography}{9}\bibitem[A]{a} A. \bibitem{b} B.", ["a", "b"]),
        ("p.tex", "\\begin{filecontents}{r.bib}\n@misc{a,\n}\n\\end{filecontents}", ["a"]),
        ("p.md", "---\nreferences:\n- id: a\n- type: book\n  id: 'b'\n---\n", ["a", "b"]),
    ],
)  # fmt: skip
def test_a_manuscript_may_describe_works_itself(name: str, text: str, wanted: list[str]) -> None:
    assert [key for key, _ in read(name, text).entries] == wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("p.qmd", "@fig-a, @tbl-b, @eq-c, @thm-d and @smith2000", "fig-a tbl-b eq-c thm-d"),
        ("p.md", "@fig:a and @Tbl:b", "fig:a Tbl:b"),
        ("p.typ", "= Aims <aims>\n#figure[] <fig:a>\n@aims #cite(<b>)", "aims fig:a"),
    ],
)  # fmt: skip
def test_names_of_figures_and_sections_are_told_from_keys(
    name: str, text: str, wanted: str
) -> None:
    assert read(name, text).labels == set(wanted.split())


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("p.tex", r"\bibliography{a}", True),
        ("p.tex", r"\addbibresource{a.bib}", False),
        ("p.tex", r"\cite{a}", None),
        ("p.aux", r"\relax \citation{a} \bibdata{b}", True),
        ("p.aux", r"\relax \abx@aux@cite{0}{a}", False),
        ("p.md", "@a", False),
    ],
)
def test_who_looks_the_keys_up_is_told(name: str, text: str, wanted: bool | None) -> None:
    assert read(name, text).folds_case is wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (r"\documentclass{article}", "latex"),
        (r"\relax \citation{a}", "aux"),
        ("<bcf:controlfile>", "bcf"),
        ("---\ntitle: T\n---\nText", "markdown"),
        ("As said [@a].", "markdown"),
        ('#import "a.typ"', "typst"),
    ],
)
def test_the_content_tells_the_kind_where_no_suffix_does(text: str, kind: str) -> None:
    found = manuscripts.kind_of("-", text)
    assert found
    assert kind == found.NAME


def test_keys_that_only_tex_knows_are_told() -> None:
    text = r"\newcommand{\see}[1]{\cite{#1}} \cite{\both} \cite{a, \more}"
    found = read("p.tex", text).unclear
    assert [text[start:end] for start, end in found] == [r"\both", r"a, \more"]


def test_what_is_no_manuscript_is_none() -> None:
    assert manuscripts.read("Nothing is cited here.", "notes.txt") is None


ENDLESS = [
    *(("p.tex", s) for s in [
        "\\cite[", "\\cite{", "\\cite<", "\\cites(", "\\begin{verbatim}", "\\verb|", "\\iffalse ",
        "\\newcommand{", "\\def\\a#1", "{", "[", "}", "]", "\\", "%", "\\cite{a}[", "<<>>=\n",
        "\\url{", "\\fi \\iffalse ",
        "\\begin{filecontents}{a.bib}", "\\newcommand\\a[1]{\\cite", "\\cite\n", "\\input ",
        "\\newcommand{\\a}", "\\lstinline[", "cite",
    ]),
    *(("p.md", s) for s in [
        "`", "``` ", "```\n", "~~~\n", "<!--", "[", "[@", "@", "@{", "](", "](((", "@a:", "://",
        "a://",
        "---\n", "a: ", "$", "$$", "$a ", "<a ", '<a b="', "bibliography: [",
        "- ", "    ", "`\n\n", "``` `", "{{<", "(@a", "> ",
        "\\cite[",
    ]),
    *(("p.typ", s) for s in [
        "/*", "//", "/**/", "`", "``", "```", '"', "cite(", "cite((", "@", "<a", "<", "#include ",
    ]),
    *(("p.aux", s) for s in ["\\citation{", "\\@input{", "\\abx@aux@cite{0}", "\\relax"]),
    *(("p.bcf", s) for s in ["<bcf:citekey ", "<bcf:citekey>", "<bcf:citekey members=\""]),
    *(("p.html", s) for s in ["data-cites=\"", "data-cites"]),
]  # fmt: skip
"""What may make a reader go back and forth."""


@pytest.mark.parametrize(("name", "piece"), ENDLESS, ids=str)
def test_a_long_text_of_one_piece_takes_linear_time(name: str, piece: str) -> None:
    head = "---\n" if name.endswith(".md") else ""

    def seconds(size: int) -> float:
        text = head + piece * (size // len(piece))
        start = time.process_time()
        manuscripts.read(text, name)
        return time.process_time() - start

    assert seconds(200_000) < 2.0


SIGNS = r"""
\cite \cites \textcite* \nocite \begin \end {verbatim} {document} \verb| \newcommand \def\on \on
#1 \let \iffalse \fi \input \bibitem { } [ ] ( ) < > % , * | a b1 \ @ @{ -@ ` ``` ~~~ <!-- -->
bibliography: nocite: references: {{< include >}} #cite( <a> /* */ // " #bibliography( https://
\citation \bibdata <bcf:citekey> </ data-cites= é
"""
PIECES = [*SIGNS.split(), " ", "\n", "\n\n", "---\n", "- id: ", "\u2028", "\ufeff"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_upsets_a_reader_and_spans_stay_within_it(text: str) -> None:
    for name in ("p.tex", "p.md", "p.typ", "p.aux", "p.bcf", "p.html"):
        found = read(name, text)
        for key, (start, end) in found.citations:
            assert 0 <= start < end <= len(text)
            assert key
        for file in (*found.parts, *found.bibliographies):
            assert 0 <= file.span.start <= file.span.end <= len(text)
