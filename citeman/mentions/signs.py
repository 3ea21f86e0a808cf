"""The words by which prose speaks of papers: nouns and verbs of publishing, talks, digests."""

import re

_THING = (
    r"(?:articles?|papers?|stud(?:y|ies)|reports?|letters?|editorials?|reviews?|meta-?analys[ie]s"
    r"|analys[ie]s|commentar(?:y|ies)|trials?|experiments?|surveys?|findings|results|research"
    r"|viewpoint|perspective|correspondence|guidelines?|essay|investigation|publication)"
)
NOUN = re.compile(
    r"\b(?:an?|the|this|these|one|another|two|both|their|his|her|its|our|new|recent|latest)\s"
    r"(?:(?!(?:of|in|to|that|which|by|and|is|was|were|are|has|have|had|from|for|with)\b)"
    rf"[\w'’-]+,?\s){{0,6}}?(?P<thing>{_THING})\b(?!\s(?:group|population|design|team|size))",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:publish(?:ed|es)?|appear(?:ed|s|ing)?|report(?:ed|s|ing)?|wr(?:ote|ites|iting|itten)"
    r"|describ(?:ed|es|ing)|released|printed|came\sout|according\sto|showed|shows|found|finds"
    r"|concluded?s?|demonstrated|documented|noted|observed|estimated|compare[sd])\b"
)
PUBLISHED = re.compile(r"publish|appear|wr[oi]t|printed|came\sout", re.IGNORECASE)
FINDS = re.compile(
    r"\W{0,3}(?:\w+\W+){0,12}?(?:found|finds|show(?:ed|s|ing)|suggest(?:ed|s|ing)|report(?:ed|s)"
    r"|conclud\w+|document\w+|demonstrat\w+|reveal\w+|not(?:es|ed)|says|said|link(?:ed|s)"
    r"|identif\w+|compar\w+|includ\w+|estimat\w+|involv\w+|look\w+|examin\w+|of\s\d)\b"
)
NEW = re.compile(r"(?:an?|one|another|new|recent|latest|two)\s|.*\b(?:new|recent|latest)\s", re.I)
PLURAL = re.compile(r"(?:studies|reports|papers|articles|reviews|trials|surveys)$", re.IGNORECASE)
APART = re.compile(
    r"\b(?:another|other|previous|prior|earlier|past|older|separate|different|similar|unrelated)\b",
    re.IGNORECASE,
)
TALK = re.compile(
    r"\b(?:presented|talk|lecture|keynote|poster|announced|press\s(?:release|conference|briefing)"
    r"|(?:annual|scientific|international)\s(?:meeting|conference|congress|sessions?|assembly)"
    r"|conference|congress|symposium|webinar|interview(?:ed)?|hearing)\b",
    re.IGNORECASE,
)
