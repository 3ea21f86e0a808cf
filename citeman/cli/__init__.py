"""The command line: arguments in, a workflow call, words out."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from citeman import __version__
from citeman.cli.ending import ended

COMMANDS = {
    "parse": "Turn documents or raw strings into records.",
    "convert": "Turn one bibliographic format into another.",
    "train": "Teach the parser your own corrected records.",
    "index": "Build, update and describe a local index of PubMed.",
    "enrich": "Find identifiers and missing fields in PubMed or an index.",
    "verify": "Check given PMIDs, PMCIDs and DOIs against their references.",
    "resolve": "Find the papers that a text speaks of.",
    "dedupe": "Find references that describe one work, with reasons.",
    "cite": "Write formatted references in a citation style.",
    "scan": "Find what manuscripts cite: missing, unused, duplicated keys.",
    "diff": "Tell how two bibliographies, or two versions of a page, differ.",
    "import": "Put records into the library: new, known, doubtful.",
    "list": "List the works of the library that a query means.",
    "show": "Show all that the library knows of a work.",
    "edit": "Change a record of the library.",
    "export": "Write the library, a part of it or a file in any format.",
    "undo": "Take back any change of the library.",
    "redo": "Do again what was undone.",
    "library": "Check, back up and describe the library.",
}
"""Each command is the function of that name in the module of that name, loaded when it is used."""
_NAMES = {"import": "import_", "list": "list_"}
"""Functions and modules whose names Python has taken."""


def load(name: str) -> click.Command:
    """Load a command."""
    module = _NAMES.get(name, name)
    command = getattr(import_module(f"citeman.cli.{module}"), module)
    assert isinstance(command, click.Command)
    return command


class _Lazy(click.Group):
    """A group that knows what its commands do without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="citeman %(version)s")
@click.option("--debug", is_flag=True, help="Show where in citeman an error came from.")
def cli(debug: bool) -> None:
    """Annotated reference lists in, exact records out.

    \b
    citeman parse references/liver-injury-cytokines.txt -o cytokines.bib
    citeman enrich cytokines.bib -o enriched.bib

    Data goes to stdout, everything else to stderr; "-" is stdin. Exit codes: 0 done, 1 findings,
    2 usage, 3 incomplete, 4 input unreadable, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    with ended(debug="--debug" in given) as ending:
        ending.code = cli.main(given, prog_name="citeman", standalone_mode=False) or 0
    if ending.closed_pipe:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ending.code
