"""How references of the Vancouver family are put together, as patterns over their parts."""

import re

_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?|"
    r"(?:Spring|Summer|Autumn|Fall|Winter)"
)
DATE = (
    rf"{_YEAR}[a-z]?(?:[\s,-]+(?:{_MONTH})(?:\s?[-–/]\s?(?:{_MONTH}))?"
    r"(?:\s\d{1,2}(?:\s?[-–]\s?\d{1,2})?)?(?!\d))?"
)
_SUPPLEMENT = (
    r"(?:Suppl(?:ement)?s?|Pt|Part|Spec\.?\s?(?:No|Issue)|Special\s+Issue)\.?"
    r"(?:\s?[A-Z\d]\w{0,3}\b)?"
)
_VOLUME = r"[A-Z]?\d{1,5}(?:-?[A-Za-z])?(?:\s?[-–/]\s?\d{1,5})?"
_PII = r"S?\d{4}-?\d{3}[\dX]\(\d\d\)\d{5}-?[\dX]"
_PAGE = (
    rf"(?:{_PII}|[A-Za-z]{{0,15}}[.-]?\d(?:[\w.]*\w)?(?:\s?[-–]\s?[A-Za-z]{{0,3}}\d(?:[\w.]*\w)?)?"
    rf"|[ivxlc]+(?:[-–][ivxlc]+)?(?=[.;,\s]|$))"
)
PAGES = (
    rf"{_PAGE}(?:\s?[,;]\s(?:(?:discussion|quiz)\s)?(?!{_YEAR}\b(?!\.e)|\d+\s?:){_PAGE}(?!\w))*"
)

LOCATOR = re.compile(
    rf"""
    (?P<issued>{DATE})
    (?: (?: \s*[;:,.]\s* | (?<=\d\d\d\d)\s+ )
        (?!{_PII}) (?P<volume>{_VOLUME}|{_SUPPLEMENT})? \s*
        (?: [(\[] (?P<issue>[^)\]]{{1,40}}) [)\]]
          | ,?\s* (?P<part>{_SUPPLEMENT}(?:\s\w{{1,4}})?) )?
        (?: \s?[(\[] (?P<more>[^)\]]{{1,40}}) [)\]] )?
        \s* [:,] \s* (?:pp?\.\s*|pp\s)? (?P<page>{PAGES})
      | \s*[:]\s* (?P<only_page>{PAGES}) (?!\s*[(:])
      | \s*[;,]\s* (?P<only>{_VOLUME}) (?: \s*\((?P<only_issue>[^)]{{1,40}})\) )?
        (?=\s*(?:[.;\[(]|$))
    )
    """,
    re.VERBOSE,
)
"""``2003; 21: 3127-32``, ``2009; 26 Suppl 1: 13-7``, ``2021 Jan 21;5(1):ytaa563``; a colon may
stand for the semicolon."""

VOLUME_FIRST = re.compile(
    rf"""
    (?<![\w,.]) (?P<volume>{_VOLUME}) \s*
    (?: \((?P<issue>(?!{_YEAR})[^)]{{1,24}})\) | [,;]?\s*no\.\s*(?P<number>\d[\w/-]*) )? \s*
    (?: \((?P<issued>{DATE}|{_MONTH}\s{_YEAR})\) )? \s*
    [:,] \s* (?:pp?\.\s*)? (?P<page>{PAGES}) (?!,\d)
    """,
    re.VERBOSE,
)
"""``19(4), 320-7`` (APA), ``18, no. 2 (1986): 53-71`` (Chicago)."""

