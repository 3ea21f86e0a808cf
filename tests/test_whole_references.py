"""Single references in styles other than Vancouver: every field that matters, right."""

import pytest

import citeman

CASES = [
    (
        "EFSA: Guidance on tiered risk assessment for crops. EFSA Journal. 2013;11(7):3290.",
        {"author": ["EFSA"], "title": "Guidance on tiered risk assessment for crops"},
    ),
    (
        "FREIRE, Paulo; COSTA, João. Escolas rurais. São Paulo: Paz e Terra, 1987.",
        {"author": ["FREIRE", "COSTA"], "title": "Escolas rurais", "publisher": "Paz e Terra"},
    ),
    (
        "Souza, A. Mapas e diapositivos - Tese (Doutorado). Universidade da Bahia, 2019.",
        {"title": "Mapas e diapositivos", "genre": "Tese (Doutorado)", "type": "thesis"},
    ),
    (
        "Kaya, A. (2013). Sistemlerin incelenmesi. Doktora Tezi. Ankara: Ankara Üniversitesi.",
        {"title": "Sistemlerin incelenmesi", "genre": "Doktora Tezi", "type": "thesis"},
    ),
    (
        "Kirby, W.F. (1891) Catalogue of the moths of Ceylon. The Journal of the Linnean "
        "Society. Zoology 24, 72–176.",
        {
            "author": ["Kirby"],
            "container-title": "The Journal of the Linnean Society. Zoology",
            "volume": "24",
        },
    ),
]


@pytest.mark.parametrize(("string", "expected"), CASES)
def test_a_reference_is_read(string: str, expected: dict[str, object]) -> None:
    [record] = citeman.parse_references([string])
    item = citeman.csl(record)
    item["author"] = [name.get("family") or name["literal"] for name in item["author"]]
    assert {field: item.get(field) for field in expected} == expected
