"""citeman: annotated reference lists in, exact records out."""

__version__ = "0.1.0"
