"""Tell institutions, committees and study groups from persons."""

import re
from functools import lru_cache

# Words that stand in the names of groups and (nearly) never in those of persons, as stems: an
# asterisk lets the word go on.
_WORDS = """
    acad[eé]mie academ* academia administration agenc* agencia agentur akademie alliance amt
    arbeits* asocia* assembl* associa* associates authorit* bank bibliothek biobank* board
    bundes* bureau center* centre centro centrum chamber colegio collab* collaborat* college
    comit* commi* communit* compan* confederation conference congress* consort* contributors
    corp* council departamento department* development directorate division enquete* estudio*
    european f[oö]rder* federa* fondation forschungs* forum foundation fund funda[cç]*
    *gesellschaft gmbh government group* groupe* grupo* gruppe hospital* inc industr*
    information initiative *institu* international investigators istituto *kommission
    laborator* league librar* llc ltd *minist[eéè]r* ministr* mission museum national nations
    network* netzwerk observatory office organi[sz]acion* organi[sz]ation* panel parlement
    parliament participants partners* policy program* project* registr* research royal
    scientific service* sistema soci[eé]t* soci[eé]taire sociedad* sociedade societ* societies
    society state states *stiftung studien studies study survey task team trial* trialists
    trust umwelt* union united univers* universi* *verband* *verein* workgroup working workshop
    world zentral* *zentrum
"""
_GROUP_WORD = re.compile(
    r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in _WORDS.split()) + r")\b"
)
"""For lower case: a pattern that ignores case tries each of its words in full."""
_PHRASE_WORD = re.compile(
    r"\s(?:of|for|on|in|the|to|against|with|sur|pour|contre|para|für)\s|\d(?!nd\b|rd\b|th\b)"
    r"|\(.*\)$|^The\s|^Die\s|^U\.?\s?S\.?A?\.?\s|\w{2}[Cc]ollaboration\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,6}(?:[-/ ]?[A-Z][A-Z0-9]{1,6})*|[A-Z]+[a-z]?[A-Z]{2,}")
# "Bank RA", "R. A. Bank", "William H. Press"
_PERSON_WITH_INITIALS = re.compile(
    r"(?:[^\W\d_][\w'’-]+\s+){1,2}(?:[A-Z]\.?[\s-]?){1,4}"
    r"|(?:[^\W\d_][\w'’-]+\s+)?(?:[A-Z]\.[\s-]?){1,4}[^\W\d_][\w'’-]+"
)
_WORKING = re.compile(
    r"\w\s(?:groups?|investigators|committee|consortium|network|collaborat(?:ion|ors|ive)"
    r"|trialists|team|task force|gruppe|groupe|grupo)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|&|with|und|et|y)\s+)?(?:(?:on\s+)?behalf\s+of\s+|for\s+|pour\s+|für\s+|en\s+nombre\s+del\s+|por\s+el\s+)?(?:the\s+)?"
)


@lru_cache(1 << 12)
def is_group(text: str) -> bool:
    """Tell whether one piece of a name list names a group.

    >>> is_group("SILCAAT Scientific Committee"), is_group("Bank RA"), is_group("UNICEF")
    (True, False, True)
    """
    if _PERSON_WITH_INITIALS.fullmatch(text):
        return False
    if " " not in text and not text.isupper():
        return len(text) > 9 and bool(_GROUP_WORD.fullmatch(text.lower()))
    named = _ACRONYM.fullmatch(text) or _GROUP_WORD.search(text.lower())
    return bool(named or _PHRASE_WORD.search(text))


def is_working_group(text: str) -> bool:
    """Tell whether a text ends as the whole name of a study group does: no comma goes on with it.

    >>> is_working_group("ISARIC4C Investigators"), is_working_group("Ministry of Health")
    (True, False)
    """
    return bool(_WORKING.search(text))


def read_group(text: str) -> str:
    """Keep what names the group.

    >>> read_group("on behalf of the INSIGHT-ESPRIT Study Group")
    'INSIGHT-ESPRIT Study Group'
    """
    return _LEAD.sub("", text, count=1).strip(" ,;:") or text
