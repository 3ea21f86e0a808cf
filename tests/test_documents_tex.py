r"""LaTeX manuscripts and .bbl files: printed lists keep their keys, biber's data is data."""

import time
from pathlib import Path

import pytest

from citeman.documents import read as read_document
from citeman.documents.tex import looks_like, read
from citeman.formats import by_content, by_name
from citeman.formats.csljson import csl
from citeman.model import Record
from citeman.parse import parse_document
from citeman.workflow.gathering import gather

NATBIB = r"""
\documentclass{article}   % a comment
\begin{document}
\section{Methods} We follow \citet{fisher89}.
\begin{thebibliography}{10}
\providecommand{\natexlab}[1]{#1}
\expandafter\ifx\csname urlstyle\endcsname\relax
  \providecommand{\doi}[1]{doi: #1}\fi

\bibitem[Fisher et~al.(1989)Fisher, Keenan, and H{\"o}h]{fisher89}
B.~Fisher, A.~M. Keenan, and D.~H{\"o}h.
\newblock Interleukin-2 induces cholestasis: {A} study in 5\% of pa\-tients.
\newblock \emph{J Clin Oncol}, 7\penalty0 (12):\penalty0 1852--1862, 1989.
\newblock \doi{10.1200/JCO.1989.7.12.1852}.

\bibitem[Gr{\"u}n(2001)]{gruen}
H.~Gr{\"u}n and \'E. Dupont.
\newblock {\em \"Uber die Leber}.
\newblock Springer, Berlin, 2nd edition, 2001.
\end{thebibliography}
\end{document}
"""
PLAIN = r"""\begin{thebibliography}{9}
\bibitem{noble} S.~Noble and K.~L. Goa. Aldesleukin. {\it BioDrugs} {\bf 7} (1997), 394--422.
\bibitem {ward:00} J.~H. Ward. \href{https://doi.org/10.1000/x1}{Autoimmune anemia after
  interleukin-2}. {\it J. Immunother.} {\bf 23} (2000), 507--508.
\end{thebibliography}"""
REVTEX = r"""\begin{thebibliography}{1}%
\makeatletter
\providecommand \bibinfo  [2]{#2}%
\bibitem [{\citenamefont {Fisher}(1989)}]{Fisher1989}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {B.}~\bibnamefont {Fisher}}\ and\
  \bibinfo {author} {\bibfnamefont {A.~M.}\ \bibnamefont {Keenan}},\ }\bibfield  {title}
  {\enquote {\bibinfo {title} {Interleukin-2 induces cholestasis},}\ }\href {\doibase
  10.1200/JCO.1989.7.12.1852} {\bibfield  {journal} {\bibinfo  {journal} {J. Clin. Oncol.}\ }%
  \textbf {\bibinfo {volume} {7}},\ \bibinfo {pages} {1852--1862} (\bibinfo {year} {1989})}%
  \BibitemShut {NoStop}%
\end{thebibliography}%"""
APACITE = r"""\begin{thebibliography}{}
\bibitem [\protect \citeauthoryear {Fisher\ \BBA {} Keenan}{Fisher}{\APACyear {1989}}]{Fisher1989}
\APACinsertmetastar {Fisher1989}%
\begin{APACrefauthors}%
Fisher, B.\BCBT {}\ \BBA {} Keenan, A\BPBI M.%
\end{APACrefauthors}%
\unskip\
\newblock \APACrefYearMonthDay{1989}{}{}.
\newblock {\BBOQ}\APACrefatitle {Interleukin-2 induces cholestasis} {Interleukin-2}.{\BBCQ}
\newblock \APACjournalVolNumPages{J Clin Oncol}{7}{12}{1852--1862}.
\PrintBackRefs{\CurrentBib}
\end{thebibliography}"""
IEEE = r"""\begin{thebibliography}{1}
\bibitem{b1}
B.~Fisher and A.~M. Keenan, ``Interleukin-2 induces cholestasis,'' \emph{J. Clin. Oncol.}, vol.~7,
  no.~12, pp. 1852--1862, 1989.\hskip 1em plus 0.5em minus 0.4em\relax [Online]. Available:
  \url{https://example.org/a_b}
\BIBentrySTDinterwordspacing
\end{thebibliography}"""
TEXTS = {
    "natbib": (NATBIB, [
        "B. Fisher, A. M. Keenan, and D. Höh. Interleukin-2 induces cholestasis: A study in 5% of "
        "patients. J Clin Oncol, 7 (12): 1852–1862, 1989. doi: 10.1200/JCO.1989.7.12.1852.",
        "H. Grün and É. Dupont. Über die Leber. Springer, Berlin, 2nd edition, 2001.",
    ]),
    "plain": (PLAIN, [
        "S. Noble and K. L. Goa. Aldesleukin. BioDrugs 7 (1997), 394–422.",
        "J. H. Ward. Autoimmune anemia after interleukin-2. J. Immunother. 23 (2000), 507–508.",
    ]),
    "revtex": (REVTEX, [
        "B. Fisher and A. M. Keenan, “Interleukin-2 induces cholestasis,” J. Clin. Oncol. 7, "
        "1852–1862 (1989)",
    ]),
    "apacite": (APACITE, [
        "Fisher, B., & Keenan, A. M. (1989). Interleukin-2 induces cholestasis. J Clin Oncol, "
        "7(12), 1852–1862.",
    ]),
    "IEEEtran": (IEEE, [
        "B. Fisher and A. M. Keenan, “Interleukin-2 induces cholestasis,” J. Clin. Oncol., "
        "vol. 7, no. 12, pp. 1852–1862, 1989. [Online]. Available: https://example.org/a_b",
    ]),
}  # fmt: skip


