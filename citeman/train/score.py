"""Score parsed references against gold fields: whole references right, and F1 by field."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from citeman.model import Name, Reference
from citeman.text import fold, plain_dashes

Row = Mapping[str, Any]

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20[0-4]\d)(?!\d)")
_RANGE = re.compile(r"(\d+)-(\d+)")
_PARTICLE = re.compile(r"^(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|zu|zur) )+(?=\S)")


def _text(value: object) -> str:
    return fold(str(value or "")).replace(" ", "")


def _family(name: Mapping[str, str]) -> str:
    return _PARTICLE.sub("", fold(name.get("family") or name.get("literal") or "")).replace(
        " ", ""
    )


def _page(value: object) -> str:
    text = re.sub(
        r"(?i)^\W*(?:pages?|pp?|seiten?|ss?)[.\s]+|[^\w-]", "", plain_dashes(str(value or ""))
    )
    match = _RANGE.fullmatch(text)
    if match and len(match[2]) < len(match[1]):
        return f"{match[1]}-{match[1][: -len(match[2])]}{match[2]}"
    return text.casefold()


def _doi(value: object) -> str:
    return re.sub(r"\s+|^.*?(?=10\.)", "", str(value or "").casefold()).rstrip(".,;)")


COMPARED: Mapping[str, Callable[[object], object]] = {
    "title": _text, "container-title": _text, "publisher": _text, "volume": _text, "issue": _text,
    "page": _page, "DOI": _doi,
}  # fmt: skip
"""Fields of a gold row that are compared as they stand; names and years are added to them."""


def gold_values(row: Row) -> dict[str, object]:
    """Bring the gold fields of a row into comparable form."""
    fields = row["fields"]
    values: dict[str, object] = {k: clean(fields.get(k)) for k, clean in COMPARED.items()}
    values["author"] = tuple(filter(None, map(_family, fields.get("author") or ())))
    year = _YEAR.search(str((fields.get("issued") or {}).get("year") or ""))
    values["issued"] = year.group() if year else ""
    return values


def read_values(reference: Reference) -> dict[str, object]:
    """Bring a parsed reference into comparable form."""
    values: dict[str, object] = {
        k: clean(getattr(reference, k.replace("-", "_"))) for k, clean in COMPARED.items()
    }
    values["author"] = tuple(filter(None, map(_of_name, reference.author)))
    values["issued"] = str(reference.issued.year or "") if reference.issued else ""
    return values


def _of_name(name: Name) -> str:
    return _family({"family": name.family, "literal": name.literal})


class Score(NamedTuple):
    """Of `number` references the share that is right in every field, and F1 by field."""

    number: int
    whole: float
    f1: dict[str, float]
    mean_f1: float


def score(rows: Sequence[Row], references: Iterable[Reference]) -> Score:
    """Compare parsed references with gold rows; fields a set does not label are skipped."""
    counts: dict[str, list[int]] = {}
    whole = 0
    for row, reference in zip(rows, references, strict=True):
        skipped = set(row["meta"].get("unlabelled") or ())
        gold, read = gold_values(row), read_values(reference)
        right = True
        for field in gold.keys() - skipped:
            a, b = gold[field], read[field]
            tally = counts.setdefault(field, [0, 0, 0])
            tally[0] += bool(a) and a == b
            tally[1] += bool(a)
            tally[2] += bool(b)
            right &= a == b
        whole += right
    total = [sum(t[i] for t in counts.values()) for i in range(3)]
    f1 = {field: _f1(tally) for field, tally in sorted(counts.items())}
    return Score(len(rows), whole / max(len(rows), 1), f1, _f1(total))


def _f1(tally: Sequence[int]) -> float:
    return 2 * tally[0] / max(tally[1] + tally[2], 1)
