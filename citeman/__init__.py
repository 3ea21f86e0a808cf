"""citeman: annotated reference lists in, exact records out.

>>> import citeman
>>> [record] = citeman.parse_references(["Noble S, Goa KL. IL-2. BioDrugs 1997; 7: 394-422."])
>>> record.reference.container_title, record.reference.author[0].family
('BioDrugs', 'Noble')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citeman.api import csl, iter_references, parse_references, parse_text, read, write
    from citeman.errors import CitemanError
    from citeman.model import Date, Name, Problem, Reading, Record, Reference

__version__ = "0.1.0"
__all__ = [
    "CitemanError",
    "Date",
    "Name",
    "Problem",
    "Reading",
    "Record",
    "Reference",
    "csl",
    "iter_references",
    "parse_references",
    "parse_text",
    "read",
    "write",
]

_HOMES = {"CitemanError": "errors"} | dict.fromkeys(
    ("Date", "Name", "Problem", "Reading", "Record", "Reference"), "model"
)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that the command line starts at once."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"citeman.{_HOMES.get(name, 'api')}"), name)
