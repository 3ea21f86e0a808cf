"""Dates as BibTeX has them (year, month, day), and as BibLaTeX does where that is not enough."""

import re
from collections.abc import Mapping

from citeman.fields.dates import read_date
from citeman.formats.bibtex.blocks import MONTHS
from citeman.formats.edtf import read_edtf, write_edtf
from citeman.latex.text import read_paragraphs, write_latex
from citeman.model import Date, replace
from citeman.text import squeeze

ISSUED = ("date", "year", "month", "day")
"""The fields that together are one date."""


_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    digits: number for number in range(1, 13) for digits in (f"{number}", f"{number:02}")
}
"""Month, by its macro or its digits, -> its number."""
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


def write_edtf_date(date: Date) -> dict[str, str]:
    """Write an `issued` date as BibLaTeX has it, delimiters and all.

    >>> write_edtf_date(Date(date_parts=((2003, 3, 4),)))
    {'date': '{2003-03-04}'}
    """
    iso = write_edtf(date)
    if date.literal and read_edtf(date.literal) == date:
        return {"date": f"{{{date.literal}}}"}
    words = date.literal or ("" if iso else date.raw)
    fields = {"date": f"{{{iso}}}"} if iso else {}
    return fields | ({"year": f"{{{write_latex(words)}}}"} if words else {})


def write_date(date: Date) -> dict[str, str]:
    """Write an `issued` date as BibTeX has it, and as BibLaTeX does where that is not enough.

    >>> write_date(Date(date_parts=((2003, 3, 4),)))
    {'year': '{2003}', 'month': 'mar', 'day': '{4}'}
    >>> write_date(Date(date_parts=((2003,), (2005,))))
    {'date': '{2003/2005}', 'year': '{2003}'}
    """
    iso = write_edtf(date)
    if not iso:
        return {"year": f"{{{write_latex(date.literal or date.raw)}}}"}
    year, month, day = (*date.date_parts[0], 0, 0)[:3]
    fields = {"year": f"{{{write_latex(date.literal) or year}}}"}
    if 1 <= month <= 12:
        fields["month"] = list(MONTHS)[month - 1]
        fields |= {"day": f"{{{day}}}"} if day else {}
    enough = date == Date(date_parts=date.date_parts[:1]) and (month <= 12 and year > 0)
    return fields if enough else {"date": f"{{{iso}}}"} | fields


def read_issued(fields: Mapping[str, str]) -> Date | None:
    """Read the date that `date`, `year`, `month` and `day` give together.

    >>> read_issued({"year": "2003", "month": "March~4"}).date_parts
    ((2003, 3, 4),)
    """
    if len(fields) == 1 and _YEAR.fullmatch(year := fields.get("year", "")):
        return Date(date_parts=((int(year),),))
    given = {name: squeeze(read_paragraphs(value)) for name, value in fields.items()}
    year = given.get("year", "")
    # As it stands: "~" is a blank only in LaTeX.
    whole = read_edtf(fields["date"].strip()) if fields.get("date") else None
    if whole:
        plain = not year or year.lstrip("-").isdigit()
        return whole if plain else replace(whole, literal=year)
    if re.fullmatch(r"-?\d{1,4}", year) and not given.get("month"):
        return Date(date_parts=((int(year),),))
    text = " ".join(given[name] for name in ("date", "year", "month", "day") if given.get(name))
    if found := _read_month(year, given) or (read_edtf(year) if text == year else None):
        return found
    return _read_words(given, text) if text else None


def _read_words(given: Mapping[str, str], text: str) -> Date:
    """Read what is no plain year and month, in the order in which a person writes a date."""
    written = " ".join(given[name] for name in ("day", "month", "year") if given.get(name))
    for words in (written, text):
        found = read_date(words) if words else None
        if found and not found.literal:
            return found
    return read_date(text) or Date(literal=text)


def _read_month(year: str, given: Mapping[str, str]) -> Date | None:
    month, day = given.get("month", ""), given.get("day", "")
    if not (re.fullmatch(r"\d{1,4}", year) and (not day or day.isdigit())):
        return None
    name = month.lower().rstrip(".")
    number = _NUMBERS.get(name[:3] if name.isalpha() else name, 0)
    parts = (int(year), number, int(day)) if day else (int(year), number)
    return Date(date_parts=(parts,)) if number else None
