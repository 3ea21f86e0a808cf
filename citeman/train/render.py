"""Render works as references whose labelling is known."""

import random
import re
from collections.abc import Iterable, Iterator

from citeman.train.examples import OUTSIDE, Example
from citeman.train.fill import filled
from citeman.train.naming import MANNERS, Namer
from citeman.train.styles import LABEL_OF_FIELD, Template, templates
from citeman.train.works import Fields, Pools, Work

LANGUAGES = (
    *("en",) * 26, *("de",) * 6, *("fr",) * 2, *("es",) * 2, *("pt",) * 2, *("it",) * 2,
    "nl", "sv", "pl", "cs", "tr", "id", "ru", "hu",
)  # fmt: skip
_TOKEN = re.compile(r"<\w+>|[{}\[\]|]|[^<{}\[\]|]+")
_OWN_WORD = {
    "de": {" and ": " und ", "In: ": "In: ", "pp. ": "S. ", "no. ": "Nr. ", "vol. ": "Bd. "},
    "fr": {" and ": " et ", "In ": "In ", "edited by": "éd. par", "ed. by": "éd. par"},
    "es": {" and ": " y ", "In ": "En ", "In: ": "En: ", "edited by": "editado por"},
    "pt": {" and ": " e ", "In ": "Em ", "no. ": "n. "},
    "it": {" and ": " e ", "edited by": "a cura di", "no. ": "n. "},
    "nl": {" and ": " en ", "eds.": "red.", "edited by": "onder redactie van"},
    "sv": {" and ": " och ", "In: ": "I: ", "In ": "I ", "pp. ": "s. ", "eds.": "red."},
    "pl": {"In: ": "W: ", "in: ": "w: ", "In ": "W ", "edited by": "red.", "pp. ": "s. "},
    "cs": {"In: ": "In: ", "pp. ": "s. ", "no. ": "č. ", "vol. ": "roč. "},
    "tr": {"pp. ": "ss. ", "pages ": "s. ", "vol. ": "c. ", "no. ": "s. "},
    "id": {"In ": "Dalam ", "pp. ": "hlm. ", "vol. ": "vol. ", "eds.": "ed."},
    "ru": {"In: ": "В кн.: ", "pp. ": "С. ", "no. ": "№ ", "vol. ": "Т. ", "eds.": "под ред."},
    "hu": {"In: ": "In: ", "eds.": "szerk.", "pp. ": "o. "},
}
_FIELD = re.compile(r"<(\w+)>")
NAMES = frozenset(("au", "ed", "fe", "Ed", "tr"))
LOUD = 0.03
"""How often a title, or a journal's name, is all in capitals."""


def render(works: Iterable[Work], pools: Pools, rng: random.Random) -> Iterator[Example]:
    """Render each work once, in a style and a language drawn at random."""
    for work in works:
        language = rng.choice(LANGUAGES)
        fields = filled(work, pools, language, rng)
        chosen = _choose(work.type, fields, rng)
        if not chosen:
            continue
        manner, plan = chosen
        if rng.random() < 0.3:
            manner = rng.choice(list(MANNERS))
        namer = Namer(manner, language, rng, pools.first_names)
        for plain, own in _OWN_WORD.get(language, {}).items():
            plan = plan.replace(plain, own)
        yield _write(plan, fields, namer, rng)


def _choose(kind: str, fields: Fields, rng: random.Random) -> Template | None:
    """Choose a style that finds every field it asks for, if a few tries find one."""
    for _ in range(8):
        manner, template = rng.choice(templates()[kind])
        plan = resolve(template, fields, rng)
        if all(fields.get(name) for name in _FIELD.findall(plan)):
            return Template(manner, plan)
    return None


def resolve(template: str, fields: Fields, rng: random.Random) -> str:
    """Make the choices of a template and leave out the groups whose fields are missing.

    >>> resolve("<au>[ (<yr>)]{.|.} <ti>", {"au": "A", "ti": "T"}, random.Random(1))
    '<au>. <ti>'
    """
    tokens = _TOKEN.findall(template)[::-1]
    return _choices(tokens, fields, rng)[0]


def _choices(tokens: list[str], fields: Fields, rng: random.Random) -> list[str]:
    """Read alternatives, each resolved, up to the bracket that closes them; eats the tokens."""
    found = [""]
    while tokens:
        token = tokens.pop()
        if token in ("]", "}"):
            break
        if token == "|":
            found.append("")
        elif token == "{":
            found[-1] += rng.choice(_choices(tokens, fields, rng))
        elif token == "[":
            inner = rng.choice(_choices(tokens, fields, rng))
            known = all(fields.get(name) for name in _FIELD.findall(inner))
            found[-1] += inner if known else ""
        else:
            found[-1] += token
    return found


