"""Train the tagger: python -m citeman.train GOLD --citations PUBMED.jsonl.gz --out MODEL.npz"""

import json
from pathlib import Path

import click

from citeman.parse.model import save
from citeman.train.align import read_corrections
from citeman.train.calibrate import curve
from citeman.train.corpus import gather
from citeman.train.fit import fit, packed, tabulate
from citeman.train.fitnet import fit_net, see
from citeman.train.measure import figures, judged

UNCALIBRATED = {0.0: 0.0, 1.0: 1.0}


def _say(message: str) -> None:
    click.echo(message, err=True)


@click.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--citations", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--report", type=click.Path(path_type=Path), help="Write the figures here too.")
@click.option("--add", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--seed", default=1, show_default=True)
@click.option("--models", default=3, show_default=True, help="Fits whose weights are averaged.")
@click.option("--epochs", default=8, show_default=True)
@click.option("--net-epochs", default=8, show_default=True, help="0 leaves the network out.")
@click.option("--rendered", default=30_000, show_default=True, help="References made per fit.")
def main(
    gold: Path,
    citations: tuple[Path, ...],
    out: Path,
    add: tuple[Path, ...],
    report: Path | None,
    seed: int,
    models: int,
    epochs: int,
    net_epochs: int,
    rendered: int,
) -> None:
    """Train on the sets in GOLD (one NAME.jsonl.gz each) and measure on those held apart.

    CITATIONS are files of PubMed citations, whose facts are rendered in many styles. Files to ADD
    hold corrected records, one JSON object per line with "raw" and "reference".
    """
    corrected = [example for path in add for example in read_corrections(path)]
    fitted, net = [], None
    for number in range(seed, seed + models):
        corpus = gather(gold, citations, rendered=rendered, seed=number)
        corpus.examples.extend(corrected)
        _say(f"fit {number}: {len(corpus.examples)} references")
        fitted.append(fit(tabulate(corpus.examples), epochs=epochs, seed=number, say=_say))
    if net_epochs:
        net = fit_net(see(corpus.examples), epochs=net_epochs, seed=seed, say=_say)
    save(out, packed(fitted, net, UNCALIBRATED))
    uncalibrated = list(judged(corpus.held, out))
    final = out.with_name(f"{out.stem}-calibrated.npz")
    save(final, packed(fitted, net, curve(uncalibrated)))
    final.replace(out)
    text = json.dumps(figures(corpus, out), indent=1)
    if report:
        report.write_text(text + "\n", encoding="utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
