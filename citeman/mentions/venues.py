"""The journals that prose names: in full, by a household name, or shortened as in a citation."""

import re
from functools import lru_cache
from typing import NamedTuple

from citeman.match.journals import is_same_journal
from citeman.text import fold, squeeze

ALIASES = {
    "nejm": "New England Journal of Medicine",
    "n engl j med": "New England Journal of Medicine",
    "new england journal": "New England Journal of Medicine",
    "bmj": "BMJ",
    "british medical journal": "BMJ",
    "jama": "JAMA",
    "journal of the american medical association": "JAMA",
    "pnas": "Proceedings of the National Academy of Sciences",
    "ajrccm": "American Journal of Respiratory and Critical Care Medicine",
    "jco": "Journal of Clinical Oncology",
    "jaci": "Journal of Allergy and Clinical Immunology",
    "mmwr": "Morbidity and Mortality Weekly Report",
    "archives of general psychiatry": "Arch Gen Psychiatry",
}
"""Names by which people speak of a journal that are no abbreviation of its title."""

_WORDS = (
    "Journal|Annals|Archives|Proceedings|Transactions|Bulletin|Reviews?|Reports|Letters|Advances"
    "|Acta|Frontiers|Lancet|JAMA|BMJ|BMC|NEJM|PNAS|PLo?S|PLOS|Nature|Science|Cell|Elsevier|eLife"
    "|Gastroenterology|Hepatology|Circulation|Pediatrics|Neurology|Oncology|Immunology|Blood|Gut"
    "|Chest|Thorax|Radiology|Surgery|Medicine|Psychiatry|Cardiology|Diabetes|Cancer|Vaccine"
    "|Anesthesiology|Epidemiology|Genetics|Virology|Nutrition|Stroke|Brain|Heart|Immunity"
    "|Biology|Neuroscience|Communications|Research|Therapeutics|Pharmacology|Infection"
)
_NAME = (
    r"(?P<name>(?:The\s)?[A-Z][\w&'’-]*"
    r"(?:\s?(?:\s(?:of|and|the|in|for|on|&)){0,3}(?::|\s)\s?(?:[A-Z][\w&'’-]*))*)"
)
_AFTER_JOURNAL = re.compile(rf"\b[Jj]ournals?,?\s{_NAME}")
_AFTER_IN = re.compile(rf"\b(?:in|by|for|of|to)\s(?:the\s)?{_NAME}")
_PUBLISHED_IN = re.compile(
    r"\b(?:publish\w*|report\w*|describ\w*|appear\w*|came\sout|writing|wrote|print\w*|feature[sd]?)\b"
    r"[^.;:()]{0,60}?"
    rf"\bin\s(?:the\s)?{_NAME}"
)
_HOUSEHOLD = re.compile(
    r"\b(?P<name>(?:The\s)?(?:New England Journal of Medicine|British Medical Journal|NEJM|PNAS"
    r"|JAMA(?:\s[A-Z][\w-]+){0,4}|BMJ(?:\s[A-Z]\w+){0,3}|Lancet(?:\s[A-Z]\w+){0,3}"
    r"|PL[oO]S\s[A-Z]\w+(?:\s[A-Z]\w+)?|Nature\s(?:[A-Z]\w+\s?){1,3}"
    r"|Science\s(?:Translational\sMedicine|Advances|Immunology)"
    r"|(?:[A-Z]\w+\s){0,3}(?:Journal|Annals|Archives|Proceedings)\sof"
    r"(?:\s(?:the|and|of|in|[A-Z][\w-]+)){0,6}\s[A-Z][\w-]+))"
)
# "J Clin Oncol 1989", "Lancet Oncol. 2019", "Clin Infect Dis, 2004"
_SHORT = re.compile(
    r"(?P<name>\b(?:[A-Z][A-Za-z]{0,9}\.?\s){1,5}[A-Z][a-z]{1,9}\.?)(?=,?\s\(?(?:19|20)\d\d)"
)
# "Klapper, Cancer 2008"
_SINGLE = re.compile(
    r"(?:^|[,.;(]\s|\bin\s)(?P<name>(?:The\s)?(?:Cancer|Nature|Science|Cell|Lancet|Blood|Gut|Brain"
    r"|Chest|Thorax|Circulation|Stroke|Hepatology|Gastroenterology|Pediatrics|Neurology|Radiology"
    r"|Diabetes|Oncology|Immunity|Vaccine|Oncologist|Endoscopy|Surgery|Spine|Allergy|Heart|Pain"
    r"|Sleep|Bone|Neuron|Obesity|Transplantation|Cytokine|Toxicology))(?=,?\s\(?(?:19|20)\d\d)"
)
_SHORT_WORD = re.compile(
    r"\b(?:J|Am|Ann|Arch|Br|Clin|Dis|Engl|Eur|Exp|Int|Med|Mol|Natl|Oncol|Pharmacol|Proc|Res|Rev"
    r"|Sci|Soc|Surg|Ther|Acad|Biol|Chem|Immunol|Psychiatry|Neurol|Hepatol|Gastroenterol)\b"
)
_IS_JOURNAL = re.compile(rf"\b(?:{_WORDS})\b")
_NO_JOURNAL = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|English|French|German|Spanish"
    r"|Chinese|Japanese|America|Europe|Africa|Asia|Australia|Canada|China|Japan|India|France"
    r"|Germany|Italy|Spain|Brazil|Israel|Sweden|Denmark|Norway|Boston|London|Washington"
    r"|United\s(?:States|Kingdom)|New\sYork|U\.?S\.?A?\.?|U\.?K\.?|COVID\b.*|HIV)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:University|College|School|Hospital|Institutes?|Center|Centre|Clinic|Department|Division"
    r"|Society|Academy\sof(?!\sSciences)|Trial|Study|Foundation|Association(?!\s\w)|Group)\b"
)


