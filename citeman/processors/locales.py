"""The languages that CSL has words for."""

from citeman.errors import UsageError

LOCALES = tuple(
    """en-US en-GB af-ZA ar bal-PK bg-BG brh-PK ca-AD cs-CZ cy-GB da-DK de-DE de-AT de-CH el-GR
    es-ES es-CL es-MX et-EE eu fa-IR fi-FI fr-FR fr-CA gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS
    it-IT ja-JP km-KH ko-KR la lij-IT lt-LT lv-LV mn-MN ms-MY nb-NO nl-NL nn-NO pa-PK pl-PL pt-PT
    pt-BR ro-RO ru-RU sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA vi-VN zh-CN zh-TW""".split()  # noqa: SIM905
)
"""The locales of https://github.com/citation-style-language/locales; of a language, the usual one
first."""


def find_locale(language: str) -> str:
    """Give the CSL locale of a language; "" for none, UsageError where CSL has no such language.

    >>> find_locale("de"), find_locale("pt_br"), find_locale("")
    ('de-DE', 'pt-BR', '')
    """
    wanted = language.replace("_", "-").lower()
    for locale in LOCALES if wanted else ("",):
        if wanted in (locale.lower(), locale.partition("-")[0]):
            return locale
    raise UsageError(
        f"{language}: CSL knows no such language\n"
        f"looked for it among {', '.join(LOCALES[:3])} ... {LOCALES[-1]}\n"
        "try a code such as de, fr-CA or pt-BR"
    )
