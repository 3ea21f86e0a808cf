"""The pieces of a training run that go side by side, each in a process of its own."""

import sys
from pathlib import Path
from typing import NamedTuple

from citeman.train.align import read_corrections
from citeman.train.corpus import Corpus, gather
from citeman.train.fit import Linear, fit, tabulate
from citeman.train.fitnet import Network, fit_net, see


class Sources(NamedTuple):
    """Where the data is, and how many references to render from its facts."""

    gold: Path
    citations: tuple[Path, ...]
    add: tuple[Path, ...]
    rendered: int


def say(message: str) -> None:
    """Tell on stderr how far the run is."""
    sys.stderr.write(f"{message}\n")


def corpus_of(sources: Sources, seed: int) -> Corpus:
    """Gather what is learnt from, corrected records included."""
    corpus = gather(sources.gold, sources.citations, rendered=sources.rendered, seed=seed)
    corpus.examples.extend(example for path in sources.add for example in read_corrections(path))
    say(f"seed {seed}: {len(corpus.examples)} references")
    return corpus


def linear(sources: Sources, seed: int, epochs: int) -> Linear:
    """Fit linear weights."""
    return fit(tabulate(corpus_of(sources, seed).examples), epochs=epochs, seed=seed, say=say)


def network(sources: Sources, seed: int, epochs: int) -> Network:
    """Fit the network."""
    return fit_net(see(corpus_of(sources, seed).examples), epochs=epochs, seed=seed, say=say)
