"""Where a link leads that passes through a publisher's or a search engine's own address."""

from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

_DOI, _PMID = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"
# Atypon: /servlet/linkout?dbid=16&doi=THE CITING PAPER&key=THE CITED ONE (8 Medline, 16 Crossref)
# HighWire: /lookup/external-ref?access_num=THE CITED ONE&link_type=MED
_REGISTERS: Mapping[str, Mapping[str, str]] = {
    "dbid": {"16": _DOI, "8": _PMID},
    "link_type": {"doi": _DOI, "crossref": _DOI, "med": _PMID, "pubmed": _PMID},
}
_NUMBERS = ("key", "access_num")
_CITED = ("doi", "rft.doi", "rft_id", "id")
_ONWARD = ("url", "u", "target", "redirect", "redirecturl")
_INFO = {"info:doi/": _DOI, "info:pmid/": _PMID}
_DEEPEST = 4


def goal(href: str) -> str:
    """Give the address a link leads to in the end; "" where only the citing paper is named.

    Publishers send a reference's links through addresses that name the citing paper as well,
    and search engines append what else they know.

    >>> goal("/servlet/linkout?dbid=8&doi=10.1111%2Fciting&key=2585024")
    'https://pubmed.ncbi.nlm.nih.gov/2585024'
    >>> goal("https://scholar.google.com/scholar_lookup?doi=10.1000%2Fx1&volume=7")
    'https://doi.org/10.1000/x1'
    >>> goal("https://doi.org/10.1000/x1")
    'https://doi.org/10.1000/x1'
    """
    for _ in range(_DEEPEST):
        path, mark, query = href.partition("?")
        if not mark or _names_itself(path):
            return href
        said = {name.lower(): values[0] for name, values in parse_qs(query).items()}
        if "linkout" in path.lower() or any(name in said for name in _REGISTERS):
            return _cited(said.get("doioflink", "")) or _registered(said)
        onward = next((said[name] for name in _ONWARD if "://" in said.get(name, "")), "")
        cited = next(filter(None, (_cited(said.get(name, "")) for name in _CITED)), "")
        if cited or not onward:
            return cited or href
        href = onward
    return href


def _names_itself(path: str) -> bool:
    return "doi.org/10." in path.lower() or "/doi/" in path.lower()


def _registered(said: Mapping[str, str]) -> str:
    """Read the number that a link gives for one of the great registers."""
    number = next((said[name] for name in _NUMBERS if name in said), "")
    for name, registers in _REGISTERS.items():
        register = registers.get(said.get(name, "").lower(), "")
        if register and number and (register == _DOI or number.isdigit()):
            return register + number
    return ""


def _cited(value: str) -> str:
    """Read a DOI, bare or as "info:doi/10.1000/x", which may be quoted once more."""
    value = unquote(value)
    if value.startswith("10."):
        return _DOI + value
    return next((to + value.removeprefix(p) for p, to in _INFO.items() if value.startswith(p)), "")
