"""Render works as references whose labelling is known."""

import random
import re
from collections.abc import Iterable, Iterator

from citeman.train.examples import OUTSIDE, Example
from citeman.train.naming import MANNERS, Namer
from citeman.train.styles import LABEL_OF_FIELD, STYLES
from citeman.train.works import Fields, Pools, Work, filled

LANGUAGES = ("en",) * 13 + ("de",) * 3 + ("fr", "es", "pt", "it")
_TOKEN = re.compile(r"<\w+>|[{}\[\]|]|[^<{}\[\]|]+")
_OWN_WORD = {
    "de": {" and ": " und ", "In: ": "In: ", "pp. ": "S. ", "no. ": "Nr. ", "vol. ": "Bd. "},
    "fr": {" and ": " et ", "In ": "In ", "edited by": "éd. par", "ed. by": "éd. par"},
    "es": {" and ": " y ", "In ": "En ", "In: ": "En: ", "edited by": "editado por"},
    "pt": {" and ": " e ", "In ": "Em ", "no. ": "n. "},
    "it": {" and ": " e ", "edited by": "a cura di", "no. ": "n. "},
}
_FIELD = re.compile(r"<(\w+)>")


def render(works: Iterable[Work], pools: Pools, rng: random.Random) -> Iterator[Example]:
    """Render each work once, in a style and a language drawn at random."""
    for work in works:
        language = rng.choice(LANGUAGES)
        fields = filled(work, pools, language, rng)
        plan = _plan(work.type, fields, rng)
        if not plan:
            continue
        manner, plan = plan
        if rng.random() < 0.3:
            manner = rng.choice(list(MANNERS))
        namer = Namer(manner, language, rng, pools.first_names)
        for plain, own in _OWN_WORD.get(language, {}).items():
            plan = plan.replace(plain, own)
        example = _write(plan, fields, namer, rng)
        if example:
            yield example


def _plan(kind: str, fields: Fields, rng: random.Random) -> tuple[str, str] | None:
    """Choose a style that finds every field it asks for, if a few tries find one."""
    for _ in range(8):
        manner, template = rng.choice(STYLES[kind])
        plan = resolve(template, fields, rng)
        if all(fields.get(name) for name in _FIELD.findall(plan)):
            return manner, plan
    return None


def resolve(template: str, fields: Fields, rng: random.Random) -> str:
    """Make the choices of a template and leave out the groups whose fields are missing.

    >>> resolve("<au>[ (<yr>)]{.|.} <ti>", {"au": "A", "ti": "T"}, random.Random(1))
    '<au>. <ti>'
    """
    tokens = _TOKEN.findall(template.replace("[PubMed: <pmid>]", "⟦PubMed: <pmid>⟧"))
    text, rest = _sequence(tokens, fields, rng)
    assert not rest
    return text.replace("⟦", "[").replace("⟧", "]")


def _sequence(tokens: list[str], fields: Fields, rng: random.Random) -> tuple[str, list[str]]:
    out = ""
    while tokens and tokens[0] not in ("]", "}", "|"):
        token, tokens = tokens[0], tokens[1:]
        if token == "[":
            inner, tokens = _sequence(tokens, fields, rng)
            while tokens and tokens[0] == "|":
                other, tokens = _sequence(tokens[1:], fields, rng)
                inner = rng.choice((inner, other))
            tokens = tokens[1:]
            names = _FIELD.findall(inner)
            out += inner if all(fields.get(name) for name in names) else ""
        elif token == "{":
            choices = []
            while True:
                inner, tokens = _sequence(tokens, fields, rng)
                choices.append(inner)
                closing, tokens = tokens[0], tokens[1:]
                if closing == "}":
                    break
            out += rng.choice(choices)
        else:
            out += token
    return out, tokens


def _write(plan: str, fields: Fields, namer: Namer, rng: random.Random) -> Example | None:
    text, spans = _numbering(rng)
    loud = {name for name in ("ti", "jo") if rng.random() < 0.03}
    for piece in re.split(r"(<\w+>)", plan):
        name = piece[1:-1] if _FIELD.fullmatch(piece) else ""
        if not name:
            text += piece
            continue
        value = fields.get(name, "")
        if name in ("au", "ed", "fe", "Ed", "tr") and value:
            value = namer.write(value, forward=name in ("fe", "tr"))
        if name in ("ti", "bk") and (not value):
            return None
        value = value.upper() if name in loud else value
        if text.endswith(". ") and value[:1] == "." or not value:
            value = value.lstrip(".")
        if value:
            spans.append((len(text), len(text) + len(value), LABEL_OF_FIELD[name]))
        text += value
    return dirty(Example(text, tuple(spans), OUTSIDE, "synthetic"), rng)


def _numbering(rng: random.Random) -> tuple[str, list[tuple[int, int, str]]]:
    if rng.random() < 0.03:
        return rng.choice(("• ", "* ", "(a) ", "(b) ", "- ", "– ", "See ", "cf. ")), []
    if rng.random() < 0.8:
        return "", []
    number = str(rng.randint(1, 150))
    before, behind = rng.choice((("[", "] "), ("", ". "), ("(", ") "), ("", " "), ("[", "]"), ("", ".")))
    return before + number + behind, [(len(before), len(before) + len(number), "citation-number")]


TAILS = (
    " [PubMed]", " [CrossRef]", " [PubMed] [CrossRef]", " Google Scholar", " [CrossRef] [Google Scholar]",
    " [Medline]", " [PMC free article] [PubMed]", " View Article PubMed Google Scholar", " [INSPIRE]",
    " Medline CrossRef", " Available online.", " [in German]", " (in Russian)",
)  # fmt: skip
_DASH_IN_WORD = re.compile(r"(?<=[^\W\d_]{3})(?=[^\W\d_]{3})")
_DOUBTFUL = re.compile(r"(?<=[^\W_])[.,] (?=[^\W_])|\. |, ")


def dirty(example: Example, rng: random.Random) -> Example:
    """Damage a reference the way copying and scanning do, now and then."""
    if rng.random() < 0.12:
        example = example._replace(raw=example.raw + rng.choice(TAILS))
    if rng.random() < 0.06:
        example = edited(example, [(m.start(), m.end(), m.group().strip()) for m in _some(_DOUBTFUL, example.raw, rng, 0.3)])
    if rng.random() < 0.06:
        example = edited(example, [(m.start(), m.end(), rng.choice(("- ", "-\n"))) for m in _some(_DASH_IN_WORD, example.raw, rng, 0.02)])
    if rng.random() < 0.08:
        example = edited(example, [(m.start(), m.end(), " ") for m in _some(_DOUBTFUL, example.raw, rng, 0.1)])
    if rng.random() < 0.05:
        example = example._replace(raw=example.raw.rstrip("."))
    return example


def _some(pattern: re.Pattern[str], text: str, rng: random.Random, share: float) -> list[re.Match[str]]:
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
