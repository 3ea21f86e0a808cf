"""Where a text speaks of a paper: a noun or verb of publishing, with what is said beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from citeman.fields.ids import find_ids
from citeman.mentions.passages import Paragraph, Sentence
from citeman.mentions.signs import APART, FINDS, NEW, NOUN, PLURAL, PUBLISHED, TALK, VERB
from citeman.mentions.venues import find_journals, is_journal
from citeman.mentions.when import find_dates
from citeman.mentions.who import find_acronyms, find_cited, find_groups, find_persons
from citeman.model import Span

Kind = Literal["noun", "verb", "journal", "date", "person", "group", "cited", "id", "name"]


class Hit(NamedTuple):
    """Words of one kind at [start, end) of a paragraph's text."""

    start: int
    end: int
    kind: Kind


class Mention(NamedTuple):
    """A place that speaks of a paper: [start, end) of the text of one paragraph.

    `reach` is the stretch around it that speaks of the same paper. `apart`: the text tells it from
    the papers spoken of before ("another study"). `talk`: it speaks of a talk or announcement.
    `whole`: nothing marks it, the whole text is taken for a loose citation.
    """

    paragraph: int
    start: int
    end: int
    reach: Sentence
    apart: bool = False
    talk: bool = False
    whole: bool = False


_DIGEST = re.compile(r"What [Tt]he [Ss]tudy (?:[Dd]id|[Ff]ound|[Ss]ays):\s*")
_NEXT = re.compile(r"\s(?:while|whereas|although|but|because)\s|;|\)\s\(")
_FAR = 45
_LONGEST_WHOLE = 700
_FEWEST_LETTERS = 12


def find_mentions(paragraphs: Sequence[Paragraph], today: date | None) -> list[Mention]:
    """Find the places of a text that speak of one paper each, in order.

    A short text in which no word says so is taken for a loose citation as a whole.

    >>> from citeman.mentions.passages import paragraphs
    >>> text = paragraphs("Studies have shown much. Smith and colleagues wrote in JAMA last May.")
    >>> [text[0].text[m.start:m.end] for m in find_mentions(text, None)]
    ['Smith and colleagues wrote in JAMA last May']
    """
    mentions = [
        mention
        for number, paragraph in enumerate(paragraphs)
        for mention in _in_paragraph(number, paragraph, today)
    ]
    return mentions or _loose_citation(paragraphs)


def link_mentions(
    paragraphs: Sequence[Paragraph], links: Iterable[Span], found: Sequence[Mention]
) -> list[Mention]:
    """Add mentions for links to works that stand where no words speak of a paper, in order."""
    added = [
        Mention(number, *place, _around(paragraph, place))
        for link in links
        for number, paragraph in enumerate(paragraphs)
        if (place := paragraph.place(link)) and not _is_taken(number, place, found)
    ]
    return sorted([*found, *added])


def _is_taken(number: int, place: Sentence, found: Sequence[Mention]) -> bool:
    return any(
        one.paragraph == number and one.start < place.end and place.start < one.end
        for one in found
    )


def _around(paragraph: Paragraph, place: Sentence) -> Sentence:
    inside = (one for one in paragraph.sentences if one.start <= place.start < one.end)
    return next(inside, place)


def _loose_citation(paragraphs: Sequence[Paragraph]) -> list[Mention]:
    text = paragraphs[0].text if len(paragraphs) == 1 else ""
    if not _FEWEST_LETTERS <= len(text) <= _LONGEST_WHOLE or _is_prose(text):
        return []
    return [Mention(0, 0, len(text), Sentence(0, len(text)), whole=True)]


def _is_prose(text: str) -> bool:
    return bool(_PROSE.search(text) or TALK.search(text))


_PROSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|says?|said|shows?"
    r"|showed|shown|found|finds|announced|believes?|thinks?|according|reported|I|we|they|he|she)\b"
)
"""Words of sentences, which citations do without."""


