"""Reference strings of every kind, and the fields the tagger gives them."""

import pytest

from citeman.parse.assemble import assemble
from citeman.parse.tag import tag

AUTHORS = "Noble S, Goa KL"
CASES = {
    "LiverTox": (
        "Noble S, Goa KL. Aldesleukin (recombinant interleukin-2). BioDrugs 1997; 7: 394-422. "
        "[PubMed: 18031103]",
        {"author": AUTHORS, "title": "Aldesleukin (recombinant interleukin-2)", "volume": "7",
         "container_title": "BioDrugs", "issued": "1997", "page": "394-422", "PMID": "18031103"},
    ),
    "NLM with a whole date": (
        "Fiorini NB. A case report. Eur Heart J Case Rep. 2021 Jan 21;5(1):ytaa563. "
        "doi: 10.1093/ehjcr/ytaa563. PMID: 33521514; PMCID: PMC7819833.",
        {"author": "Fiorini NB", "title": "A case report", "issued": "2021 Jan 21",
         "container_title": "Eur Heart J Case Rep", "volume": "5", "issue": "1",
         "page": "ytaa563", "DOI": "10.1093/ehjcr/ytaa563", "PMID": "33521514",
         "PMCID": "PMC7819833"},
    ),
    "ahead of print, on a day, with a page": (
        "Smith A, Jones B. Gluten-free diets and weight. Nutr Rev. 2022 Aug 10:nuac052. "
        "Epub ahead of print.",
        {"author": "Smith A, Jones B", "title": "Gluten-free diets and weight",
         "container_title": "Nutr Rev", "issued": "2022 Aug 10", "page": "nuac052",
         "status": "Epub ahead of print"},
    ),
    "a supplement": (
        "McDermott DF. High-dose interleukin-2. Med Oncol 2009; 26 Suppl 1: 13-7.",
        {"author": "McDermott DF", "title": "High-dose interleukin-2", "issued": "2009",
         "container_title": "Med Oncol", "volume": "26", "issue": "Suppl 1", "page": "13-7"},
    ),
    "a supplement in brackets": (
        "Smith A. Liver. Hepatology 2011; 7 [Suppl 1]: S12-9.",
        {"author": "Smith A", "title": "Liver", "container_title": "Hepatology",
         "issued": "2011", "volume": "7", "issue": "Suppl 1", "page": "S12-9"},
    ),
    "a part of an issue": (
        "Smith A. Liver. Hepatology 2011; 51 (4 Pt 1): 12-20.",
        {"author": "Smith A", "title": "Liver", "container_title": "Hepatology",
         "issued": "2011", "volume": "51", "issue": "4 Pt 1", "page": "12-20"},
    ),
    "a colon typed for the semicolon": (
        "Smith A. Liver. Hepatology 2003: 23: 133-41.",
        {"author": "Smith A", "title": "Liver", "container_title": "Hepatology",
         "issued": "2003", "volume": "23", "page": "133-41"},
    ),
    "an e-page range": (
        "Smith A. Liver. Gastroenterology 2015; 148: 1340-52.e7.",
        {"author": "Smith A", "title": "Liver", "container_title": "Gastroenterology",
         "issued": "2015", "volume": "148", "page": "1340-52.e7"},
    ),
    "nobody named": (
        "Interleukin-2. Med Lett Drugs Ther 1990; 32 (826): 85-6.",
        {"title": "Interleukin-2", "container_title": "Med Lett Drugs Ther", "issued": "1990",
         "volume": "32", "issue": "826", "page": "85-6"},
    ),
    "a journal that signs for itself": (
        "The Lancet. A matter of trust. Lancet 2001; 357: 1.",
        {"author": "The Lancet", "title": "A matter of trust", "container_title": "Lancet",
         "issued": "2001", "volume": "357", "page": "1"},
    ),
    "people and a group": (
        "Tavel J, Fox L, et al.; STALWART Study Group. IL-2 in HIV. PLoS One 2012; 7: e47506.",
        {"author": "Tavel J, Fox L, et al.; STALWART Study Group", "title": "IL-2 in HIV",
         "container_title": "PLoS One", "issued": "2012", "volume": "7", "page": "e47506"},
    ),
    "groups alone": (
        "INSIGHT Study Group; SILCAAT Committee. IL-2 therapy. N Engl J Med 2009; 361: 1548.",
        {"author": "INSIGHT Study Group; SILCAAT Committee", "title": "IL-2 therapy",
         "container_title": "N Engl J Med", "issued": "2009", "volume": "361", "page": "1548"},
    ),
    "a group behind the title": (
        "Negrier S. Renal-cell carcinoma. Groupe Français d'Immunothérapie. "
        "N Engl J Med 1998; 338: 1272-8.",
        {"author": "Negrier S|Groupe Français d'Immunothérapie", "title": "Renal-cell carcinoma",
         "container_title": "N Engl J Med", "issued": "1998", "volume": "338", "page": "1272-8"},
    ),
    "a question for a title": (
        "Kronenfeld N, Ziv Baran, T, Berlin M. Is it safe? PLoS One 2018;13:e0197196.",
        {"author": "Kronenfeld N, Ziv Baran, T, Berlin M", "title": "Is it safe?",
         "container_title": "PLoS One", "issued": "2018", "volume": "13", "page": "e0197196"},
    ),
    "a title of two sentences": (
        "Lee R. Cell death. A review. J Hepatol 2001; 1: 2-3.",
        {"author": "Lee R", "title": "Cell death. A review", "container_title": "J Hepatol",
         "issued": "2001", "volume": "1", "page": "2-3"},
    ),
    "a journal with dots": (
        "Smith A, Jones B. A title. Ann. Intern. Med. 1995;123:224-31.",
        {"author": "Smith A, Jones B", "title": "A title",
         "container_title": "Ann. Intern. Med.", "issued": "1995", "volume": "123",
         "page": "224-31"},
    ),
    "a translated title and its language": (
        "Ellingsen AE. [Disease anxiety]. Tidsskr Nor Laegeforen 2002;122(8):785-7. Norwegian.",
        {"author": "Ellingsen AE", "title": "[Disease anxiety]", "volume": "122", "issue": "8",
         "container_title": "Tidsskr Nor Laegeforen", "issued": "2002", "page": "785-7",
         "language": "Norwegian"},
    ),
    "ahead of print": (
        "Krei JM. Interleukin-18. Clin Exp Immunol. 2020 Oct 31. doi: 10.1111/cei.13543. "
        "Epub ahead of print.",
        {"author": "Krei JM", "title": "Interleukin-18", "issued": "2020 Oct 31",
         "container_title": "Clin Exp Immunol", "DOI": "10.1111/cei.13543",
         "status": "Epub ahead of print"},
    ),
    "notices about it": (
        "Cloutier MS. Pedestrians. Inj Prev. 2020 Nov;26(6):1-9. Epub 2020 May 2. "
        "Erratum in: Inj Prev. 2021;27(1):3. PMID: 123456.",
        {"author": "Cloutier MS", "title": "Pedestrians", "container_title": "Inj Prev",
         "issued": "2020 Nov", "volume": "26", "issue": "6", "page": "1-9",
         "available_date": "2020 May 2", "note": "Erratum in: Inj Prev. 2021;27(1):3.",
         "PMID": "123456"},
    ),
    "a book": (
        "Zimmerman HJ. Hepatotoxicity: adverse effects. 2nd ed. Philadelphia: Lippincott, 1999.",
        {"author": "Zimmerman HJ", "title": "Hepatotoxicity: adverse effects",
         "edition": "2nd", "publisher_place": "Philadelphia", "publisher": "Lippincott",
         "issued": "1999"},
    ),
    "a chapter and its editors": (
        "DeLeve LD. Erlotinib. In, Kaplowitz N, DeLeve LD, eds. Drug-induced liver disease. "
        "3rd ed. Amsterdam: Elsevier, 2013, pp. 556-9.",
        {"author": "DeLeve LD", "title": "Erlotinib", "editor": "Kaplowitz N, DeLeve LD",
         "container_title": "Drug-induced liver disease", "edition": "3rd",
         "publisher_place": "Amsterdam", "publisher": "Elsevier", "issued": "2013",
         "page": "556-9"},
    ),
    "a chapter in the author's own book": (
        "Zimmerman HJ. Antidepressants. In, Zimmerman HJ. Hepatotoxicity. "
        "Philadelphia: Lippincott, 1999: pp 493-8.",
        {"author": "Zimmerman HJ", "title": "Antidepressants", "container_author": "Zimmerman HJ",
         "container_title": "Hepatotoxicity", "publisher_place": "Philadelphia",
         "publisher": "Lippincott", "issued": "1999", "page": "493-8"},
    ),
    "Chicago": (
        "Abernethy, Thomas P. The Burr Conspiracy. New York: Oxford University Press, 1954.",
        {"author": "Abernethy, Thomas P.", "title": "The Burr Conspiracy", "issued": "1954",
         "publisher_place": "New York", "publisher": "Oxford University Press"},
    ),
    "APA": (
        "Smith, J. A., & Jones, B. (2001). A title: with more. Journal of Clinical Oncology, "
        "19(4), 320-327. https://doi.org/10.1000/xyz",
        {"author": "Smith, J. A., & Jones, B.", "issued": "2001", "title": "A title: with more",
         "container_title": "Journal of Clinical Oncology", "volume": "19", "issue": "4",
         "page": "320-327", "DOI": "10.1000/xyz"},
    ),
    "a number in front": (
        "[12] Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422.",
        {"citation_number": "12", "author": AUTHORS, "title": "Aldesleukin",
         "container_title": "BioDrugs", "issued": "1997", "volume": "7", "page": "394-422"},
    ),
}  # fmt: skip


