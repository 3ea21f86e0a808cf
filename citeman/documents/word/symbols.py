"""Letters of Word's symbol fonts as the characters they show."""

import re

# The upper half of each table stands where https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/
# symbol.txt puts it; what is left out shows brackets and arrows in pieces.
_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SIGNS = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼",
    0xA1: "ϒ", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA6: "ƒ", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD1: "∇", 0xD2: "®",
    0xD3: "©", 0xD4: "™", 0xD6: "√", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_SYMBOL = {ord(letter): greek for letter, greek in _GREEK.items()} | _SIGNS
_PRIVATE = range(0xF000, 0xF100)
"""Where Word keeps the letters of a symbol font."""
_LETTER = re.compile("[\uf000-\uf0ff]")


def symbol(code: int, font: str) -> str:
    """Give the character that a code of a font shows; "" for a picture such as Wingdings' hands.

    >>> symbol(0xF062, "Symbol"), symbol(0x62, "Symbol"), symbol(0x3B2, "Arial")
    ('β', 'β', 'β')
    """
    plain = code - _PRIVATE.start if code in _PRIVATE else code
    if font.lower().startswith("symbol") and plain < len(_PRIVATE):
        return _SYMBOL.get(plain, chr(plain) if 0x20 <= plain < 0x7F else "")
    if code in _PRIVATE or font.lower().startswith(("wingdings", "webdings")):
        return ""
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def spelt(text: str, font: str) -> str:
    """Replace the letters of symbol fonts in a run of text, which its font alone explains.

    >>> spelt("TNF-\\uf061", "Symbol")
    'TNF-α'
    """
    return _LETTER.sub(lambda letter: symbol(ord(letter[0]), font or "Symbol"), text)


def has_symbols(text: str) -> bool:
    """Tell whether a text has letters that its font must explain."""
    return _LETTER.search(text) is not None
