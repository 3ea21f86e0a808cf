"""CSL styles as pandoc should see them: what it understands otherwise is said in another way."""

from typing import NamedTuple

from lxml import etree

from citeman.processors.marks import NO_DATE, YEAR
from citeman.xmltext import SEALED

_CSL = "{http://purl.org/net/xbiblio/csl}"
_PARSER = etree.XMLParser(**SEALED)


class Style(NamedTuple):
    """A style as pandoc should see it.

    `hyphens`: initials keep theirs; `dash`: what stands in a range of numbers; `american`: full
    stop and comma go inside quotes; `quotes`: it sets some texts in quotes; `again`: what stands
    for the authors of the reference before; `quick`: the style without telling alike citations
    apart, "" where it does not compare all names.
    """

    text: str
    hyphens: bool = True
    dash: str = "–"
    american: bool = True
    quotes: bool = True
    again: str = ""
    quick: str = ""


def mend_style(text: str) -> Style:
    """Rewrite what pandoc understands otherwise than the CSL specification, to the same effect."""
    root = etree.fromstring(text.encode("utf-8"), _PARSER)
    _write_names_out(root)
    _make_macros(root)
    _mark_dates(root)
    terms = root.findall(f".//{_CSL}term[@name='page-range-delimiter']")
    dash = next((term.text for term in terms if term.text), "–")
    hyphens = root.get("initialize-with-hyphen") != "false"
    american = root.get("default-locale", "en-US") == "en-US"
    quotes = root.find(f".//{_CSL}text[@quotes='true']") is not None
    mended = etree.tostring(root, encoding="unicode")
    again = _again(root)
    return Style(mended, hyphens, dash, american, quotes, again, _without_comparing(root))


def _write_names_out(root: etree._Element) -> None:
    """Where a `names` element leaves its `name` to be understood, pandoc puts "eds." first."""
    for names in root.iter(f"{_CSL}names"):
        label = names.find(f"{_CSL}label")
        if label is not None and names.find(f"{_CSL}name") is None:
            label.addprevious(etree.Element(f"{_CSL}name"))


def _make_macros(root: etree._Element) -> None:
    """Make macros of the groups inside groups.

    By the CSL specification a group that is not empty counts as a variable that is not empty for
    the group around it; pandoc holds to this for macros only.
    """
    inner = [
        g
        for g in root.iter(f"{_CSL}group")
        if next(g.iterancestors(f"{_CSL}group"), None) is not None
    ]
    for number, group in enumerate(reversed(inner)):
        _make_macro(group, f"citeman-{number}", root)


def _make_macro(group: etree._Element, name: str, root: etree._Element) -> None:
    macro = etree.Element(f"{_CSL}macro", name=name)
    group.addprevious(etree.Element(f"{_CSL}text", macro=name))
    group.tail = None
    macro.append(group)
    first = root.find(f"{_CSL}macro")
    if first is None:
        root.append(macro)
    else:
        first.addprevious(macro)


def _mark_dates(root: etree._Element) -> None:
    """Mark the years that have two digits, and the "n.d." that have no letter.

    pandoc knows no short years. A style that does not print `year-suffix` itself has it after its
    first year, and "n.d." is none; pandoc puts it there as well.
    """
    for part in root.iterfind(f".//{_CSL}date-part[@name='year'][@form='short']"):
        part.set("prefix", part.get("prefix", "") + YEAR)
    if root.find(f".//{_CSL}text[@variable='year-suffix']") is None:
        for term in root.iterfind(f".//{_CSL}text[@term='no date']"):
            term.set("suffix", NO_DATE + term.get("suffix", ""))


def _again(root: etree._Element) -> str:
    """What replaces a whole list of names that is the same as that of the reference before."""
    layout = root.find(f"{_CSL}bibliography")
    if (
        layout is None
        or layout.get("subsequent-author-substitute-rule", "complete-all") != "complete-all"
    ):
        return ""
    return layout.get("subsequent-author-substitute", "")


def _without_comparing(root: etree._Element) -> str:
    """The style without `disambiguate-add-names` and the like, where it compares all names."""
    citation = root.find(f"{_CSL}citation")
    if citation is None or citation.get("disambiguate-add-givenname") != "true":
        return ""
    if citation.get("givenname-disambiguation-rule", "by-cite") == "by-cite":
        return ""
    for name in ("names", "givenname", "year-suffix"):
        citation.attrib.pop(f"disambiguate-add-{name}", None)
    return etree.tostring(root, encoding="unicode")
