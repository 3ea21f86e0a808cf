"""The library: one SQLite file that keeps what it is given, and a log of every change to it.

Records are kept as they were imported. What people say about them are *facts* of their own: an
edit, a merge, a doubt, a decision. A fact is in force or it is not; nothing else about it ever
changes. What a work is and says is computed from the records and facts in force, so that any
change can be undone by itself.
"""

from citeman.library.facts import Edit, Pair
from citeman.library.store import Library

__all__ = ["Edit", "Library", "Pair"]
