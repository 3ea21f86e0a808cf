"""Prose that speaks of a paper -> the paper, with the evidence; or an honest "left alone"."""

from citeman.mentions.choose import Choice, choose, consistent
from citeman.mentions.clues import KINDS, Clues, question_of, read_clues
from citeman.mentions.dateline import read_dateline
from citeman.mentions.find import Mention, find_mentions, link_mentions
from citeman.mentions.passages import Paragraph, paragraphs
from citeman.mentions.question import Question
from citeman.mentions.shelf import Candidate, Card, Collection, Shelf
from citeman.mentions.weigh import Weighed, weigh
from citeman.mentions.words import stem, telling_words

__all__ = [
    "KINDS",
    "Candidate",
    "Card",
    "Choice",
    "Clues",
    "Collection",
    "Mention",
    "Paragraph",
    "Question",
    "Shelf",
    "Weighed",
    "choose",
    "consistent",
    "find_mentions",
    "link_mentions",
    "paragraphs",
    "question_of",
    "read_clues",
    "read_dateline",
    "stem",
    "telling_words",
    "weigh",
]