def fields(text: str) -> dict[str, str]:
    [labels] = tag([text])
    return {
        field: "|".join(text[span.start : span.end] for span in spans)
        for field, spans in assemble(labels).items()
    }


@pytest.mark.parametrize("case", CASES)
def test_a_reference_is_tagged_field_by_field(case: str) -> None:
    text, expected = CASES[case]
    assert fields(text) == expected


def test_what_stands_where_an_identifier_would_is_none() -> None:
    text = (
        "Smith A. How Many Replicates? Lect Notes Comput Sci 2009; 5541:184-200. doi: 02008-7_13"
    )
    assert not fields(text).keys() & {"PMID", "PMCID", "DOI", "ISBN", "ISSN"}


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()] + ["", "???", "(", "1999."])
def test_spans_come_in_order_and_never_overlap(text: str) -> None:
    [labels] = tag([text])
    edges = [edge for span in labels for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end for span in labels)
    assert all(0 < span.confidence <= 1 for span in labels)


def test_hostile_strings_are_tagged_in_time() -> None:
    hostile = [
        "A" * 20_000,
        "A. " * 5_000,
        "a, " * 5_000,
        "(" * 5_000,
        "1999; " * 3_000,
        "Smith A, " * 2_000,
    ]
    assert len(tag(hostile)) == len(hostile)
