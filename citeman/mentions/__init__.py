"""Prose that speaks of a paper -> the paper, with the evidence; or an honest "left alone"."""

from citeman.mentions.question import Question

__all__ = ["Question"]
