"""When a comparison is good enough to take two references for one work without asking anybody.

A score alone is not: sister works share authors, journal and most of a title. So there are rules
for what must agree, whatever the rest adds up to.
"""

from citeman.match.compare import LOCATORS, Comparison

POSSIBLE = 0.5
"""How likely two references must be one work for the one to be named as the other's at all."""
SURE = 0.97
"""How likely two references must be one work to be taken for it."""
_ENOUGH_SUPPORT = 2


def is_possible(comparison: Comparison) -> bool:
    """Tell whether two references may be one work; a comment or correction is never the paper."""
    return comparison.score >= POSSIBLE and comparison.verdict("type") != "differs"


def is_sure(comparison: Comparison) -> bool:
    """Tell whether two references are surely one work, neither naming the other's PMID."""
    return (
        comparison.score >= SURE
        and not comparison.kind("type")
        and _is_title_settled(comparison)
        and _is_supported(comparison)
        and _is_placed(comparison)
    )


def is_confirmed(comparison: Comparison) -> bool:
    """Tell whether the record of a given PMID is surely what the text describes.

    A title that differs a little, in the same volume on another page, may be a sister work.
    """
    if comparison.kind("type"):
        return False
    if comparison.verdict("DOI") == "differs":
        return False
    if _is_title_settled(comparison):
        return _is_placed(comparison)
    agreeing = comparison.agreeing()
    return (
        comparison.verdict("title") == "close"
        and comparison.verdict("container_title") != "differs"
        and "author" in agreeing
        and ("page" in agreeing or "volume" not in agreeing)
    )


def _is_title_settled(comparison: Comparison) -> bool:
    """Without a telling title that agrees, the place must agree.

    A title that was only found in the text may be that of a work commented on, or of a second
    work the text speaks of, unless the authors agree as well. Where a list of authors leaves some
    out, it may be their reply to a letter, under the title of their paper.
    """
    kind, verdict = comparison.kind("title"), comparison.verdict("title")
    author = comparison.verdict("author")
    if comparison.kind("author") == "gaps" and not _is_located(comparison):
        return False
    if kind in ("same", "same, long") or (kind == "stated" and author in ("agrees", "missing")):
        return True
    agreeing = comparison.agreeing()
    if kind == "same, notice" and agreeing >= {"author", "container_title"}:
        return True
    if verdict == "differs" or not _is_located(comparison):
        return False
    if kind == "stated" or (verdict == "close" and "container_title" in agreeing):
        return author != "differs"
    return verdict == "agrees" or author == "agrees"


def _is_located(comparison: Comparison) -> bool:
    """Tell whether the DOI agrees, volume and page do, or the number of an article."""
    agreeing = comparison.agreeing()
    numbered = (
        comparison.kind("page") == "same, number" and comparison.verdict("volume") != "differs"
    )
    return "DOI" in agreeing or agreeing >= {"volume", "page"} or numbered


def _is_supported(comparison: Comparison) -> bool:
    """Tell whether more than the title agrees: two fields, or for a long title the authors."""
    agreeing = comparison.agreeing() - {"title"}
    if len(agreeing) >= _ENOUGH_SUPPORT:
        return True
    contradicted = any(comparison.verdict(field) == "differs" for field in comparison.kinds)
    return "author" in agreeing and comparison.kind("title") == "same, long" and not contradicted


def _is_placed(comparison: Comparison) -> bool:
    """Tell whether year, volume and page may be those of one work.

    The years of one work are hardly two apart, its volume and page do not both change once it is
    printed, and where the page has changed, the authors must have stayed: otherwise it is the
    report of another year. With another DOI it must stand in the same place.
    """
    doi = comparison.verdict("DOI")
    if doi == "agrees":
        return True
    if doi == "differs" and not comparison.agreeing() >= {"volume", "page"}:
        return False
    years, volumes, pages = (comparison.verdict(field) == "differs" for field in LOCATORS)
    author = comparison.verdict("author")
    return not (volumes and pages) and not (pages and (years or author != "agrees"))