def parsed(text: str) -> list[Record]:
    return parse_document(read(text, "refs.tex"))


@pytest.mark.parametrize(("text", "raws"), TEXTS.values(), ids=TEXTS)
def test_a_bibliography_reads_as_it_is_printed(text: str, raws: list[str]) -> None:
    records = parsed(text)
    assert [record.raw for record in records] == raws
    assert [record.annotation for record in records] == [""] * len(raws)


@pytest.mark.parametrize(
    ("text", "keys"),
    [(NATBIB, ["fisher89", "gruen"]), (PLAIN, ["noble", "ward:00"]), (REVTEX, ["Fisher1989"])],
)
def test_the_keys_of_items_are_the_keys_of_records(text: str, keys: list[str]) -> None:
    assert [record.key for record in parsed(text)] == keys


def test_an_author_year_list_has_no_numbers_and_others_have() -> None:
    numbers = [record.reference.citation_number for record in parsed(NATBIB) + parsed(PLAIN)]
    assert numbers == ["", "", "1", "2"]


def test_links_of_a_bibliography_are_data() -> None:
    _, ward = parsed(PLAIN)
    [fisher] = parsed(REVTEX)
    assert (ward.reference.DOI, fisher.reference.DOI) == (
        "10.1000/x1",
        "10.1200/JCO.1989.7.12.1852",
    )


def test_a_paragraph_below_an_item_is_its_annotation() -> None:
    note = "Reviews what is known of the drug, with a table of its side effects."
    first, second = parsed(PLAIN.replace("394--422.", f"394--422.\n\n{note}\n"))
    assert (first.annotation, second.annotation) == (note, "")


def test_an_item_that_looks_like_nothing_is_kept() -> None:
    last = r"\bibitem[Private(2001)]{p} Private communication. \end{thebibliography}"
    records = parsed(NATBIB.replace(r"\end{thebibliography}", last))
    assert [record.key for record in records] == ["fisher89", "gruen", "p"]


def test_a_list_by_hand_under_a_heading_is_read() -> None:
    text = r"""\documentclass{report}\begin{document}\chapter*{References}
    \begin{enumerate} \item Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394--422.
    \item Ward JH. Autoimmune anemia after interleukin-2. J Immunother 2000; 23: 507--8.
    \end{enumerate} \chapter{Index} Nothing. \end{document}"""
    assert [record.reference.page for record in parsed(text)] == ["394-422", "507-508"]