class Venue(NamedTuple):
    """A journal named at [start, end) of a text."""

    start: int
    end: int
    name: str


def find_journals(text: str) -> list[Venue]:
    """Find the journals that a text names, in order.

    >>> [venue.name for venue in find_journals("an article published May 5 in The Lancet HIV.")]
    ['The Lancet HIV']
    >>> [venue.name for venue in find_journals("Fisher, J Clin Oncol 1989")]
    ['J Clin Oncol']
    >>> find_journals("She works in Boston at the School of Medicine.")
    []
    """
    found: list[Venue] = []
    for pattern, test in _PATTERNS:
        for match in pattern.finditer(text):
            name = match["name"]
            start, end = match.span("name")
            free = not any(start < venue.end and venue.start < end for venue in found)
            if free and test.search(name) and not _is_no_journal(name):
                found.append(Venue(start, end, name))
    return sorted(found)


def _is_no_journal(name: str) -> bool:
    if _NO_JOURNAL.match(name.removeprefix("The ")):
        return True
    return bool(_INSTITUTION.search(name)) and not re.search(r"Journal|Proceedings", name)


_ANY = re.compile("")
_PATTERNS = (
    (_AFTER_JOURNAL, _ANY),
    (_HOUSEHOLD, _ANY),
    (_PUBLISHED_IN, _ANY),
    (_AFTER_IN, re.compile(r"\b(?:Journal|Annals|Archives|Lancet|JAMA|BMJ|NEJM|PNAS|Nature)\b")),
    (_SHORT, _SHORT_WORD),
    (_SINGLE, _ANY),
)


def is_journal(named: str, title: str) -> bool:
    """Tell whether the journal that prose names has this title, long or short.

    >>> is_journal("The NEJM", "N Engl J Med"), is_journal("British Medical Journal", "BMJ")
    (True, True)
    >>> is_journal("The Lancet HIV", "Lancet"), is_journal("Lancet", "Lancet (London, England)")
    (False, True)
    """
    one, other = _spelt(named), _spelt(title)
    return bool(one and other) and is_same_journal(one, other)


def first_letter(name: str) -> str:
    """Give the letter with which every spelling of a journal's name begins.

    >>> first_letter("The NEJM"), first_letter("N Engl J Med")
    ('n', 'n')
    """
    return fold(_spelt(name))[:1]


@lru_cache(1 << 14)
def _spelt(name: str) -> str:
    bare = squeeze(_THE.sub("", name)).replace(".", "")
    return ALIASES.get(fold(bare), bare)


_THE = re.compile(r"^[Tt]he\s")
