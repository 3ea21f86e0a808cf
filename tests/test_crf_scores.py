"""What the two halves of the model say of words, and when the second is asked."""

import numpy as np
import pytest

from citeman.parse.features import BITS
from citeman.parse.model import Weights, packaged
from citeman.parse.scorer import Scorer
from citeman.parse.sequence import tag
from citeman.parse.states import STATE_ID
from citeman.train.words import described

PLAIN = "Miller KP, Jones AB. Iron stores in runners. J Appl Physiol. 2004;97(2):512-20."
ODD = "runners Iron 7 7 stores, of. Miller"


def _shouting() -> Weights:
    """The packaged model with a network that calls every word a note."""
    weights = packaged()
    assert weights.net
    bias = weights.net.out_bias.copy()
    bias[STATE_ID["note"]] += 100
    return weights._replace(net=weights.net._replace(out_bias=bias))


def test_the_network_is_not_asked_about_what_the_weights_are_sure_of() -> None:
    (plain,) = tag([PLAIN], _shouting())
    assert "note" not in {span.label for span in plain}


def test_the_network_is_asked_about_what_the_weights_are_unsure_of() -> None:
    (odd,) = tag([ODD], _shouting())
    assert {span.label for span in odd} == {"note"}


def test_strings_are_read_the_same_whichever_stand_beside_them() -> None:
    strings = [PLAIN, ODD, "", "...", PLAIN * 3]
    apart = [spans for string in strings for spans in tag([string])]
    for one, other in zip(tag(strings), apart, strict=True):
        assert [span[:3] for span in one] == [span[:3] for span in other]


@pytest.mark.parametrize("scale", [1, 40])
def test_scores_are_the_sums_of_the_weights_of_all_features(scale: int) -> None:
    weights = packaged()
    weights = weights._replace(rows=weights.rows * np.float32(scale))
    batch, hashes = described([PLAIN, ODD])
    assert hashes.max() < 1 << BITS
    expected = weights.rows[weights.where[hashes]].sum(axis=1)
    found, _, scores = Scorer(weights).by_weights([PLAIN, ODD])
    assert found.start.tolist() == batch.start.tolist()
    np.testing.assert_allclose(scores, expected, atol=0.05 * scale)