def _in_paragraph(number: int, paragraph: Paragraph, today: date | None) -> Iterator[Mention]:
    hits = sorted(_hits(paragraph.text, today))
    for sentence in paragraph.sentences:
        inside = [hit for hit in hits if sentence.start <= hit.start < sentence.end]
        clusters = [c for c in _clusters(inside, paragraph.text) if _speaks(c, paragraph.text)]
        digest = _DIGEST.search(paragraph.text, sentence.start, sentence.end)
        before = _DIGEST.search(paragraph.text, max(sentence.start - 30, 0), sentence.start)
        if not clusters and before and before.end() == sentence.start and not digest:
            clusters = [[Hit(sentence.start, _trimmed(paragraph.text, sentence), "noun")]]
        for place, cluster in enumerate(clusters):
            reach = _reach(sentence, clusters, place)
            yield _mention(number, paragraph.text, cluster, reach)


def _trimmed(text: str, sentence: Sentence) -> int:
    return sentence.start + len(text[sentence.start : sentence.end].rstrip(" ."))


def _reach(sentence: Sentence, clusters: Sequence[Sequence[Hit]], place: int) -> Sentence:
    """The part of a sentence between the mentions before and after."""
    start = clusters[place - 1][-1].end if place else sentence.start
    end = clusters[place + 1][0].start if place + 1 < len(clusters) else sentence.end
    return Sentence(start, end)


def _hits(text: str, today: date | None) -> Iterator[Hit]:
    taken: list[Hit] = []
    for hit in _named(text, today):
        if not any(hit.start < other.end and other.start < hit.end for other in taken):
            taken.append(hit)
            yield hit
    for pattern, kind in _COMMON:
        for found in pattern.finditer(text):
            start, end = found.span()
            inside = [hit.end for hit in taken if start < hit.end <= end and hit.kind in _SPLITS]
            start = max([start, *inside])
            again = pattern.search(text, start, end) if inside else None
            start = again.start() if again else start + text[start:end].startswith(" ")
            if start < end and not any(start < hit.end and hit.start < end for hit in taken):
                yield Hit(start, end, kind)


_SPLITS = ("date", "journal")
"""What may stand inside a noun phrase: "a 2013 study", "a recent JAMA paper"."""


_COMMON: tuple[tuple[re.Pattern[str], Kind], ...] = ((NOUN, "noun"), (VERB, "verb"))


def _named(text: str, today: date | None) -> Iterator[Hit]:
    """What names something, the surest kind first."""
    yield from (
        Hit(found.start, found.end, "id") for found in find_ids(text) if _is_work(found.kind)
    )
    yield from (Hit(cited.start, cited.end, "cited") for cited in find_cited(text))
    yield from (Hit(person.start, person.end, "person") for person in find_persons(text))
    yield from (Hit(group.start, group.end, "group") for group in find_groups(text))
    yield from (Hit(venue.start, venue.end, "journal") for venue in find_journals(text))
    for name in find_acronyms(text):
        start = text.index(name)
        yield Hit(start, start + len(name), "name")
    yield from (Hit(when.start, when.end, "date") for when in find_dates(text, today))


def _is_work(kind: str) -> bool:
    return kind in ("PMID", "PMCID", "DOI", "arXiv")


def _clusters(hits: Sequence[Hit], text: str) -> list[list[Hit]]:
    """Join hits that stand close together and can speak of one paper."""
    clusters: list[list[Hit]] = []
    for hit in hits:
        if clusters and _continues(clusters[-1], hit, text):
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    return [trimmed for cluster in clusters if (trimmed := _bare(cluster, text))]


def _bare(cluster: list[Hit], text: str) -> list[Hit]:
    """Leave out verbs that say nothing here: "found in", "an article in JAMA showed"."""
    while cluster and cluster[-1].kind in ("verb", "name"):
        cluster = cluster[:-1]
    while cluster and cluster[0].kind == "verb" and not PUBLISHED.match(text, cluster[0].start):
        cluster = cluster[1:]
    return cluster


_CARRIES = re.compile(r",?\s(?:carried|published|ran|printed|featured|has|had|brought)\s$")
_ONCE = frozenset(["noun", "cited", "id", "group"])


def _continues(cluster: Sequence[Hit], hit: Hit, text: str) -> bool:
    gap = text[cluster[-1].end : hit.start]
    kinds = {other.kind for other in cluster}
    if len(gap) > _FAR or _NEXT.search(gap):
        return False
    if hit.kind == "journal" and "journal" in kinds:
        last = next(other for other in reversed(cluster) if other.kind == "journal")
        return is_journal(text[last.start : last.end], text[hit.start : hit.end])
    if hit.kind == "noun":
        carried = kinds <= {"journal", "date"} and _CARRIES.match(gap)
        return bool(carried) or kinds <= {"verb", "group", "person", "name", "date"}
    return hit.kind not in _ONCE or hit.kind not in kinds


