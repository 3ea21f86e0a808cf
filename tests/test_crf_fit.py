"""Fitting learns what it is shown, also when part of it is left open."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="training needs the extra `train`")

from citeman.parse.model import load, save
from citeman.parse.sequence import tag
from citeman.train.examples import Example
from citeman.train.fit import fit, packed, tabulate

LABELLED = (
    ("Smith J. Cells of mice. Nature 2001;3:41.", "Smith J", "Cells of mice", "Nature"),
    ("Doe KA. Growth in rats. Science 1999;12:77.", "Doe KA", "Growth in rats", "Science"),
    ("Roe P. Death of flies. Lancet 2010;9:55.", "Roe P", "Death of flies", "Lancet"),
)


def _example(raw: str, author: str, title: str, container: str) -> Example:
    texts = ((author, "author"), (title, "title"), (container, "container-title"))
    spans = tuple((raw.index(t), raw.index(t) + len(t), label) for t, label in texts)
    return Example(raw, spans, "issued|volume|page")


def test_a_fitted_model_labels_what_it_was_fitted_to(tmp_path: Path) -> None:
    table = tabulate([_example(*row) for row in LABELLED * 20])
    fitted = fit(table, epochs=3, seed=1)
    save(tmp_path / "m.npz", packed([fitted], None, {0.0: 0.0, 1.0: 1.0}))
    for (raw, *texts), spans in zip(
        LABELLED, tag([row[0] for row in LABELLED], tmp_path / "m.npz"), strict=True
    ):
        named = {span.label: raw[span.start : span.end] for span in spans}
        assert [named["author"], named["title"], named["container-title"]] == texts


def test_fitting_is_the_same_for_the_same_seed() -> None:
    table = tabulate([_example(*row) for row in LABELLED])
    one, two = (fit(table, epochs=2, seed=7) for _ in range(2))
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


def test_the_network_is_the_same_for_the_same_seed() -> None:
    pytest.importorskip("torch", reason="training needs the extra `train`")
    from citeman.train.fitnet import fit_net, see

    seen = see([_example(*row) for row in LABELLED])
    one, two = (fit_net(seen, epochs=2, seed=7) for _ in range(2))
    np.testing.assert_array_equal(one[0].embedding, two[0].embedding)
    np.testing.assert_array_equal(one[0].out, two[0].out)
    np.testing.assert_array_equal(one[1], two[1])


def test_features_are_counted_under_their_own_hash() -> None:
    table = tabulate([_example(*row) for row in LABELLED])
    weights, _ = fit(table, epochs=1, seed=1)
    moved = np.flatnonzero(np.abs(weights).max(axis=1))
    assert moved.size > 50
    assert np.isin(moved, table.features).all()


def test_a_model_file_gives_back_its_weights(tmp_path: Path) -> None:
    weights = packed(
        [fit(tabulate([_example(*LABELLED[0])]), epochs=1, seed=1)], None, {0.0: 0.1, 1.0: 0.9}
    )
    save(tmp_path / "m.npz", weights)
    again = load(tmp_path / "m.npz")
    np.testing.assert_array_equal(again.where > 0, weights.where > 0)
    np.testing.assert_allclose(again.rows, weights.rows, atol=np.abs(weights.rows).max() / 100)
    np.testing.assert_allclose(again.calibration, weights.calibration)
