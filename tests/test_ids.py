"""Identifiers in running text, alone, and in links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.fields import ids

SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"

FOUND = [
    ("PMID: 123", "PMID 123"),
    ("PMID:00123;", "PMID 123"),
    ("[PubMed: 2585024]", "PMID 2585024"),
    ("[PMC free article: PMC2275327] [PubMed: 2585024]", "PMCID PMC2275327 | PMID 2585024"),
    ("PubMed PMID: 12345; PubMed Central PMCID: PMC2275327.", "PMID 12345 | PMCID PMC2275327"),
    ("PMCID: 2275327", "PMCID PMC2275327"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "PMID 123"),
    ("see https://www.ncbi.nlm.nih.gov/pubmed/2585024, too", "PMID 2585024"),
    ("(http://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/)", "PMCID PMC123"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC999123", "PMCID PMC999123"),
    ("https://europepmc.org/article/MED/123", "PMID 123"),
    ("https://europepmc.org/articles/PMC3258128", "PMCID PMC3258128"),
    # DOIs and where they end
    ("doi:10.1016/j.jhep.2003.11.001.", "DOI 10.1016/j.jhep.2003.11.001"),
    ("DOI 10.1016/S0168-8278(00)80421-1)", "DOI 10.1016/S0168-8278(00)80421-1"),
    ("(10.1061/(asce)0733-9399(1984)110:5(794))", "DOI 10.1061/(asce)0733-9399(1984)110:5(794)"),
    ("https://doi.org/10.1016/j.x.2010.08.004", "DOI 10.1016/j.x.2010.08.004"),
    ("dx.doi.org/10.1037/0022-3514.54.5.890;", "DOI 10.1037/0022-3514.54.5.890"),
    ("https://onlinelibrary.wiley.com/doi/full/10.1002/hep.123", "DOI 10.1002/hep.123"),
    ("https://doi-org.proxy.edu/10.1080/07370016.2022", "DOI 10.1080/07370016.2022"),
    ("https://doi.org/10.48550/arXiv.1611.09748", "DOI 10.48550/arXiv.1611.09748"),
    (f"https://doi.org/{SICI}.", f"DOI {SICI}"),
    (SICI.replace("<", "&lt;").replace(">", "&gt;"), f"DOI {SICI}"),
    (f"https://doi.org/{SICI}".replace("<", "%3C").replace(">", "%3E"), f"DOI {SICI}"),
    ("<doi>10.1016/j.x.2003&lt;/doi&gt;", "DOI 10.1016/j.x.2003"),
    ("10.1007/s00134-005-2679-0.PMID: 123", "DOI 10.1007/s00134-005-2679-0 | PMID 123"),
    ("10.1093/pubmed/fdz097", "DOI 10.1093/pubmed/fdz097"),
    ("doi.10.1093/cid/ciy936,arXiv:1611.09748", "DOI 10.1093/cid/ciy936 | arXiv 1611.09748"),
    ("10.1109/MIC.2019.2931020.Romancini, R.", "DOI 10.1109/MIC.2019.2931020"),
    (
        "10.1175/1520-0485(1997)027<1515:TA>2.0.CO;2",
        "DOI 10.1175/1520-0485(1997)027<1515:TA>2.0.CO;2",
    ),
    (r"10.1162/qss\_a\_00012", "DOI 10.1162/qss_a_00012"),
    ("10.1038/x1[PubMed: 77]", "DOI 10.1038/x1 | PMID 77"),
    ("[10.1038/x1](https://x.y/z)", "DOI 10.1038/x1 | URL https://x.y/z"),
    # blanks as PDFs leave them
    ("10.1016/j.\njhep.2003.11.001 and", "DOI 10.1016/j.jhep.2003.11.001"),
    ("10.1016/S0140- 6736(05)12345-1", "DOI 10.1016/S0140-6736(05)12345-1"),
    ("doi:10 .1088/1367-2630/12", "DOI 10.1088/1367-2630/12"),
    ("10.1007/s11192- 021- 03975- 2.", "DOI 10.1007/s11192-021-03975-2"),
    (r"https://doi.org/10.1007/978- 1- 4419- 8369- 5\_12.", "DOI 10.1007/978-1-4419-8369-5_12"),
    ("10.1093/molbev /msu300", "DOI 10.1093/molbev/msu300"),
    ("doi: 10.1594/PANGAEA.735717, 2008", "DOI 10.1594/PANGAEA.735717"),
    ("doi: 10.1111/joes.12424 2021 edition", "DOI 10.1111/joes.12424"),
    ("https://doi. org/10.1016/j.x.2001", "DOI 10.1016/j.x.2001"),
    # arXiv
    ("arXiv:1611.09748v4", "arXiv 1611.09748v4"),
    ("arXiv preprint arXiv:1611 .09748", "arXiv 1611.09748"),
    ("CoRR abs/1611.09748", "arXiv 1611.09748"),
    ("arXiv:hep-th/9901001", "arXiv hep-th/9901001"),
    ("https://arxiv.org/pdf/1611.09748v2.pdf", "arXiv 1611.09748v2"),
    # links
    ("http://www.x.org/a_(b).", "URL http://www.x.org/a_(b)"),
    ("www.cell.com,", "URL www.cell.com"),
    ("http:// www.abc.de/x", "URL http://www.abc.de/x"),
    ("https://x.org/?a=1&amp;b=2", "URL https://x.org/?a=1&b=2"),
    # ISSN and ISBN
    ("ISSN 0264-2751", "ISSN 0264-2751"),
    ("eISSN: 1532-298x", "ISSN 1532-298X"),
    ("0264-2751", "ISSN 0264-2751"),
    ("ISBN 978-3-16-148410-0", "ISBN 9783161484100"),
    ("ISBN-10: 0306406152", "ISBN 0306406152"),
    ("London 978 3 16 148410 0", "ISBN 9783161484100"),
    ("0-306-40615-2", "ISBN 0306406152"),
]


def spelled(found: list[ids.Found]) -> str:
    return " | ".join(f"{id_.kind} {id_.value}" for id_ in found)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_identifiers_are_found_and_normalised(text: str, expected: str) -> None:
    assert spelled(ids.find_ids(text)) == expected


NOT_FOUND = [
    "J Hepatol 2003; 24: 291-4",
    "2585024",
    "in PubMed 2005 we found",
    "ISBN 978-3-16-148410-1",
    "ISSN 0264-2752",
    "pages 1183-1191 and 2434-561",
    "phone 0306406152",
    "https://doi.org/",
    "http://",
    "10.5 mg/kg",
    "10.1016/",
    "",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_numbers_without_label_or_check_digit_are_not_identifiers(text: str) -> None:
    assert ids.find_ids(text) == []


def test_a_span_covers_the_identifier_without_its_label() -> None:
    text = (
        "Title. https://doi.org/10.1000/X1. [PubMed: 2585024] PMCID: PMC2275327 (see www.a.org)."
    )
    assert [text[found.start : found.end] for found in ids.find_ids(text)] == [
        "10.1000/X1",
        "2585024",
        "PMC2275327",
        "www.a.org",
    ]


LINKS = [
    ("https://www.ncbi.nlm.nih.gov/pubmed/2585024", ("PMID", "2585024")),
    ("/pubmed/2585024", ("PMID", "2585024")),
    ("/pmc/articles/PMC2275327/", ("PMCID", "PMC2275327")),
    ("https://dx.doi.org/10.1016%2Fj.x.2003", ("DOI", "10.1016/j.x.2003")),
    ("https://arxiv.org/abs/1611.09748", ("arXiv", "1611.09748")),
    ("https://www.ncbi.nlm.nih.gov/books/NBK548", None),
    (
        "https://scholar.google.com/scholar_lookup?title=IL-2&doi=10.1000%2Fx.1&volume=7&pages=1",
        ("DOI", "10.1000/x.1"),
    ),
    (
        "/servlet/linkout?dbid=16&doi=10.1111%2Fciting&key=10.1000%2Fcited",
        ("DOI", "10.1000/cited"),
    ),
    ("/servlet/linkout?dbid=8&doi=10.1111%2Fciting&key=2585024", ("PMID", "2585024")),
    ("/servlet/linkout?dbid=4&doi=10.1111%2Fciting&key=A1989CD", None),
    ("/action/getFTRLinkout?doi=10.1111/citing&doiOfLink=10.1000/cited", ("DOI", "10.1000/cited")),
    ("/action/getFTRLinkout?doi=10.1111/citing&doiOfLink=&linkType=gs", None),
    ("/lookup/external-ref?access_num=2585024&link_type=MED&atom=%2Fx", ("PMID", "2585024")),
    ("/lookup/external-ref?access_num=10.1000/x&link_type=DOI", ("DOI", "10.1000/x")),
    ("https://x.org/crossref?doi=10.1000/x", ("DOI", "10.1000/x")),
    ("/redirect?url=https%3A%2F%2Fdoi.org%2F10.1000%2Fx", ("DOI", "10.1000/x")),
    (
        "https://x.org/article?id=10.1371/journal.pone.0001&type=printable",
        ("DOI", "10.1371/journal.pone.0001"),
    ),
    ("https://pubmed.ncbi.nlm.nih.gov/2585024/?dopt=Abstract", ("PMID", "2585024")),
    ("", None),
]


@pytest.mark.parametrize(("href", "id_"), LINKS)
def test_a_link_tells_the_identifier_it_leads_to(href: str, id_: tuple[str, str] | None) -> None:
    assert ids.id_of_link(href) == id_


ALONE = [
    (ids.read_doi, "DOI:10.1000/X1.", "10.1000/X1"),
    (ids.read_doi, "n/a", ""),
    (ids.read_pmid, "0012345", "12345"),
    (ids.read_pmid, "PMID: 12345", "12345"),
    (ids.read_pmid, "PMC12345", ""),
    (ids.read_pmcid, "2275327", "PMC2275327"),
    (ids.read_pmcid, "pmc2275327", "PMC2275327"),
    (ids.read_pmcid, "000", ""),
    (ids.read_pmcid, "PMC 0000", ""),
    (ids.read_issn, "1532298x", "1532-298X"),
    (ids.read_issn, "1532-2981", ""),
    (ids.read_isbn, "ISBN-13: 978-3-16-148410-0 (hbk)", "9783161484100"),
    (ids.read_isbn, "3161484101", ""),
    (ids.read_arxiv, "1611.09748v4", "1611.09748v4"),
    (ids.read_arxiv, "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
]


@pytest.mark.parametrize(("read", "text", "value"), ALONE)
def test_an_identifier_alone_is_read(read, text: str, value: str) -> None:  # type: ignore[no-untyped-def]
    assert read(text) == value


@pytest.mark.parametrize("text", ["1532-298X", "0264-2751"])
def test_an_issn_has_a_check_digit(text: str) -> None:
    wrong = text[:-1] + ("0" if text[-1] != "0" else "1")
    assert (ids.is_issn(text), ids.is_issn(wrong)) == (True, False)


@pytest.mark.parametrize("text", ["978-3-16-148410-0", "0-306-40615-2", "080442957X"])
def test_an_isbn_has_a_check_digit(text: str) -> None:
    wrong = text[:-1] + ("3" if text[-1] != "3" else "4")
    assert (ids.is_isbn(text), ids.is_isbn(wrong)) == (True, False)


LABELLED = [
    st.integers(1, 99999999).map(lambda n: f"PMID: {n}"),
    st.integers(100, 99999999).map(lambda n: f"PMC{n}"),
    st.from_regex(r"doi:10\.[0-9]{4}/[a-z]{1,5}[0-9]{2,4}", fullmatch=True),
    st.sampled_from(["www.a.org", "https://b.org/c", "ISSN 0264-2751", "arXiv:1611.09748"]),
]


@given(st.lists(st.one_of(LABELLED), max_size=5))
def test_every_labelled_identifier_is_found_in_order(texts: list[str]) -> None:
    found = ids.find_ids("; ".join(texts))
    assert [id_.value for id_ in found] == [ids.find_ids(text)[0].value for text in texts]


@given(st.text(alphabet="PMIDpmcdoi:10./-4 wXISBN978<>()&;hts\n", max_size=60))
def test_spans_are_in_order_and_do_not_overlap(text: str) -> None:
    found = ids.find_ids(text)
    bounds = [bound for id_ in found for bound in (id_.start, id_.end)]
    assert bounds == sorted(bounds)
    assert all(text[id_.start : id_.end].strip() and id_.value for id_ in found)
