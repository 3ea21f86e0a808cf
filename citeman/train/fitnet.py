"""Fit the convolutional network, on the same examples as the linear weights."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from citeman.parse.features import Pieces, cut
from citeman.parse.net import (
    DILATIONS,
    EMBEDDED,
    Layer,
    Net,
    context_features,
    gap_features,
    word_features,
)
from citeman.parse.states import STATES, allowed
from citeman.parse.surroundings import context
from citeman.train.examples import Example
from citeman.train.fit import CHUNK, NEVER, beginning
from citeman.train.words import fitting

Ints = NDArray[np.int64]

WIDTH = 64
DROP, FEATURE_DROP = 0.2, 0.15
"""Share of the numbers, and of the features of a word, left out while learning."""
RATE = 4e-3
STRINGS = 64
"""Strings per step."""


Network = tuple[Net, NDArray[np.float32]]
"""The network, and its weights between states."""


class Seen(NamedTuple):
    """Examples as the network sees them: features by word, states each may have, first words."""

    features: NDArray[np.int32]
    fits: NDArray[np.bool_]
    first: Ints


def see(examples: Sequence[Example]) -> Seen:
    """Compute what the network sees of the examples."""
    pieces = Pieces()
    features, fits, sizes = [], [], [np.zeros(1, np.int64)]
    for i in range(0, len(examples), CHUNK):
        part = examples[i : i + CHUNK]
        batch = cut([example.raw for example in part], pieces)
        known = pieces.described()
        columns = [
            word_features(known.texts)[batch.word],
            gap_features(known.gap, 0)[batch.gap],
            gap_features(known.gap, 1)[batch.after],
            context_features(context(batch, known)),
        ]
        features.append(np.concatenate(columns, axis=1).astype(np.int32))
        sizes.append(np.diff(batch.first))
        fits.append(fitting(part, batch.first, batch.start))
    return Seen(np.concatenate(features), np.concatenate(fits), np.cumsum(np.concatenate(sizes)))


class Module(nn.Module):
    """The network of `citeman.parse.net`, and weights between states, as torch learns them."""

    def __init__(self, slots: int) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(EMBEDDED, WIDTH, mode="sum")
        nn.init.normal_(self.embedding.weight, 0, 0.45 / slots**0.5)
        self.first = nn.LayerNorm(WIDTH)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS
        )
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.out = nn.Linear(WIDTH, len(STATES))
        self.dropped = nn.Dropout(DROP)
        self.between = nn.Parameter(torch.zeros(len(STATES), len(STATES)))
        permitted = np.where(np.array(allowed()), 0.0, NEVER).astype(np.float32)
        self.register_buffer("barred", torch.from_numpy(permitted))
        self.register_buffer("begin", torch.from_numpy(beginning()))

    def forward(self, features: Tensor, inside: Tensor) -> Tensor:
        """Score the states of every word of strings side by side."""
        strings, words, slots = features.shape
        kept = (torch.rand(strings * words, slots) > FEATURE_DROP).float()
        x = self.embedding(features.reshape(-1, slots), per_sample_weights=kept)
        inside = inside.unsqueeze(-1).float()
        x = self.dropped(self.first(x.reshape(strings, words, -1))) * inside
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            seen = torch.relu(convolution(x.transpose(1, 2)).transpose(1, 2))
            x = norm(x + self.dropped(seen)) * inside
        scored: Tensor = self.out(x)
        return scored

    def log_sum(self, scores: Tensor, inside: Tensor, fits: Tensor | None = None) -> Tensor:
        """Sum over all labellings, or over those that fit, by the forward algorithm."""
        top = scores.max(-1, keepdim=True).values.detach()
        local = torch.exp(scores - top)
        local = local if fits is None else local * fits
        step = torch.exp(self.between + self.barred)
        here = torch.exp(self.begin) * local[:, 0]
        total = torch.zeros(len(scores))
        for t in range(scores.shape[1]):
            there = here if t == 0 else (here @ step) * local[:, t]
            norm = there.sum(-1) + 1e-30
            now = inside[:, t]
            here = torch.where(now[:, None], there / norm[:, None], here)
            total = total + torch.where(now, torch.log(norm) + top[:, t, 0], torch.zeros(()))
        return total


def fit_net(
    seen: Seen, *, epochs: int, seed: int, say: Callable[[str], object] = lambda _: None
) -> Network:
    """Fit the network; also give its weights between states."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(seed)
    module = Module(seen.features.shape[1])
    optimizer = torch.optim.AdamW(module.parameters(), RATE, weight_decay=0.01)
    steps = epochs * (len(seen.first) // STRINGS + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps, pct_start=0.1
    )
    for number in range(epochs):
        losses = []
        for chosen in _batches(seen, rng):
            features, fits, inside = _padded(seen, chosen)
            scores = module(features, inside)
            free, own = module.log_sum(scores, inside), module.log_sum(scores, inside, fits)
            loss = (free - own).clamp(max=50).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(module.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        say(f"network, epoch {number + 1} of {epochs}: loss {np.mean(losses):.3f}")
    return _plain(module), module.between.detach().numpy()


def _batches(seen: Seen, rng: np.random.Generator) -> Iterator[Ints]:
    """Strings of about the same length together, in an order drawn anew."""
    length = np.diff(seen.first)
    usable = rng.permutation(np.flatnonzero((length > 1) & (length < 200)))
    blurred = length[usable] / 6 + rng.random(usable.size) * 1.5
    ordered = usable[np.argsort(blurred.astype(np.int64), kind="stable")]
    parts = [ordered[i : i + STRINGS] for i in range(0, ordered.size, STRINGS)]
    for i in rng.permutation(len(parts)):
        yield parts[i]


def _padded(seen: Seen, chosen: Ints) -> tuple[Tensor, Tensor, Tensor]:
    length = seen.first[chosen + 1] - seen.first[chosen]
    step = np.arange(length.max())[None]
    at = seen.first[chosen][:, None] + np.minimum(step, length[:, None] - 1)
    features = torch.from_numpy(seen.features[at].astype(np.int64))
    fits = torch.from_numpy(seen.fits[at].astype(np.float32))
    return features, fits, torch.from_numpy(step < length[:, None])


def _plain(module: Module) -> Net:
    """Take the learnt numbers out; what was dropped while learning is weighed in."""

    def numbers(tensor: Tensor) -> NDArray[np.float32]:
        plain: NDArray[np.float32] = tensor.detach().numpy().astype(np.float32)
        return plain

    layers = [
        Layer(
            np.concatenate(list(numbers(c.weight).transpose(2, 1, 0))),
            numbers(c.bias),
            numbers(n.weight),
            numbers(n.bias),
        )
        for c, n in zip(module.convolutions, module.norms, strict=True)
    ]
    return Net(
        numbers(module.embedding.weight) * np.float32(1 - FEATURE_DROP),
        (numbers(module.first.weight), numbers(module.first.bias)),
        tuple(layers),
        numbers(module.out.weight).T,
        numbers(module.out.bias),
    )
