"""Options and words that the commands of the library share."""

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.library import Library

F = TypeVar("F", bound=Callable[..., Any])

VARIABLE = "CITEMAN_LIBRARY"
_QUERY = (
    "A QUERY is words that must all stand somewhere in a work: liver injury; "
    '"liver injury" in a row; cyto* beginning so; -word or NOT word; a OR b; ( ). '
    "Or field:value: author title journal abstract annotation note (words of these), tag type key "
    "doi pmid pmcid isbn (the whole, or with * its beginning), year:2003 year:2001..2005 "
    "year:2001.., has:pmid has:abstract has:annotation ..., needs:review. Put -- before a query "
    "that begins with a minus."
)


def query_help() -> str:
    """Say in a few lines what a query may be, for the end of a help text."""
    return _QUERY


def sort_option(command: F) -> F:
    """Add the option that orders what is listed."""
    names = ("added", "key", "author", "title", "journal", "year", "relevance")
    option = click.option(
        "--sort",
        type=click.Choice([*names, *(f"-{name}" for name in names)]),
        default="added",
        show_default=True,
        metavar="NAME",
        help=f"Sort by {', '.join(names)}; with - before it, from the end.",
    )
    return option(command)


def library_option(command: F) -> F:
    """Add the option that says which library is meant."""
    option = click.option(
        "-L",
        "--library",
        "library",
        metavar="PATH",
        help=f"The library file; else {VARIABLE}, else the one in your data folder.",
    )
    return option(command)


def library_path(given: str | None) -> str:
    """Say which library is meant: the one given, that of the environment, or the user's own."""
    return given or os.environ.get(VARIABLE) or str(_default_path())


def _default_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("citeman")) / "library.citeman"


def open_library(given: str | None) -> "Library":
    """Open a library for reading."""
    from citeman.library import Library

    return Library(library_path(given))


def write_library(given: str | None, command: str, *, is_new: bool = False) -> "Library":
    """Open a library for writing; `is_new` lets it be made where there is none."""
    from citeman.library import Library

    path = library_path(given)
    if is_new:
        _make_folder(Path(path).absolute().parent, is_default=path == str(_default_path()))
    else:
        open_library(given).close()
    return Library(path, who=_user(), command=command)


def _make_folder(folder: Path, *, is_default: bool) -> None:
    if is_default:
        folder.mkdir(parents=True, exist_ok=True)
    elif not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder, so no library can be made in it")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a process without a name, as in some containers
        return f"user {os.getuid()}"
