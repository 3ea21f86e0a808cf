"""The pieces of a training run that go side by side, each in a process of its own."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citeman.train import corrections
from citeman.train.corpus import Corpus, gather, known, part
from citeman.train.csl import choose
from citeman.train.examples import Example
from citeman.train.fit import Linear, fit, tabulate
from citeman.train.fitnet import Network, fit_net, see
from citeman.train.styled import Mapper, jobs, render_styles


class Sources(NamedTuple):
    """Where the data is, and how many references to render from its facts.

    `styled` are those rendered in CSL styles, which every fit draws from.
    """

    gold: Path
    citations: tuple[Path, ...]
    add: tuple[Path, ...]
    rendered: int
    styled: tuple[Example, ...] = ()


def say(message: str) -> None:
    """Tell on stderr how far the run is."""
    sys.stderr.write(f"{message}\n")


def in_styles(sources: Sources, styles: int, seed: int, mapped: Mapper = map) -> Sources:
    """Render the facts of the sources in so many CSL styles."""
    rng = random.Random(seed)
    of = known(part(sources.gold), sources.citations, rng)
    works = [*of.works, *of.articles[: len(of.works) // 4]]
    made = render_styles(jobs(choose(styles, rng), works, of.facts, rng), mapped)
    say(f"{len(made)} references in {len({one.style for one in made})} styles")
    return sources._replace(styled=tuple(one.example() for one in made))


def corpus_of(sources: Sources, seed: int) -> Corpus:
    """Gather what is learnt from, corrected records included."""
    corpus = gather(
        sources.gold, sources.citations,
        rendered=sources.rendered, seed=seed, styled=sources.styled,
    )  # fmt: skip
    corpus.examples.extend(example for path in sources.add for example in _corrected(path))
    say(f"seed {seed}: {len(corpus.examples)} references")
    return corpus


def _corrected(path: Path) -> Iterator[Example]:
    """Read what a person corrected, and say which lines teach nothing."""
    found = corrections.read(path.read_text(encoding="utf-8"), path.name)
    for problem in found.problems:
        say(problem)
    yield from (one.example for one in found.usable)


def linear(sources: Sources, seed: int, epochs: int) -> Linear:
    """Fit linear weights."""
    return fit(tabulate(corpus_of(sources, seed).examples), epochs=epochs, seed=seed, say=say)


def network(sources: Sources, seed: int, epochs: int) -> Network:
    """Fit the network."""
    return fit_net(see(corpus_of(sources, seed).examples), epochs=epochs, seed=seed, say=say)
