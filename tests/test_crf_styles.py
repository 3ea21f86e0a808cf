"""The packaged model reads the styles of the world: one or two references of each."""

import pytest

pytest.importorskip("numpy")

import itertools

from citeman.parse.sequence import tag

CASES: dict[str, tuple[str, dict[str, str]]] = {
    "Vancouver": (
        "1. Abraham D, McGrath KG. Hypersensitivity to aldesleukin (interleukin-2 and proleukin)"
        " presenting as facial angioedema and erythema. Allergy Asthma Proc. 2003;24(4):291-4.",
        {
            "citation-number": "1", "author": "Abraham D, McGrath KG", "issued": "2003",
            "title": "Hypersensitivity to aldesleukin (interleukin-2 and proleukin) presenting as"
            " facial angioedema and erythema",
            "container-title": "Allergy Asthma Proc", "volume": "24", "issue": "4",
            "page": "291-4",
        },
    ),
    "LiverTox": (
        "Noble S, Goa KL. Aldesleukin (recombinant interleukin-2). BioDrugs 1997; 7: 394-422."
        " [PubMed: 18031103]",
        {
            "author": "Noble S, Goa KL", "title": "Aldesleukin (recombinant interleukin-2)",
            "container-title": "BioDrugs", "issued": "1997", "volume": "7", "page": "394-422",
            "PMID": "18031103",
        },
    ),
    "a chapter in LiverTox": (
        "DeLeve LD. Erlotinib. Cancer chemotherapy. In, Kaplowitz N, DeLeve LD, eds. Drug-induced"
        " liver disease. 3rd ed. Amsterdam: Elsevier, 2013, pp. 556.",
        {
            "author": "DeLeve LD", "title": "Erlotinib. Cancer chemotherapy",
            "editor": "Kaplowitz N, DeLeve LD", "container-title": "Drug-induced liver disease",
            "publisher-place": "Amsterdam", "publisher": "Elsevier", "issued": "2013",
            "page": "556",
        },
    ),
    "APA": (
        "Gerbner, G., Gross, L., & Signorielli, N. (1982). Charting the mainstream: Television’s"
        " contributions to political orientations. Journal of Communication, 32(2), 100–127."
        " https://doi.org/10.1111/j.1460-2466.1982.tb00500.x",
        {
            "author": "Gerbner, G., Gross, L., & Signorielli, N", "issued": "1982",
            "title": "Charting the mainstream: Television’s contributions to political"
            " orientations",
            "container-title": "Journal of Communication", "volume": "32", "issue": "2",
            "page": "100–127", "DOI": "10.1111/j.1460-2466.1982.tb00500.x",
        },
    ),
    "MLA": (
        "Worster, Donald. “Nature and the Disorder of History.” Environmental History Review,"
        " vol. 18, no. 2, 1994, pp. 1-15.",
        {
            "author": "Worster, Donald", "title": "Nature and the Disorder of History",
            "container-title": "Environmental History Review", "volume": "18", "issue": "2",
            "issued": "1994", "page": "1-15",
        },
    ),
    "Chicago": (
        "Schneider, Ralf. 2004. “Toward a Cognitive Theory of Literary Character.” Style 35 (4):"
        " 607–40.",
        {
            "author": "Schneider, Ralf", "issued": "2004",
            "title": "Toward a Cognitive Theory of Literary Character",
            "container-title": "Style", "volume": "35", "issue": "4", "page": "607–40",
        },
    ),
    "IEEE": (
        "[7] C. E. Shannon, “A mathematical theory of communication,” Bell Syst. Tech. J., vol."
        " 27, no. 3, pp. 379–423, Jul. 1948.",
        {
            "citation-number": "7", "author": "C. E. Shannon", "volume": "27", "issue": "3",
            "title": "A mathematical theory of communication", "issued": "Jul. 1948",
            "container-title": "Bell Syst. Tech. J", "page": "379–423",
        },
    ),
    "Harvard": (
        "Eyre, A., 2007. Remembering: community commemoration after disaster. In: Rodriguez, H."
        " and Dynes, R.R., eds. Handbook of Disaster Research. New York: Springer, pp.441-455.",
        {
            "author": "Eyre, A", "issued": "2007", "editor": "Rodriguez, H. and Dynes, R.R",
            "title": "Remembering: community commemoration after disaster", "page": "441-455",
            "container-title": "Handbook of Disaster Research", "publisher": "Springer",
            "publisher-place": "New York",
        },
    ),
    "Nature": (
        "Watson, J. D. & Crick, F. H. C. Molecular structure of nucleic acids. Nature 171, 737–738"
        " (1953).",
        {
            "author": "Watson, J. D. & Crick, F. H. C", "container-title": "Nature",
            "title": "Molecular structure of nucleic acids", "volume": "171", "page": "737–738",
            "issued": "1953",
        },
    ),
    "ACS": (
        "Deschamps, E.; Ciminelli, V.; Weidler, P. Arsenic sorption onto soils enriched in Mn and"
        " Fe minerals. Clays Clay Miner. 2003, 51 (2), 197–204.",
        {
            "author": "Deschamps, E.; Ciminelli, V.; Weidler, P", "issued": "2003",
            "title": "Arsenic sorption onto soils enriched in Mn and Fe minerals",
            "container-title": "Clays Clay Miner", "volume": "51", "issue": "2",
            "page": "197–204",
        },
    ),
    "physics without titles": (
        "E. J. Copeland, M. Sami and S. Tsujikawa, Int. J. Mod. Phys. D 15, 1753 (2006)"
        " [arXiv:hep-th/0603057].",
        {
            "author": "E. J. Copeland, M. Sami and S. Tsujikawa", "volume": "15", "page": "1753",
            "container-title": "Int. J. Mod. Phys. D", "issued": "2006",
            "arXiv": "hep-th/0603057",
        },
    ),
    "a German article": (
        "Wroblewski, Angela; Leitner, Andrea (2004): Chancengleichheit im Vergleich. In:"
        " Zeitschrift für Soziologie, Jg. 33, Heft 2, S. 133-151.",
        {
            "author": "Wroblewski, Angela; Leitner, Andrea", "issued": "2004", "volume": "33",
            "title": "Chancengleichheit im Vergleich", "issue": "2", "page": "133-151",
            "container-title": "Zeitschrift für Soziologie",
        },
    ),
    "a German book": (
        "Schumpeter, Joseph A. (1950): Kapitalismus, Sozialismus und Demokratie. München: Lehnen.",
        {
            "author": "Schumpeter, Joseph A", "issued": "1950", "publisher": "Lehnen",
            "title": "Kapitalismus, Sozialismus und Demokratie", "publisher-place": "München",
        },
    ),
    "a French article": (
        "Dubet, François, « Sociologie de l'expérience », Revue française de sociologie, vol. 36,"
        " n° 2, 1995, p. 40-71.",
        {
            "author": "Dubet, François", "title": "Sociologie de l'expérience", "volume": "36",
            "container-title": "Revue française de sociologie", "issue": "2", "issued": "1995",
            "page": "40-71",
        },
    ),
    "a Portuguese article": (
        "AMARAL, C. E. Direitos políticos na Constituição de 1988. Revista de Direito, São Paulo,"
        " v. 12, n. 3, p. 45-60, 2012.",
        {
            "author": "AMARAL, C. E", "title": "Direitos políticos na Constituição de 1988",
            "container-title": "Revista de Direito", "publisher-place": "São Paulo",
            "volume": "12", "issue": "3", "page": "45-60", "issued": "2012",
        },
    ),
    "a conference paper": (
        "N. Matelan. The Flex/32 multicomputer. In Proceedings of the 12th International Symposium"
        " on Computer Architecture, pages 209–213, Boston, MA, June 1985.",
        {
            "author": "N. Matelan", "title": "The Flex/32 multicomputer", "page": "209–213",
            "container-title": "Proceedings of the 12th International Symposium on Computer"
            " Architecture",
            "publisher-place": "Boston, MA", "issued": "June 1985",
        },
    ),
    "a thesis": (
        "Reilly, W. S. (1996). Believable social and emotional agents. Ph.D. thesis, Carnegie"
        " Mellon University, Pittsburgh.",
        {
            "author": "Reilly, W. S", "issued": "1996", "genre": "Ph.D. thesis",
            "title": "Believable social and emotional agents",
            "publisher": "Carnegie Mellon University", "publisher-place": "Pittsburgh",
        },
    ),
    "a web page": (
        "World Health Organization. Hepatitis B [Internet]. Geneva: WHO; 2023 [cited 2024 Jan 5]."
        " Available from: https://www.who.int/news-room/fact-sheets/detail/hepatitis-b",
        {
            "author": "World Health Organization", "title": "Hepatitis B", "publisher": "WHO",
            "publisher-place": "Geneva", "issued": "2023", "accessed": "2024 Jan 5",
            "URL": "https://www.who.int/news-room/fact-sheets/detail/hepatitis-b",
        },
    ),
    "a preprint": (
        "D. Bahdanau, K. Cho, and Y. Bengio. Neural machine translation by jointly learning to"
        " align and translate. arXiv preprint arXiv:1409.0473, 2014.",
        {
            "author": "D. Bahdanau, K. Cho, and Y. Bengio", "issued": "2014",
            "title": "Neural machine translation by jointly learning to align and translate",
            "arXiv": "1409.0473",
        },
    ),
    "a data set": (
        "Fabbro E, Kyrdoda Y, Dore S, et al.: Impedance spectra of coated steel. figshare."
        " [Dataset]. 2023. http://www.doi.org/10.6084/m9.figshare.24459265.v2",
        {
            "author": "Fabbro E, Kyrdoda Y, Dore S, et al",
            "title": "Impedance spectra of coated steel", "issued": "2023",
            "DOI": "10.6084/m9.figshare.24459265.v2",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", CASES)
def test_the_packaged_model_reads(style: str) -> None:
    raw, expected = CASES[style]
    [spans] = tag([raw])
    found = {span.label: raw[span.start : span.end].rstrip(".") for span in spans}
    assert {label: found.get(label) for label in expected} == expected


def test_spans_are_in_order_apart_and_doubtful_within_reason() -> None:
    for spans in tag([raw for raw, _ in CASES.values()]):
        assert spans
        assert all(0 <= span.confidence <= 1 for span in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "raw", ["", " ", ".", "—", "\x1e", "1", "\ud800", "a" * 5000, "𝔘 ".join("ab" * 9)]
)
def test_any_string_has_an_answer(raw: str) -> None:
    assert len(tag([raw, "Smith J. Title. Nature 2001;3:4."])) == 2


@pytest.mark.parametrize("raws", [[], [""], ["", "."]])
def test_nothing_to_read_is_read_as_nothing(raws: list[str]) -> None:
    assert tag(raws) == [[] for _ in raws]


def test_answers_do_not_depend_on_the_company() -> None:
    raws = [raw for raw, _ in CASES.values()]
    alone = [tag([raw])[0] for raw in raws]
    for one, together in zip(alone, tag(raws), strict=True):
        assert [s[:3] for s in one] == [s[:3] for s in together]