def _speaks(cluster: Sequence[Hit], text: str) -> bool:
    """Tell whether what was found says that there is a paper."""
    kinds = {hit.kind for hit in cluster}
    if not kinds.isdisjoint(("id", "cited")):
        return True
    if "group" in kinds:
        return True
    if "journal" in kinds:
        return not kinds.isdisjoint(("noun", "verb", "person", "name")) or _is_short(cluster, text)
    if "person" in kinds:
        return not kinds.isdisjoint(("noun", "verb", "date")) or _has_follower(cluster, text)
    return "noun" in kinds and _is_one_paper(cluster, text)


def _is_short(cluster: Sequence[Hit], text: str) -> bool:
    """Tell whether a journal and a year stand together as in a citation: "(JAMA 2019)"."""
    between = text[cluster[0].end : cluster[-1].start] if len(cluster) > 1 else "-" * 9
    kinds = [hit.kind for hit in cluster]
    return kinds == ["journal", "date"] and len(between) < 4


def _has_follower(cluster: Sequence[Hit], text: str) -> bool:
    person = next(hit for hit in cluster if hit.kind == "person")
    after = _NOTE.match(text, person.end)
    return bool(VERB.match(text, after.end() if after else person.end))


_NOTE = re.compile(r"\s*(?:[\[(][\d,;–-]+[\])])?\s*")
"""The number of a reference, as in "Yang et al. [12] showed"."""


def _is_one_paper(cluster: Sequence[Hit], text: str) -> bool:
    """Tell "a study found" and "an article published May 5" from "studies" and "the study"."""
    noun = next(hit for hit in cluster if hit.kind == "noun")
    words = text[noun.start : noun.end]
    if any(hit.kind == "date" and hit.end + 1 == noun.start for hit in cluster):
        return bool(FINDS.match(text, noun.end))
    published = any(
        hit.kind == "verb" and PUBLISHED.match(text, hit.start) for hit in cluster
    ) and any(hit.kind == "date" for hit in cluster)
    if PLURAL.search(words) and not published:
        return False
    return published or bool(NEW.match(words) and FINDS.match(text, noun.end))


def _mention(number: int, text: str, cluster: Sequence[Hit], reach: Sentence) -> Mention:
    start, end = cluster[0].start, cluster[-1].end
    if text[start:end].count("(") > text[start:end].count(")"):
        closes = _REST.match(text, end)
        end = closes.end() if closes else end
    if text[start:end].endswith((")", "]")) and not re.search(r"[(\[]", text[start:end]):
        end -= 1
    if before := _BEFORE.get(cluster[0].kind):
        found = before.search(text, max(start - _NEAR, 0), start)
        start = found.start() if found else start
    near = text[max(reach.start, start - 60) : reach.end]
    kinds = {hit.kind for hit in cluster}
    talk = bool(TALK.search(near)) and kinds.isdisjoint(("journal", "id", "cited"))
    return Mention(number, start, end, reach, _is_apart(text, cluster), talk)


_NEAR = 200
_REST = re.compile(r"[^()]{0,40}\)")
"""The rest of a bracket, as the volume and pages after "(J Clin Oncol 2005"."""
_BEFORE = {
    "group": re.compile(r"(?:\b[Tt]he\s)?$"),
    "date": re.compile(r"(?:\b(?:[Aa]|[Tt]he)\s)?$"),
    "journal": re.compile(r"(?:\b(?:[Aa]|[Tt]he)\s(?:(?:recent|new)\s)?)?$"),
    "id": re.compile(r"(?:\b(?:PMID|PMCID|PubMed(?:\sID)?|doi|DOI)\s?[:#]?\s?|https?://\S*)?$"),
}
"""What stands before a hit and belongs to it."""


def _is_apart(text: str, cluster: Sequence[Hit]) -> bool:
    nouns = (text[hit.start : hit.end] for hit in cluster if hit.kind == "noun")
    return any(APART.search(noun) for noun in nouns)
