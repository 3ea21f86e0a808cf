"""How a run ends: an exit code, and at most three lines on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from citeman.errors import (
    CitemanError,
    FormatError,
    InputError,
    LibraryError,
    SourceError,
    UsageError,
)

DONE, FINDINGS, USAGE, INCOMPLETE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130

CODES: tuple[tuple[type[CitemanError], int], ...] = (
    (InputError, UNREADABLE),
    (FormatError, USAGE),
    (UsageError, USAGE),
    (SourceError, INCOMPLETE),
    (LibraryError, INCOMPLETE),
)
"""The exit code for each kind of error that stops a run."""


@dataclass
class Ending:
    """The exit code of a run, and whether its reader went away."""

    code: int = DONE
    closed_pipe: bool = False


@contextmanager
def ended(*, debug: bool) -> Iterator[Ending]:
    """Turn whatever ends a run into an exit code and a message of at most three lines."""
    ending = Ending()
    try:
        yield ending
    except click.exceptions.Exit as error:
        ending.code = error.exit_code
    except click.Abort:
        ending.code = INTERRUPTED
    except KeyboardInterrupt:
        ending.code = INTERRUPTED
    except BrokenPipeError:
        ending.closed_pipe = True
    except click.ClickException as error:
        ending.code = USAGE
        _complain(error.format_message(), _hint(error))
    except CitemanError as error:
        if debug:
            raise
        ending.code = next(code for kind, code in CODES if isinstance(error, kind))
        _complain(str(error))
    except UnicodeEncodeError as error:
        if debug:
            raise
        ending.code = USAGE
        _complain(_unwritable(error))
    except OSError as error:
        if debug:
            raise
        ending.code, ending.closed_pipe = INCOMPLETE, error.filename is None
        _complain(f"{error.filename or 'the output'}: {error.strerror or error}")
    except Exception as error:  # else Python ends with 1, which means findings
        if debug:
            raise
        ending.code = INCOMPLETE
        _complain(
            f"a fault of citeman: {type(error).__name__}: {_first_line(error)}\n"
            "what was to be done was not done, or not to its end\n"
            "citeman --debug COMMAND ... shows where; please report it with that"
        )


def _unwritable(error: UnicodeEncodeError) -> str:
    """Say which characters cannot be written, and what to do."""
    odd = ascii(error.object[error.start : error.end][:8])
    if error.encoding.startswith("utf"):
        return f"{odd} is no text: give it in UTF-8; nothing was changed"
    return (
        f"{odd} cannot be written in {error.encoding}, the encoding of the output\n"
        "name a file with -o, or set PYTHONIOENCODING=utf-8"
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")[:200]


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"Try '{context.command_path} --help'." if context else ""


def _complain(message: str, hint: str = "") -> None:
    lines = [*message.strip().splitlines()[: 2 if hint else 3], hint]
    click.echo("\n".join(["citeman: " + lines[0], *filter(None, lines[1:])]), err=True)
