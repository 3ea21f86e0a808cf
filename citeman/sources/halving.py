"""Ask about many things at once, and find the one that spoils the answer for all."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from citeman.errors import OfflineError, SourceError, UnansweredError

Item = TypeVar("Item")
Answer = TypeVar("Answer")

HOPELESS = (UnansweredError, OfflineError)
"""Trouble that asking about fewer things would only meet again."""


def batches(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    """Cut into batches of at most `size`.

    >>> list(batches("abcde", 2))
    ['ab', 'cd', 'e']
    """
    return (items[i : i + size] for i in range(0, len(items), size))


def ask_halving(
    items: Sequence[Item],
    ask: Callable[[Sequence[Item]], Answer],
    hopeless: tuple[type[SourceError], ...] = HOPELESS,
) -> tuple[list[Answer], list[tuple[Item, SourceError]]]:
    """Ask about a batch, and where that fails about its halves, down to those that spoil it.

    Gives the answers, and the trouble of what has none. Where neither half gets an answer it is
    not about single items, and nothing smaller is tried: one bad item among 200 costs 17
    questions, a service that always fails three.

    >>> def ask(batch):
    ...     if "x" in batch:
    ...         raise SourceError("no answer")
    ...     return batch
    >>> answers, trouble = ask_halving("abxd", ask)
    >>> answers, [item for item, _ in trouble]
    (['ab', 'd'], ['x'])
    """
    outcome = _attempt(items, ask)
    if isinstance(outcome, SourceError):
        return _split(items, outcome, ask, hopeless)
    return [outcome], []


def _attempt(
    items: Sequence[Item], ask: Callable[[Sequence[Item]], Answer]
) -> Answer | SourceError:
    try:
        return ask(items)
    except SourceError as error:
        return error


def _split(
    items: Sequence[Item],
    error: SourceError,
    ask: Callable[[Sequence[Item]], Answer],
    hopeless: tuple[type[SourceError], ...],
) -> tuple[list[Answer], list[tuple[Item, SourceError]]]:
    if len(items) == 1 or isinstance(error, hopeless):
        return [], [(item, error) for item in items]
    middle = len(items) // 2
    halves = (items[:middle], items[middle:])
    outcomes = [_attempt(half, ask) for half in halves]
    if all(isinstance(outcome, SourceError) for outcome in outcomes):
        return [], [(item, error) for item in items]
    answers: list[Answer] = []
    trouble: list[tuple[Item, SourceError]] = []
    for half, outcome in zip(halves, outcomes, strict=True):
        if isinstance(outcome, SourceError):
            more, late = _split(half, outcome, ask, hopeless)
            answers += more
            trouble += late
        else:
            answers.append(outcome)
    return answers, trouble