DATE_ONLY = re.compile(rf"(?P<issued>{DATE})(?=\s*(?:[.;,(\[]|$))")
IN_PRESS = re.compile(
    r"(?P<status>in\s+press|forthcoming|accepted|submitted|"
    r"(?:e?pub(?:lished)?(?:\s+online)?\s+)?ahead\s+of\s+print)",
    re.IGNORECASE,
)
_COLON_PUBLISHER_YEAR = rf"""
    :\s
    (?P<publisher>[A-ZÀ-Þ](?:
        [^:;.]|\.(?=,|\s[&a-z(])|(?<=\b[A-Z])\.|(?<=Inc|Ltd|ros|Mrs)\.|(?<=\bCo|\bSt|\bJr)\.
    ){{1,90}}?)
    (?:[,;]\s*|\s+\(?(?={_YEAR}\)?\.?(?:\s|$)))
    (?P<issued>c?(?:{_YEAR})(?:[-–](?:{_YEAR}|\d\d)?)?) (?!\d)
"""
IMPRINT_END = re.compile(_COLON_PUBLISHER_YEAR, re.VERBOSE)
"""What `IMPRINT` ends in, found much sooner, as it begins with a colon."""
IMPRINT = re.compile(
    rf"""
    (?:(?<=[.?!;\])”"’]\s)|(?<=\x00\s)|(?<=\()|(?<=,\s)|^)
    (?P<place>(?:(?:St|Ft|Mt|Ste)\.\s)?[A-ZÀ-Þ][\w’'-]*(?:[\s/&-]+(?!\()[\w’'-]+){{0,3}}
        (?:,\s?(?:[A-Z]{{2}}|[A-Z]\.\s?[A-Z]\.|[A-Z]\w+\.?(?:\s[A-Z]\w+)?))?
        (?:\s\([A-Z.]{{2,6}}\))?) \s* {_COLON_PUBLISHER_YEAR}
    """,
    re.VERBOSE,
)
"""``Philadelphia: Lippincott, 1999``; ``Upper Saddle River, NJ: Literature House, 1970``."""

