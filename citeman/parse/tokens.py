"""Cut reference strings into words and the gaps between them, remembering each distinct piece.

A token is a word: letters and digits, or a whole web address or DOI. What stands between two words
(blanks, punctuation, quotes) is a gap and belongs to no token. So a reference of 160 characters
has about 30 tokens, "2019;11:53" has three, and a span ends where its last word ends.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from citeman.text import plain_dashes

BREAK = "\x1e"
"""Stands for what is beyond the ends of a string."""

WORD = re.compile(
    r"""( [^\W_hfw1] [^\W_]*+ (?! [_'’-] )
      | (?: https?\ ?:\ ?//? | ftp:// | www\. ) [^\s<>"”»]+
      | 10\.\d{4,9}(?:\.\d+)*/[^\s"”»]+
      | [^\W_]++ (?: ['’] [^\W\d_]+ | - [^\W\d_] [^\W_]* )*+ )""",
    re.VERBOSE,
)
"""One word or address: "Meyer-Lindenberg", "d'Or", "10.1/x". Split by it, a string falls into a
gap, a word, a gap, and so on to a last gap. The first line matches nothing that the others would
not: it is quick about the many words that have no hyphen and begin no address."""

WORDS_OF_KIND = {
    "and": "and und et y e en och og i a ja with ve dan и és și",
    "the": "the a an of in on for to der die das des dem den im zur zum le la les du un une el los"
    " las del al lo il gli per con por para sur dans aus für bei mit als how what is are from by"
    " as",
    "particle": "van von de da di du del della der den ten ter le la el al dos das zu zur af av",
    "suffix": "jr sr ii iii iv",
    "etal": "et al alii colleagues others ua",
    "month": "january february march april may june july august september october november"
    " december jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli"
    " oktober dezember janvier février mars avril juin juillet août septembre octobre"
    " novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre"
    " novembre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro"
    " dezembro",
    "season": "spring summer fall autumn winter frühjahr sommer herbst",
    "in": "in dans en em w dalam в",
    "volume": "vol volume volumes vols bd band jg jahrgang tome t tomo v",
    "issue": "no nos nr n num number issue heft h núm numéro fasc nº n° iss",
    "page": "pp p pages page pg pgs s seiten seite ss pag págs pág",
    "editor": "ed eds editor editors hrsg hg herausgeber edited dir coord coords éd éds org orgs"
    " curatore cura herausgegeben red szerk redaktion ред",
    "translator": "translated trans translator übersetzt übers traduit trad traducción",
    "edition": "edition edn auflage aufl édition edición edizione ausgabe rev revised",
    "meeting": "proceedings proc conference conf symposium symp workshop congress meeting annual"
    " international tagung kongress actes colloque congreso congrès atti convegno",
    "journal": "journal j revue revista rivista zeitschrift z review rev reviews annals ann "
    " archives arch bulletin bull letters lett transactions trans magazine acta annales archiv"
    " quarterly",
    "press": "press publishers publishing publications verlag editions éditions editorial books"
    " presses puf univ university universität université universidad università college institute"
    " wiley springer elsevier sage routledge oxford cambridge academic blackwell company inc ltd",
    "thesis": "thesis dissertation phd diss doctoral master's masters dissertação tesis thèse msc"
    " doktorarbeit habilitation diplomarbeit",
    "report": "report reports technical tech paper papers discussion memorandum preprint working",
    "access": "accessed retrieved available viewed online cited visited abgerufen zugriff consulté"
    " acceso consultado disponível disponible internet stand letzter zuletzt",
    "status": "press forthcoming submitted appear ahead print preparation unpublished erscheinen",
    "id": "doi pmid pmcid pmc pubmed isbn issn arxiv url urn crossref scholar google medline",
    "series": "series reihe lecture notes collection coll schriftenreihe studies",
    "place": "london paris berlin usa uk washington boston amsterdam wien roma madrid germany"
    " frankfurt münchen chicago philadelphia tokyo dordrecht heidelberg stuttgart york",
}
KINDS = (
    "none", "single", "initials", "caps", "title", "lower", "mixed", "script", "year", "years",
    "digit", "digits2", "digits3", "digits4", "digits", "code", "roman", "address", "doi",
    *WORDS_OF_KIND,
)  # fmt: skip
"""The coarse kinds of words; the index of a kind is what features are made of."""
KIND_ID = {name: i for i, name in enumerate(KINDS)}
_ROMAN = re.compile(r"[IVXLC]+|[ivxlc]{2,}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)(?=\1\1)")


_NUMBERS = ("", "digit", "digits2", "digits3", "digits4", "digits")


class Word(NamedTuple):
    """What the tagger knows about one distinct word, as texts to be hashed."""

    kind: int
    texts: tuple[str, ...]


_KIND_OF_WORD = {word: kind for kind, words in WORDS_OF_KIND.items() for word in words.split()}


def shape(word: str) -> str:
    """Write letters as X or x and digits as d, runs of three or more as two.

    >>> shape("McGrath"), shape("S12"), shape("2004a"), shape("Øre")
    ('XxXxx', 'Xdd', 'ddx', 'Xxx')
    """
    if word.isascii():
        return _letters(word.encode().translate(_MARKS)).shape
    return _short("".join(map(_mark, word)))


def _short(marks: str) -> str:
    return _RUN.sub("", marks)[:10]


def _mark(letter: str) -> str:
    if letter.isupper():
        return "X"
    return "d" if letter.isdigit() else "x" if letter.isalpha() else letter


_MARKS = bytes(ord(_mark(chr(code))) if code < 128 else 0 for code in range(256))


class _Letters(NamedTuple):
    """What the marks of a word tell: its shape, and its kind if it is made of letters only."""

    shape: str
    kind: str


@lru_cache(4096)
def _letters(marks: bytes) -> _Letters:
    written = marks.decode()
    return _Letters(_short(written), _letter_kind(written.replace("X", "A")))


def _number_kind(word: str) -> str:
    if _YEAR.fullmatch(word):
        return "year"
    return _NUMBERS[min(len(word), 5)]


def kind_of(word: str) -> str:
    """Name the coarse kind of a word.

    >>> [kind_of(w) for w in ("1999", "2004a", "53", "JB", "pp", "e1003", "XIV", "Sorokin")]
    ['year', 'years', 'digits2', 'initials', 'page', 'code', 'roman', 'title']
    """
    if not word.isalpha():
        if word.isdigit():
            return _number_kind(word)
        if "/" in word or word[:4].lower() == "www.":
            return "doi" if word.startswith("10.") else "address"
        if _DIGIT.search(word):
            return "years" if _YEAR.match(word) and len(word) == 5 else "code"
    known = _KIND_OF_WORD.get(word.lower())
    if known and not (len(word) == 1 and word.isupper()):
        return known
    return _letter_kind(word)


def _letter_kind(word: str) -> str:
    if len(word) == 1:
        return "single" if word.isupper() else "lower" if word.islower() else "script"
    if word.islower():
        return "lower"
    if word.isupper():
        if _ROMAN.fullmatch(word):
            return "roman"
        return "initials" if len(word.replace("-", "")) <= 3 else "caps"
    if word.istitle() or word[0].isupper():
        return "title"
    return "mixed" if any(c.isupper() for c in word) else "script"


def read_word(word: str) -> Word:
    """Describe a word by its kind and the texts that its features are hashed from."""
    if word.isascii() and word.isalpha():
        [kind_id], columns = read_letters([word])
        return Word(kind_id, tuple(text for [text] in columns))
    kind = kind_of(word)
    if "/" in word and len(word) > 6:
        return Word(KIND_ID[kind], (f"<{kind}>", kind, kind, kind, kind, kind))
    low = word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).lower()
    if word.isdigit() and kind != "year":
        low = f"<{kind}>" if len(word) > 2 else low
    elif kind == "year":
        low = low[:3]
    return _word(kind, low, shape(word))


def _word(kind: str, low: str, form: str) -> Word:
    return Word(KIND_ID[kind], (low, low[:3], low[-3:], low[-2:] + form[0], form, kind))


def read_letters(words: Sequence[str]) -> tuple[list[int], list[list[str]]]:
    """Describe words of plain letters as `read_word` does, many at once.

    Gives their kinds, and a list for each of the texts.
    """
    low = [word.lower() for word in words]
    letters = [_letters(word.encode().translate(_MARKS)) for word in words]
    kinds = [
        _KIND_OF_WORD.get(text, kind) if kind in _USUAL else kind_of(word)
        for word, text, (_, kind) in zip(words, low, letters, strict=True)
    ]
    forms = [form for form, _ in letters]
    ends = [text[-2:] + form[0] for text, form in zip(low, forms, strict=True)]
    prefixes, suffixes = [text[:3] for text in low], [text[-3:] for text in low]
    return [KIND_ID[kind] for kind in kinds], [low, prefixes, suffixes, ends, forms, kinds]


_USUAL = frozenset(("lower", "title", "mixed"))
"""Kinds that the marks of a word tell for certain, unless it is a word of a kind of its own."""


def alike(word: str) -> str:
    """Name a word that is described as this one is, the same for all such words.

    >>> alike("1994"), alike("12345678"), alike("10.1016/j.cell"), alike("S12")
    ('1990', '00000', '10.1000/1', 'S12')
    """
    if word.isdigit() and len(word) > 2:
        return f"{word[:3]}0" if _YEAR.fullmatch(word) else "0" * min(len(word), 5)
    if "/" in word and len(word) > 6:
        return "10.1000/1" if word.startswith("10.") else "http://a"
    return word


GAP_SPACE = re.compile(r"\s+")
_QUOTES = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": "<",
    "»": ">",
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
}


def plain_gap(gap: str) -> str:
    """Spell a gap so that the same punctuation always looks the same, at most six characters.

    >>> plain_gap(".  “"), plain_gap("–")
    ('. "', '-')
    """
    text = GAP_SPACE.sub(" ", plain_dashes(gap))
    text = "".join(_QUOTES.get(c, c) for c in text).replace("''", '"')
    return text if len(text) <= 6 else text[:3] + text[-3:]


def stable_hash(text: str) -> int:
    """Hash a text to 32 bits, the same in every process and release."""
    return crc32(text.encode("utf-8", "surrogatepass"))
