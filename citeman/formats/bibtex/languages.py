"""Languages by the names that babel gives them, which BibLaTeX's `langid` holds."""

_BABEL = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "cy": "welsh",
    "da": "danish", "de": "german", "de-AT": "austrian", "de-CH": "swissgerman",
    "el": "greek", "en": "english", "en-AU": "australian", "en-CA": "canadian",
    "en-GB": "british", "en-NZ": "newzealand", "en-US": "american", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "fr-CA": "canadien", "ga": "irish", "gl": "galician", "he": "hebrew", "hr": "croatian",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "is": "icelandic",
    "it": "italian", "ja": "japanese", "ko": "korean", "la": "latin", "lt": "lithuanian",
    "lv": "latvian", "ms": "malay", "nb": "norsk", "nl": "dutch", "nn": "nynorsk",
    "pl": "polish", "pt": "portuguese", "pt-BR": "brazilian", "ro": "romanian",
    "ru": "russian", "sk": "slovak", "sl": "slovene", "sq": "albanian", "sr": "serbian",
    "sv": "swedish", "th": "thai", "tr": "turkish", "uk": "ukrainian", "vi": "vietnamese",
    "zh": "chinese",
}  # fmt: skip
_CODES = {babel: code for code, babel in _BABEL.items()} | {
    "UKenglish": "en-GB", "USenglish": "en-US", "brazil": "pt-BR", "francais": "fr",
    "germanb": "de", "naustrian": "de-AT", "ngerman": "de", "norwegian": "nb",
    "nswissgerman": "de-CH", "portuges": "pt", "slovenian": "sl", "farsi": "fa",
    "ukenglish": "en-GB", "usenglish": "en-US",
}  # fmt: skip


def read_language(text: str) -> str:
    """Give the code of a language that is named; a text that names none stays as it is.

    >>> read_language("ngerman"), read_language("English"), read_language("Old Norse")
    ('de', 'en', 'Old Norse')
    """
    return _CODES.get(text.lower(), text)


def write_langid(code: str) -> str:
    """Give babel's name of a language, or "" where it has none that reads back as the code.

    >>> write_langid("en-US"), write_langid("tlh")
    ('american', '')
    """
    return _BABEL.get(code, "")
