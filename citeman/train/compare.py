"""What readings by two models come to on the same strings: fields right, before and after."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from citeman.model import Reference, replace
from citeman.parse.annotate import understand
from citeman.parse.assemble import assemble
from citeman.parse.labels import Labelled
from citeman.parse.model import Weights
from citeman.parse.tag import tag
from citeman.train.examples import OUTSIDE, Example
from citeman.train.score import COMPARED, read_values

_clean: Callable[[object], object] = COMPARED["title"]
_MORE = ("edition", "collection-title", "publisher-place")

Values = Mapping[str, object]


class Gold(NamedTuple):
    """A string and the values that should be read from it; fields it lacks are not compared."""

    raw: str
    values: Values


class Tally(NamedTuple):
    """Of so many fields (or references), how many are right before and after."""

    of: int = 0
    before: int = 0
    after: int = 0

    def add(self, *, before: bool, after: bool) -> "Tally":
        """Count one more."""
        return Tally(self.of + 1, self.before + before, self.after + after)


class Comparison(NamedTuple):
    """Fields right before and after, by field and in all, and references wholly right."""

    references: Tally
    fields: Tally
    by_field: dict[str, Tally]

    @property
    def is_worse(self) -> bool:
        """Tell whether fewer fields are right than before."""
        return self.fields.after < self.fields.before

    def plain(self) -> dict[str, Any]:
        """Give the comparison as data for JSON."""
        by_field = {field: tally._asdict() for field, tally in self.by_field.items()}
        return {
            "references": self.references._asdict(),
            "fields": self.fields._asdict(),
            "by_field": by_field,
        }


def values_of(reference: Reference) -> dict[str, object]:
    """Bring the fields of a reference into comparable form."""
    editors = read_values(replace(reference, author=reference.editor))["author"]
    more = {field: _clean(getattr(reference, field.replace("-", "_"))) for field in _MORE}
    return read_values(reference) | {"editor": editors} | more


def of_example(example: Example) -> Gold:
    """Give what an example's own spans read, but for fields that it leaves undecided."""
    firm = [Labelled(*span, 1.0) for span in example.spans if "|" not in span[2]]
    spans = [span for span in firm if span.label != OUTSIDE]
    doubtful = {
        label for _, _, choice in example.spans if "|" in choice for label in choice.split("|")
    }
    values = values_of(understand(example.raw, assemble(spans)))
    return Gold(example.raw, {k: v for k, v in values.items() if k not in doubtful})


def readings(strings: Sequence[str], model: Weights | None) -> Iterator[Values]:
    """Read strings as `citeman parse` does, with a model or with what is in the package."""
    for raw, labels in zip(strings, tag(strings, model), strict=True):
        yield values_of(understand(raw, assemble(labels)))


def compare(
    golds: Iterable[Gold], before: Iterable[Values], after: Iterable[Values]
) -> Comparison:
    """Count fields right before and after; one that nobody speaks of does not count."""
    by_field: dict[str, Tally] = {}
    references, fields = Tally(), Tally()
    for gold, old, new in zip(golds, before, after, strict=True):
        right = {
            field: (old[field] == value, new[field] == value)
            for field, value in gold.values.items()
            if value or old[field] or new[field]
        }
        for field, (was, now) in right.items():
            by_field[field] = by_field.get(field, Tally()).add(before=was, after=now)
            fields = fields.add(before=was, after=now)
        references = references.add(
            before=all(was for was, _ in right.values()),
            after=all(now for _, now in right.values()),
        )
    return Comparison(references, fields, dict(sorted(by_field.items())))
