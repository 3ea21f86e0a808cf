"""The first page of what is printed as the pages of a work."""

import re

from citeman.text import DASHES

_BETWEEN = re.compile(rf"\s*[,;]\s*|\s?[{DASHES}]\s?")


def first_page(page: str) -> str:
    """Take the first page of a range or list.

    >>> first_page("S12-S19")
    'S12'
    """
    return _BETWEEN.split(page.strip(), maxsplit=1)[0]
