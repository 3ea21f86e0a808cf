"""Train the tagger: python -m citeman.train GOLD --citations PUBMED.jsonl.gz --out MODEL.npz"""

import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from citeman.parse.model import save
from citeman.train.calibrate import curve, plain
from citeman.train.fit import packed
from citeman.train.jobs import Sources, corpus_of, in_styles, linear, network, say
from citeman.train.measure import compared, figures, judged, logit

_PATH = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--citations", multiple=True, type=_PATH, help="PubMed citations to render.")
@click.option("--add", multiple=True, type=_PATH, help="Corrected records to learn from as well.")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--report", type=click.Path(path_type=Path), help="Write the figures here too.")
@click.option("--against", type=_PATH, help="An earlier report, to say what changed since.")
@click.option("--seed", default=1, show_default=True)
@click.option("--models", default=3, show_default=True, help="Linear fits that are averaged.")
@click.option("--epochs", default=8, show_default=True)
@click.option(
    "--rendered", default=30_000, show_default=True, help="References made by our templates."
)
@click.option("--styles", default=600, show_default=True, help="CSL styles to render in too.")
@click.option("--processes", default=2, show_default=True)
def main(
    gold: Path,
    citations: tuple[Path, ...],
    add: tuple[Path, ...],
    out: Path,
    report: Path | None,
    against: Path | None,
    seed: int,
    models: int,
    epochs: int,
    rendered: int,
    styles: int,
    processes: int,
) -> None:
    """\b
    python -m citeman.train GOLD --citations pubmed.jsonl.gz --out tagger.npz

    Train on the sets in GOLD (one NAME.jsonl.gz each) and measure on those held apart.

    Records to --add are JSON objects, one per line, with "raw" and "reference" (CSL).
    """
    sources = Sources(gold, citations, add, rendered)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        if styles:
            sources = in_styles(sources, styles, seed, partial(pool.map, chunksize=4))
        waiting = pool.submit(network, sources, seed + models, epochs)
        fits = [pool.submit(linear, sources, seed + i, epochs) for i in range(models)]
        fitted, net = [one.result() for one in fits], waiting.result()
    corpus = corpus_of(sources, seed)
    save(out, packed(fitted, net, plain()))
    calibration = curve([(logit(c), ok) for c, ok in judged(corpus.measuring, out, 0)])
    final = out.with_name(f"{out.stem}-calibrated.npz")
    save(final, packed(fitted, net, calibration))
    final.replace(out)
    found = figures(corpus.measuring, out)
    for change in sorted(compared(found, json.loads(against.read_text())) if against else ()):
        say(change)
    text = json.dumps(found, indent=1)
    if report:
        report.write_text(text + "\n", encoding="utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
