"""What HTML and XML have in common: how to tell one file of markup from another."""

import re

# The name in "<!DOCTYPE article ...", or else of the first tag.
_ROOT = re.compile(
    r"(?:\s++|\ufeff|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+)?(?:[\w.-]+:)?(?P<name>[a-z][\w.-]*)",
    re.IGNORECASE | re.DOTALL,
)


def root_name(text: str) -> str:
    """Name the root element that a file of markup begins with; "" where it begins with words.

    >>> root_name('<?xml version="1.0"?><!-- made by hand --><book-part xml:lang="en">')
    'book-part'
    """
    found = _ROOT.match(text)
    return found["name"].lower() if found else ""