@pytest.mark.parametrize(
    "text",
    ["", r"\bibitem", r"\bibitem{a", r"\begin{thebibliography}", r"\end{thebibliography} \item x",
     r"\section{", r"\href{a}", "{" * 5000, r"\bibinfo{a}", r"\begin{document}"],
)  # fmt: skip
def test_broken_latex_is_no_trouble(text: str) -> None:
    assert parsed(text) == [] or parsed(text)[0].raw


@pytest.mark.parametrize(
    "piece",
    [r"\section{", r"\item[", r"\begin{figure}", r"\bibinfo{a}{", "\n", r"\bibitem{", "%", "{[",
     r"\href{", "\\\\", r"\begin{document}", r"\penalty"],
)  # fmt: skip
def test_latex_that_never_ends_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    read(piece * (400_000 // len(piece)), "long.tex")
    assert time.process_time() - began < 5


def test_latex_is_known_by_its_name_and_by_its_content() -> None:
    assert looks_like("words", "x.TEX")
    assert looks_like(PLAIN, "-")
    assert not looks_like("the command \\documentclass begins a document", "-")
    assert read_document(NATBIB.encode(), "-").keys[0].key == "fisher89"


BIBER = r"""% $ biblatex bbl format version 3.2 $
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{fisher1989}{article}{}
      \name{author}{3}{}{%
        {{un=0,hash=aa}{%
           family={Fisher},
           familyi={F\bibinitperiod},
           given={Bo\bibnamedelima Ann},
           giveni={B\bibinitperiod\bibinitdelim A\bibinitperiod},
           givenun=0}}%
        {{hash=bb}{%
           family={Berg},
           given={R.},
           prefix={van\bibnamedelima der},
           suffix={Jr.}}}%
        {{hash=cc}{%
           family={World Health Organization},
           familyi={W\bibinitperiod}}}%
      }
      \strng{namehash}{aa}
      \field{labelnamesource}{author}
      \field{day}{5}
      \field{journaltitle}{J.~Clin. Oncol.}
      \field{month}{12}
      \field{number}{12}
      \field{title}{Interleukin-2 {\"u}ber 5\% of $\alpha$}
      \field{volume}{7}
      \field{year}{1989}
      \field{endyear}{1990}
      \field{pages}{1852\bibrangedash 1862}
      \range{pages}{11}
      \verb{doi}
      \verb 10.1200/JCO_1989.7.12.1852
      \endverb
      \keyw{liver,drug}
    \endentry
    \entry{dili}{book}{}
      \list{publisher}{1}{%
        {Elsevier}%
      }
      \field{title}{Drug-induced liver disease}
      \field{year}{2013}
    \endentry
  \enddatalist
  \datalist[list]{shorthand/global}
    \entry{dili}{book}{}
      \field{title}{Drug-induced liver disease}
    \endentry
  \enddatalist
\endrefsection
"""


def test_what_biber_writes_is_read_as_data_and_once() -> None:
    assert by_content(BIBER) is by_name("bbl")
    fisher, book = by_name("bbl").read(BIBER, "x.bbl").records
    item = csl(fisher)
    assert (fisher.key, book.key) == ("fisher1989", "dili")
    assert [name.get("family", name.get("literal")) for name in item["author"]] == [
        "Fisher",
        "Berg",
        "World Health Organization",
    ]
    assert item["author"][1]["suffix"] == "Jr."
    assert item["issued"] == {"date-parts": [[1989, 12, 5], [1990]]}
    assert (item["title"], item["page"]) == ("Interleukin-2 über 5% of α", "1852-1862")
    assert (item["DOI"], item["keyword"]) == ("10.1200/JCO_1989.7.12.1852", "liver; drug")
    assert "custom" not in item


@pytest.mark.parametrize(
    ("text", "keys"), [(BIBER, ["fisher1989", "dili"]), (PLAIN, ["noble", "ward:00"])]
)
def test_a_bbl_file_is_read_as_what_it_holds(tmp_path: Path, text: str, keys: list[str]) -> None:
    path = tmp_path / "paper.bbl"
    path.write_text(text, encoding="utf-8")
    assert [record.key for record in gather([str(path)]).records] == keys
