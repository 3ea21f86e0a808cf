"""Tell institutions, committees and study groups from persons."""

import re
from functools import lru_cache

# Words that stand in the names of groups and (nearly) never in those of persons, as stems: an
# asterisk lets the word go on.
_WORDS = """
    academ* academia acad[eé]mie administration agenc* agencia agentur akademie alliance amt
    arbeits* asocia* assembl* associa* associates authorit* bank bibliothek biobank* board
    bundes* bureau
    cent[er]* centro cent?rum chamber college colegio collab* collaborat* comit* commi* communit*
    compan* conference confederation congress* consort* contributors corp* council county court
    department* departamento development directorate division enquete* european federa* fondation
    forschungs* forum f[oö]rder* fund* foundation *gesellschaft gmbh government group* groupe*
    grupo* gruppe hospital* inc industr* information initiative *institut* instituto
    international investigators istituto *kommission laborator* league librar* ltd llc
    *minist[eéè]r* ministr* mission museum national nations net network* netzwerk observatory
    office organi[sz]ation* organi[sz]acion* participants partners* panel parliament parlement
    policy press program* project* rat registr* research royal scientific service* sistema
    soci[eé]t* societ* societies sociedad* sociedade society soci[eé]taire state states *stiftung
    stud* study survey task team* trial* trialists trust umwelt* union united universi* univers*
    *verband* *verein* workgroup workshop working world *zentrum zentral*
"""
_GROUP_WORD = re.compile(
    r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in _WORDS.split()) + r")\b",
    re.IGNORECASE,
)
_PHRASE_WORD = re.compile(
    r"\s(?:of|for|on|in|the|to|against|with|sur|pour|contre|para|für)\s|\d(?!nd\b|rd\b|th\b)"
    r"|\(.*\)$|^The\s|^Die\s|^U\.?\s?S\.?A?\.?\s|\w{2}[Cc]ollaboration\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,6}(?:[-/ ]?[A-Z][A-Z0-9]{1,6})*|[A-Z]+[a-z]?[A-Z]{2,}")
_PERSON_WITH_INITIALS = re.compile(
    r"(?:[^\W\d_][\w'’-]+\s+){1,2}(?:[A-Z]\.?[\s-]?){1,4}|(?:[A-Z]\.[\s-]?){1,4}[^\W\d_][\w'’-]+"
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
        return bool(_GROUP_WORD.fullmatch(text)) and len(text) > 9
    return bool(_ACRONYM.fullmatch(text) or _GROUP_WORD.search(text) or _PHRASE_WORD.search(text))


def read_group(text: str) -> str:
    """Keep what names the group.

    >>> read_group("on behalf of the INSIGHT-ESPRIT Study Group")
    'INSIGHT-ESPRIT Study Group'
    """
    return _LEAD.sub("", text, count=1).strip(" ,;:") or text
