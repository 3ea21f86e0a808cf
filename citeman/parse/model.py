"""The trained model: its weights, as packed in the wheel or in a file."""

import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import BadZipFile, is_zipfile

import numpy as np
from numpy.typing import NDArray

from citeman.errors import InputError
from citeman.parse.crf import Chain
from citeman.parse.features import BITS
from citeman.parse.net import DILATIONS, Layer, Net
from citeman.parse.states import STATES

Floats = NDArray[np.float32]


class Weights(NamedTuple):
    """`rows[where[h]]` are the weights of the feature with hash h; row 0 is of those unknown."""

    where: NDArray[np.int32]
    rows: Floats
    chain: Chain
    calibration: Floats
    net: Net | None = None


def load(file: IO[bytes] | Path) -> Weights:
    """Read a model file; InputError where it is none."""
    if isinstance(file, Path) and not is_zipfile(file):
        why = "; `citeman train` makes one" if file.exists() else ": there is no such file"
        raise InputError(f"{file}: is no model{why}")
    try:
        with np.load(file) as stored:
            return _load(stored)
    except (KeyError, ValueError, IndexError, BadZipFile, zlib.error) as error:
        raise InputError(f"{file}: is no model of this citeman ({error})") from error


def _load(stored: Mapping[str, NDArray[Any]]) -> Weights:
    where = np.zeros(1 << BITS, np.int32)
    where[stored["hashes"]] = np.arange(1, stored["hashes"].size + 1)
    values = stored["values"].astype(np.float32) * stored["scale"][:, None]
    if values.shape[1] != len(STATES):
        raise ValueError(f"{values.shape[1]} states instead of {len(STATES)}")
    rows = np.concatenate([np.zeros((1, values.shape[1]), np.float32), values])
    chain = Chain(stored["between"], stored["begin"], stored["end"])
    net = _load_net(stored) if "net.embedding" in stored else None
    return Weights(where, rows, chain, stored["calibration"], net)


def _load_net(stored: Mapping[str, Floats]) -> Net:
    embedding = stored["net.embedding"].astype(np.float32) * stored["net.scale"][:, None]
    layers = [
        Layer(*(stored[f"net.{i}.{name}"].astype(np.float32) for name in Layer._fields))
        for i in range(len(DILATIONS))
    ]
    first = (stored["net.gain"], stored["net.shift"])
    return Net(embedding, first, tuple(layers), stored["net.out"], stored["net.out_bias"])


def _net_arrays(net: Net) -> Iterator[tuple[str, NDArray[Any]]]:
    values, scale = _in_bytes(net.embedding)
    yield from (("net.embedding", values), ("net.scale", scale))
    yield from (("net.gain", net.first[0]), ("net.shift", net.first[1]))
    yield from (("net.out", net.out), ("net.out_bias", net.out_bias))
    for i, layer in enumerate(net.layers):
        for name, array in layer._asdict().items():
            yield f"net.{i}.{name}", array.astype(np.float16)


def _in_bytes(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Round every row to bytes, and give what each row's bytes stand for."""
    scale = (np.maximum(np.abs(values).max(axis=1), 1e-6) / 127).astype(np.float32)
    return np.rint(values / scale[:, None]).astype(np.int8), scale


def save(file: IO[bytes] | Path, weights: Weights) -> None:
    """Write a model file, weights rounded to one byte each."""
    hashes = np.flatnonzero(weights.where)
    values, scale = _in_bytes(weights.rows[weights.where[hashes]])
    arrays: dict[str, NDArray[Any]] = {
        "hashes": hashes.astype(np.uint32),
        "values": values,
        "scale": scale,
        "between": weights.chain.between,
        "begin": weights.chain.begin,
        "end": weights.chain.end,
        "calibration": weights.calibration,
    }
    arrays.update(_net_arrays(weights.net) if weights.net else ())
    np.savez_compressed(file, allow_pickle=False, **arrays)


@cache
def packaged() -> Weights:
    """Read the model in the wheel, once."""
    with files("citeman.data").joinpath("tagger.npz").open("rb") as file:
        return load(file)