EDITION = re.compile(
    r"[(,.]?\s*(?P<edition>\d{1,2}(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|"
    r"[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Rr]ev(?:ised)?\.?)"
    r"\s+(?:ed(?:n|ition)?\b|[Ee]dition)[.)]*"
)
CHAPTER_IN = re.compile(r"(?:(?<=[.?!”\"’'\])])|(?<=,))\s*In\s?[:,]?\s+(?=[A-ZÀ-Þ“\"a-z])")
EDITORS = re.compile(r"\s*[,.]?\s*[(\[]?(?:[Ee]ds?|[Ee]ditors?|Hrsg|EDS?)\b\.?[)\]]?[.,:]?\s*")
EDITED_BY = re.compile(
    r"[.,]\s+(?:[Ee]dited|[Ee]d\.)\s+by\s+"
    r"(?P<editor>(?:[A-Z]\.\s?|[^.,;]|,\s(?=and\s)|,\s(?=[A-Z][a-z]+\s[A-Z]))+?)"
    r"(?=[.;]|,\s(?:\d|[A-Z])|$)"
)
TRANSLATED_BY = re.compile(
    r"[.,]\s+(?:[Tt]ranslated|[Tt]rans\.)\s+by\s+"
    r"(?P<translator>(?:[A-Z]\.\s?|[^.,;])+?)(?=[.;,]|$)"
)
CHAPTER_PAGES = re.compile(rf"[,.;:(]?\s*(?:pp?\.\s*|(?:pp?|pages?|S\.?)\s+)(?P<page>{PAGES})")
BRACKETED = re.compile(
    r"\s*[\[(](?P<genre>editorial|letter|abstract|review|comment(?:ary)?|news|correspondence|"
    r"case report|editorial comment|meeting abstract|retraction|erratum|"
    r"(?:doctoral|master[’']?s|PhD)\s(?:thesis|dissertation)|"
    r"dissertation|thesis|preprint|dataset|data set|(?:computer )?software)[\])]",
    re.IGNORECASE,
)
MEDIUM = re.compile(
    r"\s*\[(?P<medium>Internet|Online|CD-ROM|Video|DVD|Podcast|Web page|Computer program)\]",
    re.IGNORECASE,
)
LANGUAGES = (
    "Afrikaans|Arabic|Bulgarian|Catalan|Chinese|Croatian|Czech|Danish|Dutch|English|Estonian|"
    "Finnish|"
    "French|German|Greek|Hebrew|Hungarian|Icelandic|Italian|Japanese|Korean|Latvian|Lithuanian|"
    "Norwegian|Persian|Polish|Portuguese|Romanian|Russian|Serbian|Slovak|Slovenian|Spanish|Swedish|"
    "Turkish|Ukrainian"
)
_LANGUAGE = re.compile(
    rf"(?:[\[(](?:Article\s+|Text\s+)?in\s+(?P<bracketed>{LANGUAGES})[\])]|"
    rf"(?<=[.;]\s)(?:In\s)?(?P<language>(?:{LANGUAGES})(?:,\s(?:{LANGUAGES}))*)(?=[.;]|$))"
)
YEAR_IN_BRACKETS = re.compile(
    rf"[\s.,]*[(\[](?P<issued>{_YEAR}[a-z]?(?:,[^)\]]{{3,24}})?|n\.d\.|in press|forthcoming)"
    r"[)\]][.,:]?\s*"
)
SENTENCE_END = re.compile(
    r"[.?!…\]](?:(?<=[.?!…])[”\"’'\])]*\s+(?=[“\"‘'\[(]?[A-ZÀ-Þ\d“\"«])|"
    r"(?<=\])\.?\s+(?=[A-ZÀ-Þ])|(?<=[?!])\s+(?=\S))"
)
"""All its forms begin with one of a few characters, which makes them quick to find."""
_EPUB = re.compile(
    rf"\(?\b(?:[Ee]?[Ee]pub|eCollection|Published online|Online ahead of print)\s+"
    rf"(?P<epub>{DATE})\)?"
)
_AHEAD = re.compile(r"(?P<status>(?:[Ee]pub|[Pp]ublished online|Online) ahead of print)")
_VOLUMES = re.compile(r"(?<=[.,]\s)(?P<volumes>\d{1,2})\s[Vv]ols?\b\.?")
_NOTICE = re.compile(
    r"(?P<note>(?:Erratum|Comment|Republished|Retraction|Retracted|Update|Corrected|"
    r"Expression of concern|Original report|Summary for patients)(?:\s\w+)?"
    r"\s(?:in|on|of|for|from)(?:\s*:|(?=\s[A-Z]))[^\x00]*?)"
    r"(?=\s*(?:PMID|PMCID|\[PubMed|\[PMC|$))"
)
"""What PubMed appends about other papers: ``Erratum in: Hepatology. 2022 Oct;28(4):940.``"""
_ACCESSED = re.compile(
    r"(?:\[?(?:cited|accessed|[Rr]etrieved|Accessed|Cited)(?:\son)?:?\s+"
    r"(?P<accessed>[^\].;]{4,30}?)[\].;]|"
    r"[Rr]etrieved\s(?P<retrieved>[A-Z][a-z]+\s\d{1,2},\s\d{4}),?\sfrom)"
)
ASIDES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_EPUB, ("pub ", "eCollection", "nline")),
    (_AHEAD, ("ahead",)),
    (
        _NOTICE,
        (
            "Erratum",
            "Comment",
            "epublished",
            "etract",
            "Update",
            "Corrected",
            "xpression",
            " report",
            "Summary",
        ),
    ),
    (_ACCESSED, ("cited", "Cited", "ccessed", "etrieved")),
    (_LANGUAGE, tuple(LANGUAGES.split("|"))),
    (_VOLUMES, ("vol", "Vol")),
)
"""What may stand anywhere in a reference and is read, and blotted out, before its form is; each
with bits of text of which one must be there, because looking for those is quick."""
REPEATED = re.compile(r"\s*(?P<repeated>—{1,3}|–{2,3}|_{3,}|-{3,})(?=[.,]\s|\s+(?:\(|eds?\.))")
"""``———. Society and Culture``: the author of the reference above."""
PUBLISHER_LAST = re.compile(
    r"[.?!)]\s+(?P<publisher>[A-ZÀ-Þ][^.:;]{2,70}(?:,?\sInc\.|\s&\sCo\.)?);\s"
    rf"(?P<issued>{_YEAR})\s*(?=[.\x00]|$)"
)
"""``Oxford University Press; 2020``, without a place."""
HOST_PAGES = re.compile(r",\s(?:pp\.\s)?(?P<page>\d+\s?[-–]\s?\d+)\s*[.,]?\s*$")
