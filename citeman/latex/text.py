"""LaTeX markup in bibliographies: read as plain text, and written from it."""

import re
import unicodedata
from functools import cache

from citeman.text import squeeze

COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "ocirc": "\u030a", "bar": "\u0304",
    "overline": "\u0305", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "breve": "\u0306", "check": "\u030c", "textacutemacron": "\u0301\u0304",
    "textcommabelow": "\u0326",
}  # fmt: skip
"""Accent command -> combining character, as in \\"o."""

SIGNS = {"-": "", "/": "", "!": "", "@": "", "\\": "\n"} | dict.fromkeys(" ,;:\n\t", " ")
"""Control symbols that do not stand for themselves, as `\\&` does."""

WORDS = {
    "par": "\n\n", "newline": "\n", "textbraceleft": "{", "textbraceright": "}", "i": "ı",
    "textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\", "j": "ȷ",
    "textquotesingle": "'", "slash": "/", "textbar": "|", "quad": " ", "qquad": " ",
    "textendash": "–", "guillemotleft": "«", "guillemotright": "»",
}  # fmt: skip
"""Commands that pylatexenc does not know or reads otherwise."""

SILENT = (
    "aftergroup", "allowbreak", "begingroup", "bf", "bfseries", "bgroup", "break", "cite", "citep",
    "citet", "displaystyle", "egroup",
    "em", "endgroup", "footnotesize", "hbox", "hfil", "hfill", "ignorespaces", "it", "itshape",
    "kern", "large", "Large", "left", "leavevmode", "mbox", "mdseries", "newblock", "nobreak",
    "noindent",
    "normalfont", "penalty", "protect", "relax", "right", "rm", "rmfamily", "sc", "scriptsize",
    "scshape", "sf", "sffamily", "sl", "slshape", "small", "textstyle", "tiny", "tt", "ttfamily",
    "unskip", "upshape", "phantom", "hphantom", "vphantom",
)  # fmt: skip
"""Commands that print nothing themselves. The name of a command nobody knows is kept as a word."""

ESCAPED = {
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}", "\n\n": r"\par ", "\n": r"\newline ",
}  # fmt: skip
"""What to write for characters that mean something; words for braces, as BibTeX counts `\\{`."""

_ACCENT = re.compile(
    r"""\\ (?<!\\\\) (?P<accent> ["'`^~=.] | [Huvcdbkr](?![A-Za-z])
      | (?: acute | bar | breve | check | d?dot | grave | hat | ocirc | overline
          | textacutemacron | textcommabelow | tilde | vec ) (?![A-Za-z]) ) \s*
    (?: \{ \s* (?P<braced> \\[ij](?![A-Za-z]) | [^\W_] ) \s* \}     # \'{e}  \'{\i}
      | (?P<bare> \\[ij](?![A-Za-z])\ ? | [^\W_] )                  # \'e  \'\i
    )""",
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""\\ (?: url \s* \{ (?P<url>[^{}]*) \}
             | (?: href | noopsort | begin | end | [hv]space\*? ) \s* \{ [^{}]* \}
             | [hv]?phantom \s* (?: \{[^{}]*\} | \\. )
             | verb (?P<fence>[^\w\s*]) (?P<verbatim>.*?) (?P=fence)
             | [dt]?frac \s* \{ (?P<above>[^{}]*) \} \s* \{ (?P<below>[^{}]*) \}
             | (?P<word>[A-Za-z]+) \*? (?: \{\} | (?P<space>\s+) | (?P<argument>(?=\{)) | )
             | (?P<sign>.) )
      | \$ (?<!\\\$) (?P<math>[^$]*) \$
      | ---? | `` | '' | ~ | \{ | \}""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}
_MARKUP = re.compile(r"[\\{}$~]|--|``|''")
_UNPLAIN = re.compile(r"[\\{}$~`]|[^ -~]|  |--|''")
_BLANK_LINES = re.compile(r"\n\s*\n")
_AROUND_BREAKS = re.compile(r"[^\S\n]*\n[^\S\n]*")
_MANY_BREAKS = re.compile(r"\n{3,}")
_IN_MATH = re.compile(r"(?<!\\)[_^]")
_SPECIAL = re.compile(r"\n\n+|[&%$#_{}~^\\\n]")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')")


def read_latex(text: str) -> str:
    r"""Read LaTeX as the plain text it prints; what is no LaTeX stays as it is.

    >>> read_latex(r"{\"O}zg{\"u}n \& Sons, {\em in vivo}: 5\% of $\alpha_2$")
    'Özgün & Sons, in vivo: 5% of α2'
    """
    if _MARKUP.search(text):
        while "\\" in text and (plainer := _ACCENT.sub(_accented, text)) != text:
            text = plainer
        text = _TOKEN.sub(_plain, text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def read_paragraphs(text: str) -> str:
    r"""Read LaTeX whose lines are wrapped at will; `\par` and blank lines part paragraphs.

    >>> read_paragraphs("One\n  line.\\par Two.")
    'One line.\n\nTwo.'
    """
    if not _UNPLAIN.search(text):
        return text.strip()
    if "\n" in text:
        text = _BLANK_LINES.sub(r"\\par ", text.strip())
    text = read_latex(squeeze(text))
    if "\n" not in text:
        return squeeze(text)
    lines = _AROUND_BREAKS.sub("\n", text).strip()
    return re.sub(r"[^\S\n]+", " ", _MANY_BREAKS.sub("\n\n", lines))


def write_latex(text: str) -> str:
    r"""Escape what LaTeX gives a meaning; letters of any script stay as they are.

    >>> write_latex("Smith & Söhne: 5% of #1_a")
    'Smith \\& Söhne: 5\\% of \\#1\\_a'
    """
    escaped = _SPECIAL.sub(lambda found: ESCAPED[found[0][:2]], text)
    return _LIGATURE.sub("{}", escaped)


@cache
def _words() -> dict[str, str]:
    """What each argumentless command prints."""
    from pylatexenc.latex2text import get_default_latex_context_db

    known = {
        spec.macroname: spec.simplify_repl
        for category in get_default_latex_context_db().d.values()
        for spec in category["macros"].values()
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }
    return known | dict.fromkeys(SILENT, "") | WORDS


def _accented(found: re.Match[str]) -> str:
    letter = (found["braced"] or found["bare"]).strip("\\ ")
    return unicodedata.normalize("NFC", letter + COMBINING[found["accent"]])


def _plain(found: re.Match[str]) -> str:
    if not found.lastgroup:
        return _MARKS.get(found[0], "")
    if found["url"] is not None:
        return found["url"]
    if found["fence"]:
        return found["verbatim"]
    if found["above"] is not None:
        return f"{read_latex(found['above'])}/{read_latex(found['below'])}"
    if found["word"]:
        if len(found["word"]) == 1 and found["word"] in COMBINING:
            return ""  # an accent on nothing
        unknown = found["word"] + (" " if found["space"] else "")
        return _words().get(found["word"], "" if found["argument"] is not None else unknown)
    if found["sign"]:
        return SIGNS.get(found["sign"], found["sign"])
    return _plain_math(found["math"]) if found["math"] is not None else ""


def _plain_math(text: str) -> str:
    """Two prices in one sentence look like a formula as well: "$5 or $6"."""
    if " " in text and not re.search(r"[\\_^=<>+{]", text):
        return f"${text}$"
    return read_latex(_IN_MATH.sub("", text))
