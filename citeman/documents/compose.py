"""Write a reference that is only tagged data as a line of text, in Vancouver's layout."""

from collections.abc import Callable, Iterable, Iterator

from citeman.documents import jats
from citeman.documents.jats import Element, tag
from citeman.documents.layout import Layout

_MAIN_TITLES = ("article-title", "chapter-title", "data-title")
_LAST = ("pub-id", "object-id")


class Composer:
    """Writes the parts of one reference in order, each of them once, through `write`."""

    def __init__(
        self, citation: Element, layout: Layout, write: Callable[[Element], None]
    ) -> None:
        self._layout = layout
        self._write = write
        self._left = list(_parts(citation))
        self._in_journal = not self._has("publisher-name") and self._has(
            "volume", "issue", "fpage"
        )

    def compose(self) -> None:
        """Write authors, title, source, imprint, then everything else, then identifiers."""
        self._people("author")
        self._title()
        contained = self._has("source") and self._has("publisher-name")
        self._people("editor", "In: " if contained else "", ", editors")
        for role in ("translator", "contributor"):
            self._people(role, "", f", {role}s")
        self._sentence(self._take("source"))
        for edition in self._take("edition"):
            self._sentence([edition], "", "" if "ed" in jats.text_of(edition) else " ed")
        for name in ("conf-name", "conf-date", "conf-loc"):
            self._sentence(self._take(name))
        self._imprint()
        self._sentence(self._pages(), "" if self._in_journal else "p. ")
        rest = [part for part in self._left if tag(part) not in _LAST]
        for part in [*rest, *self._take(*_LAST)]:
            self._rest(part)

    def _has(self, *names: str) -> bool:
        return any(tag(part) in names for part in self._left)

    def _take(self, *names: str) -> list[Element]:
        """Take the parts of these names off the list, in the order of the names."""
        taken = [part for name in names for part in self._left if tag(part) == name]
        self._left = [part for part in self._left if tag(part) not in names]
        return taken

    def _put(self, glue: str, parts: Iterable[Element], after: str = "") -> bool:
        """Write parts with `glue` before the first; tell whether there were any."""
        parts = list(parts)
        for number, part in enumerate(parts):
            between = "-" if tag(part) == "lpage" else ", "
            self._layout.words(between if number else glue)
            self._write(part)
        self._layout.words(after if parts else "")
        return bool(parts)

    def _stop(self) -> None:
        self._layout.words(" " if self._layout.last in ".?!" else ". ")

    def _sentence(self, parts: Iterable[Element], before: str = "", after: str = "") -> None:
        if self._put(before, parts, after):
            self._stop()

    def _people(self, role: str, before: str = "", after: str = "") -> None:
        people = [p for p in self._left if tag(p) in jats.NAMES and jats.role(p) == role]
        self._left = [part for part in self._left if part not in people]
        self._sentence(people, before, after)

    def _title(self) -> None:
        titles = self._take(*_MAIN_TITLES)
        if not titles:
            titles = self._bracketed()
            self._left = [part for part in self._left if part not in titles]
        for title in [*titles, *self._take("trans-title", "part-title")]:
            self._sentence([title])

    def _bracketed(self) -> list[Element]:
        comments = [part for part in self._left if tag(part) == "comment"]
        return [part for part in comments if jats.text_of(part).startswith("[")][:1]

    def _imprint(self) -> None:
        """Write "2006;44(2):323-7." of a journal, "Philadelphia: Lippincott; 1999." of a book."""
        begun = self._put("", self._take("publisher-loc"))
        begun |= self._put(": " if begun else "", self._take("publisher-name"))
        begun |= self._date("; " if begun else "")
        begun |= self._put(
            (";" if self._in_journal else "; vol. ") if begun else "", self._take("volume")
        )
        begun |= self._put("(", self._take("issue", "supplement"), ")")
        if self._in_journal:
            begun |= self._put(":" if begun else "", self._pages())
        if begun:
            self._stop()

    def _date(self, glue: str) -> bool:
        parts = self._take("year", "season", "month", "day", "string-date")
        for number, part in enumerate(parts):
            self._layout.words(" " if number else glue)
            self._write(part)
        return bool(parts)

    def _pages(self) -> list[Element]:
        """Take the pages: the range as printed, else first and last page in their order."""
        pages = [part for part in self._left if tag(part) in jats.PAGES]
        self._left = [part for part in self._left if part not in pages]
        whole = [part for part in pages if tag(part) == "page-range"]
        return whole or [
            part
            for before, part in zip([None, *pages], pages, strict=False)
            if jats.text_of(part) != jats.text_of(before)
        ]

    def _rest(self, part: Element) -> None:
        kind = jats.id_kind(part)
        if tag(part) in jats.LINKS:
            self._layout.blank()
            self._write(part)
            self._layout.blank()
        elif kind in jats.ID_FORMS:
            before, after = jats.id_form(part)
            self._layout.blank()
            self._put(before, [part], after)
            self._layout.blank()
        elif tag(part) in _LAST:
            self._sentence([part], f"{kind}: ")
        else:
            self._sentence([part])


def _parts(citation: Element) -> Iterator[Element]:
    """Give the tagged parts of a reference in order, one of each choice of spellings."""
    for part in citation:
        if jats.is_piece(part):
            yield part
        elif tag(part) in jats.ALTERNATIVES:
            yield from list(_parts(part))[:1]
        elif tag(part) not in jats.ASIDE:
            yield from _parts(part)
