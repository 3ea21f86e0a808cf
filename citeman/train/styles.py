"""The reference styles that works are rendered in: templates, read from `styles.txt`."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Template(NamedTuple):
    """`manner` is how the style likes to write names; `text` is explained in `styles.txt`."""

    manner: str
    text: str


@cache
def templates() -> dict[str, tuple[Template, ...]]:
    """Read the templates of every type of work.

    >>> templates()["article"][0].manner
    'vancouver'
    """
    found: dict[str, list[Template]] = {}
    for line in files("citeman.train").joinpath("styles.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            current = found.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            manner, text = line.split(": ", 1)
            current.append(Template(manner, text))
    return {kind: tuple(listed) for kind, listed in found.items()}


LABEL_OF_FIELD = {
    "au": "author", "ed": "editor", "fe": "editor", "Ed": "editor", "tr": "translator",
    "ti": "title", "jo": "container-title", "bk": "container-title", "cf": "container-title",
    "site": "container-title|publisher|outside", "se": "collection-title", "pu": "publisher",
    "pu2": "publisher|outside",
    "pl": "publisher-place", "pl2": "publisher-place", "yr": "issued", "yr2": "issued|outside",
    "mo": "issued", "vol": "volume", "iss": "issue", "pg": "page", "num": "number",
    "ge": "genre", "form": "genre|outside",
    "lang": "outside", "edn": "edition", "acc": "accessed", "doi": "DOI", "pmid": "PMID",
    "pmcid": "PMCID", "arxiv": "arXiv", "issn": "ISSN", "url": "URL", "ws": "URL",
    "np": "outside", "ver": "outside|number",
}  # fmt: skip