def _write(plan: str, fields: Fields, namer: Namer, rng: random.Random) -> Example:
    text, spans = _start(rng)
    loud = {name for name in ("ti", "jo") if rng.random() < LOUD}
    for piece in re.split(r"(<\w+>)", plan):
        name = piece[1:-1] if _FIELD.fullmatch(piece) else ""
        if name in NAMES:
            value = namer.write(fields[name], forward=name in ("fe", "tr"))
        else:
            value = str(fields[name]) if name else piece
        if name in loud:
            value = value.upper()
        if name:
            spans.append((len(text), len(text) + len(value), LABEL_OF_FIELD[name]))
        value = value.replace("⟦", "[").replace("⟧", "]")
        text += value[1:] if text[-1:] == "." == value[:1] else value
    return dirty(Example(text, tuple(spans), OUTSIDE, "rendered"), rng)


def dressed(example: Example, rng: random.Random) -> Example:
    """Give a reference that a program wrote what real ones have: numbers, remarks, damage."""
    before, spans = _start(rng)
    if before and not example.raw[:1].isdigit():
        moved = [(a + len(before), b + len(before), label) for a, b, label in example.spans]
        example = example._replace(raw=before + example.raw, spans=(*spans, *moved))
    return dirty(example, rng)


def _start(rng: random.Random) -> tuple[str, list[tuple[int, int, str]]]:
    if rng.random() < 0.03:
        return rng.choice(("• ", "* ", "(a) ", "(b) ", "- ", "– ", "See ", "cf. ")), []
    if rng.random() < 0.8:
        return "", []
    number = str(rng.randint(1, 150))
    before, behind = rng.choice(
        (("[", "] "), ("", ". "), ("(", ") "), ("", " "), ("[", "]"), ("", "."))
    )
    return before + number + behind, [(len(before), len(before) + len(number), "citation-number")]


TAILS = (
    " [PubMed]", " [CrossRef]", " [PubMed] [CrossRef]", " Google Scholar", " [INSPIRE]",
    " [CrossRef] [Google Scholar]", " [Medline]", " [PMC free article] [PubMed]",
    " View Article PubMed Google Scholar", " Medline CrossRef", " Available online.",
    " [in German]", " (in Russian)",
)  # fmt: skip
_IN_WORD = re.compile(r"(?<=[^\W\d_]{3})(?=[^\W\d_]{3})")
_SEPARATOR = re.compile(r"([.,]) ")
DAMAGES = (
    (0.06, _SEPARATOR, 0.3, (r"\1",)),
    (0.08, _SEPARATOR, 0.1, (" ",)),
    (0.06, _IN_WORD, 0.02, ("- ", "-\n")),
)
"""How often a reference is hurt, where, at what share of the places, and what it becomes."""


def dirty(example: Example, rng: random.Random) -> Example:
    """Damage a reference the way copying and scanning do, now and then."""
    if rng.random() < 0.12:
        example = example._replace(raw=example.raw + rng.choice(TAILS))
    for chance, pattern, share, becomes in DAMAGES:
        if rng.random() < chance:
            found = _some(pattern, example.raw, rng, share)
            edits = [(m.start(), m.end(), m.expand(rng.choice(becomes))) for m in found]
            example = edited(example, edits)
    if rng.random() < 0.05:
        example = example._replace(raw=example.raw.rstrip("."))
    return example


def _some(
    pattern: re.Pattern[str], text: str, rng: random.Random, share: float
) -> list[re.Match[str]]:
    return [m for m in pattern.finditer(text) if rng.random() < share]


def edited(example: Example, edits: list[tuple[int, int, str]]) -> Example:
    """Replace stretches of the string, first to last, and move the spans along.

    >>> edited(Example("A. Title", ((3, 8, "title"),)), [(1, 3, ".")])
    Example(raw='A.Title', spans=((2, 7, 'title'),), rest='outside', source='', weight=1.0)
    """
    raw, shift, moves = example.raw, 0, []
    for start, end, new in edits:
        raw = raw[: start + shift] + new + raw[end + shift :]
        moves.append((end, len(new) - (end - start)))
        shift += len(new) - (end - start)

    def moved(at: int) -> int:
        return at + sum(by for end, by in moves if end <= at)

    spans = tuple((moved(a), moved(b), label) for a, b, label in example.spans)
    return example._replace(raw=raw, spans=spans)
