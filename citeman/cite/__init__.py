"""Formatted references in the styles that need nothing but citeman: NLM (Vancouver) and AMA."""

from citeman.cite import ama, nlm

STYLES = {"nlm": nlm.write, "ama": ama.write}
"""The name of each style and the function that writes one reference in it, as rich text."""
