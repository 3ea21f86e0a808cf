"""Mentions in annotations become links only when exactly one other record fits."""

import pytest

from citeman.documents.plain import read as read_plain
from citeman.parse import parse_document

ABRAHAM = "Abraham D, McGrath KG. Angioedema. Allergy Asthma Proc 2003; 24: 291-4."
SMITH_A = "Smith A. Liver. J Hepatol 2001; 1: 1-2."
SMITH_B = "Smith B. Heart. J Cardiol 2001; 2: 3-4."
GROUP = "STALWART Study Group. HIV. PLoS One 2012; 7: 47506."
VAN = "van der Ven AJ, Vree TB. HIV. Lancet 1991; 338: 431-3."

CASES = {
    "backwards": ("[Abraham 2003]", ["Abraham"]),
    "in parentheses": ("(Abraham 2003)", ["Abraham"]),
    "with et al.": ("[Abraham et al. 2003]", ["Abraham"]),
    "with a comma": ("[Abraham, 2003]", ["Abraham"]),
    "with both authors": ("[Abraham and McGrath 2003]", ["Abraham"]),
    "with another second author": ("[Abraham and Jones 2003]", []),
    "a group": ("[STALWART Study Group 2012]", ["STALWART Study Group"]),
    "a particle": ("[van der Ven 1991]", ["van der Ven"]),
    "two at once": ("[Abraham 2003, van der Ven 1991]", ["Abraham", "van der Ven"]),
    "two that fit": ("[Smith 2001]", []),
    "another year": ("[Abraham 2004]", []),
    "nobody of the list": ("[Jones 2003]", []),
    "itself": ("[Reader 1999]", []),
    "no mention: a name of a drug": ("[recombinant IL2]", []),
    "no mention: a count": ("[n=16]", []),
    "no mention: a share": ("[20%]", []),
    "no mention: a case": ("[Case 1]", []),
    "no mention: a span of years": ("[between 1993 and 2003]", []),
    "no mention: words around it": ("[as was reported by Abraham 2003 and others]", []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mention_is_linked_when_one_record_fits(case: str) -> None:
    mention, expected = CASES[case]
    page = (
        f"References\n\n  • {ABRAHAM}\n  • {SMITH_A}\n  • {SMITH_B}\n"
        "  • Reader R. A review of cases. Reviews 1999; 1: 1-9.\n"
        f"    (Takes up a case {mention}).\n"
        f"  • {GROUP}\n  • {VAN}\n"
    )
    records = parse_document(read_plain(page, "page.txt"))
    reader = next(record for record in records if record.annotation)
    by_key = {record.key: record.reference.author[0] for record in records}
    found = [by_key[link.key] for link in reader.links]
    assert [
        f"{name.non_dropping_particle} {name.family}{name.literal}".strip() for name in found
    ] == expected
    for link in reader.links:
        assert link.span is not None
        assert page[slice(*link.span)] == link.text


def test_a_mention_broken_over_two_lines_is_linked_with_its_span() -> None:
    page = (
        f"References\n\n1. {ABRAHAM}\n2. Reader R. Cases. Reviews 1999; 1: 1-9.\n"
        "   (Takes up one case in the manner of [Abraham\n   2003] and adds another one).\n"
    )
    _, reader = parse_document(read_plain(page, "page.txt"))
    [link] = reader.links
    assert link.text == "[Abraham 2003]"
    assert link.span is not None
    assert page[slice(*link.span)].split() == ["[Abraham", "2003]"]
