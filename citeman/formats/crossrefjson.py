"""Crossref's JSON (https://api.crossref.org, `works`): one work -> a reference.

Abstracts are the publishers' and stay there.
"""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from citeman.fields.ids import read_doi
from citeman.model import Date, Name, Reference
from citeman.text import fold, squeeze

TYPE = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "book": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "proceedings": "book",
    "reference-entry": "entry-encyclopedia",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "posted-content": "article",
    "peer-review": "review",
    "dataset": "dataset",
    "database": "dataset",
    "standard": "standard",
    "journal": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
}
"""Crossref's types (https://api.crossref.org/types) -> CSL's; any other is a document."""

NOTICE = {
    "retraction": "retraction",
    "removal": "retraction",
    "withdrawal": "retraction",
    "partial_retraction": "partial-retraction",
    "expression_of_concern": "expression-of-concern",
    "concern": "expression-of-concern",
    "correction": "erratum",
    "corrigendum": "erratum",
    "erratum": "erratum",
    "addendum": "erratum",
    "clarification": "erratum",
}
"""Types of update (https://www.crossref.org/documentation/register-maintain-records/crossmark/) ->
the kinds of notice that `citeman.formats.pubmedxml` tells apart; any other is an update."""
_NOTICE_OF = {"erratum": "erratum-for", "expression-of-concern": "expression-of-concern-for"}
_RELATION = {"is-preprint-of": "preprint-of", "has-preprint": "preprint"}
_CONTRIBUTORS = ("author", "editor", "translator")
_DATES = ("published-print", "issued", "published-online", "posted", "approved")
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|br|title|sec|div)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:jats:|mml:)?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")


def read_work(work: Mapping[str, Any]) -> Reference:
    """Read one work, whatever is missing or null in it.

    >>> work = read_work({"title": ["On <i>Bacillus</i> &amp;amp; co"], "volume": "7"})
    >>> work.title, work.volume, work.type
    ('On Bacillus & co', '7', 'document')
    """
    kind = TYPE.get(_text(work, "type"), "document")
    notices = _notices(work)
    *series, container = ["", *_texts(work, "container-title")]
    is_preprint = _text(work, "type") == "posted-content" and _is_preprint(work)
    names = {field: _names(work.get(field)) for field in _CONTRIBUTORS}
    return Reference(
        type=kind,
        author=names["author"],
        editor=names["editor"],
        translator=names["translator"],
        title=_title(work),
        original_title=_first(work, "original-title"),
        container_title=container or (_place(work) if is_preprint else ""),
        container_title_short=_first(work, "short-container-title"),
        collection_title=series[-1] if series else "",
        publisher=_text(work, "publisher"),
        publisher_place=_text(work, "publisher-location"),
        issued=next(filter(None, (_date(work.get(field)) for field in _DATES)), None),
        volume=_text(work, "volume"),
        issue=_text(work, "issue"),
        page=_text(work, "page") or _text(work, "article-number"),
        genre="Preprint" if is_preprint else "",
        status="retracted" if any(n["kind"] == "retraction" for n in notices) else "",
        language="" if _text(work, "language") == "en" else _text(work, "language"),
        custom={"notices": notices} if notices else {},
        DOI=read_doi(_text(work, "DOI")),
        ISSN=_first(work, "ISSN"),
        ISBN=" ".join(_texts(work, "ISBN")),
    )


def plain(marked: str) -> str:
    """Take the markup and the entities out of a title, however often they were escaped.

    >>> plain("CO&lt;sub&gt;2&lt;/sub&gt; and p &lt; 0.05")
    'CO2 and p < 0.05'
    """
    text, before = marked, ""
    while text != before:
        text, before = html.unescape(_TAG.sub("", _BLOCK.sub(" ", text))), text
    return squeeze(text)


def _text(work: Mapping[str, Any], field: str) -> str:
    value = work.get(field)
    return plain(str(value)) if isinstance(value, str | int) else ""


def _texts(work: Mapping[str, Any], field: str) -> list[str]:
    values = work.get(field)
    texts = [plain(value) for value in _list(values) if isinstance(value, str)]
    return list(filter(None, texts))


def _first(work: Mapping[str, Any], field: str) -> str:
    return next(iter(_texts(work, field)), "")


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _title(work: Mapping[str, Any]) -> str:
    """Join title and subtitle, which some publishers give twice."""
    title, subtitle = _first(work, "title"), _first(work, "subtitle")
    if not title or not subtitle or fold(subtitle) in fold(title):
        return title or subtitle
    return f"{title}{' ' if title[-1] in ':?!.' else ': '}{subtitle}"


def _names(contributors: object) -> tuple[Name, ...]:
    return tuple(name for name in map(_name, _dicts(contributors)) if name != Name())


def _name(person: Mapping[str, Any]) -> Name:
    family, given = _text(person, "family"), _text(person, "given")
    if not family:
        return Name(literal=_text(person, "name") or given)
    return Name(family=family, given=given, suffix=_text(person, "suffix"))


def _date(value: object) -> Date | None:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = next(iter(_list(parts)), None)
    numbers = [part for part in _list(first) if isinstance(part, int) and part > 0]
    return Date((tuple(numbers[:3]),)) if numbers else None


def _is_preprint(work: Mapping[str, Any]) -> bool:
    return _text(work, "subtype") in ("", "preprint")


def _place(work: Mapping[str, Any]) -> str:
    """A preprint has no journal; its server stands for one."""
    places = [_text(place, "name") for place in _dicts(work.get("institution"))]
    return next(iter(places), "") or _text(work, "group-title")


def _notices(work: Mapping[str, Any]) -> list[dict[str, str]]:
    """List the notices about a work, and what the work itself is a notice or preprint of.

    A publisher that retracts in place says so in the work's own `update-to`.
    """
    own = read_doi(_text(work, "DOI")).casefold()
    notices = [_notice(_kind(update), update) for update in _dicts(work.get("updated-by"))]
    for update in _dicts(work.get("update-to")):
        kind = _kind(update)
        is_itself = read_doi(_text(update, "DOI")).casefold() == own
        notices.append(_notice(kind if is_itself else _NOTICE_OF.get(kind, f"{kind}-of"), update))
    relations = work.get("relation")
    for name, kind in _RELATION.items():
        others = _dicts(relations.get(name) if isinstance(relations, dict) else None)
        notices += [_notice(kind, {"DOI": _text(other, "id")}) for other in others]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(notice.items()) for notice in notices)]


def _kind(update: Mapping[str, Any]) -> str:
    return NOTICE.get(re.sub(r"[\W_]+", "_", _text(update, "type").casefold()), "update")


def _notice(kind: str, update: Mapping[str, Any]) -> dict[str, str]:
    doi, date = read_doi(_text(update, "DOI")), _date(update.get("updated"))
    notice = {
        "kind": kind,
        "date": "-".join(f"{part:02}" for part in date.date_parts[0]) if date else "",
        "DOI": doi,
        "text": f"doi:{doi}" if doi else "",
    }
    return {name: value for name, value in notice.items() if value}


def _dicts(values: object) -> list[Mapping[str, Any]]:
    return [value for value in _list(values) if isinstance(value, dict)]
