"""citeman train: a person's corrected records -> a model that reads such strings right."""

import json
from typing import TYPE_CHECKING

import click

from citeman import files
from citeman.cli.ending import DONE, FINDINGS
from citeman.cli.output import count, emit, say, show_first
from citeman.errors import InputError, UsageError

if TYPE_CHECKING:
    from citeman.train.compare import Comparison, Tally
    from citeman.train.corrections import Corrections
    from citeman.train.teach import Taught


@click.command()
@click.option(
    "--add",
    required=True,
    multiple=True,
    metavar="CORRECTIONS",
    help='JSON Lines: corrected records of citeman, or objects with "raw" and "reference" (CSL).',
)
@click.option("-o", "--output", required=True, metavar="MODEL", help="The model file to write.")
@click.option("--report", "report_to", metavar="REPORT", help="Write the figures here as JSON.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other draws.")
@click.option("--dry-run", is_flag=True, help="Learn and measure; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def train(
    add: tuple[str, ...],
    output: str,
    report_to: str | None,
    seed: int,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Teach the parser your own corrected records.

    \b
    citeman train --add examples/corrections.jsonl -o my-model.npz
    citeman parse references/apa-annotated.txt --model my-model.npz

    Adapts the packaged model and says what got better and what got worse: on corrections that were
    held back, and on references in ordinary styles. Exit code 1 says that the model reads
    held-back corrections worse than the packaged one.
    """
    from io import BytesIO

    from citeman.parse.model import save
    from citeman.train.teach import teach

    _check(add, output, report_to)
    corrections = _read(add)
    if not quiet:
        _tell_unusable(corrections)
    taught = teach(corrections.usable, seed)
    if not quiet:
        _tell(taught, len(corrections.usable))
    model = BytesIO()
    save(model, taught.weights)
    figures = {"corrections": len(corrections.usable), "unusable": corrections.problems}
    text = json.dumps(figures | taught.report(), indent=1, ensure_ascii=False) + "\n"
    if dry_run:
        say(f"would write {len(model.getvalue()):,} bytes to {output}")
    else:
        files.write_bytes(output, model.getvalue())
    if report_to:
        emit(text, report_to, dry_run=dry_run)
    return FINDINGS if taught.is_worse else DONE


def _check(add: tuple[str, ...], output: str, report_to: str | None) -> None:
    for path in filter(None, (output, report_to)):
        if any(files.same_file(path, given) for given in add):
            raise UsageError(f"{path}: is an input, and citeman never writes over its input")
    if output == report_to:
        raise UsageError(f"{output}: cannot hold both the model and the report")


def _read(paths: tuple[str, ...]) -> "Corrections":
    """Read every file of corrections; InputError where none of them teaches anything."""
    from citeman.documents.decoding import decode
    from citeman.train.corrections import Corrections, read

    found = Corrections([], [])
    for path in paths:
        usable, problems = read(decode(files.read_bytes(path), path), path)
        found.usable.extend(usable)
        found.problems.extend(problems)
    if not found.usable:
        why = found.problems[0] if found.problems else f"{paths[0]}: is empty"
        raise InputError(f"nothing to learn from\n{why}")
    return found


def _tell_unusable(corrections: "Corrections") -> None:
    if corrections.problems:
        say(f"{count(len(corrections.problems), 'line')} could not be learned from:")
        show_first(corrections.problems)


def _tell(taught: "Taught", number: int) -> None:
    say(f"learned from {count(number, 'correction')}")
    if taught.held_out:
        _tell_comparison("corrections held back", taught.held_out)
    else:
        say("too few corrections to hold any back and measure on them")
    _tell_comparison("ordinary styles", taught.control)
    if taught.is_worse:
        say("this model reads held-back corrections WORSE than the packaged one; do not use it")


def _tell_comparison(name: str, found: "Comparison") -> None:
    whole = found.references
    say(
        f"{name}: {_share(found.fields)} of fields right, "
        f"{whole.before} -> {whole.after} of {count(whole.of, 'reference')} wholly right"
    )
    better = {k: t for k, t in found.by_field.items() if t.after > t.before}
    worse = {k: t for k, t in found.by_field.items() if t.after < t.before}
    for word, tallies in (("better", better), ("worse", worse)):
        if tallies:
            fields = ", ".join(
                f"{k} {t.before} -> {t.after} of {t.of}" for k, t in tallies.items()
            )
            click.echo(f"  {word}: {fields}", err=True)


def _share(tally: "Tally") -> str:
    before, after = (100 * n / max(tally.of, 1) for n in (tally.before, tally.after))
    return f"{before:.1f}% -> {after:.1f}%"
