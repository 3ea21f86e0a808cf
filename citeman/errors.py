"""The exceptions a caller can catch, as one small tree.

They are about the *job*: a file that cannot be read, a source that does not answer. Trouble with
one reference is never raised; it is a `citeman.model.Problem` on its record.
"""


class CitemanError(Exception):
    """Something that stops the job; its message says what, where, and what to try."""


class InputError(CitemanError):
    """A file or string cannot be read as what it claims to be."""


class OtherInputError(InputError):
    """A file is of none of the formats that are looked for here; others may read it."""


class FormatError(CitemanError):
    """A format is unknown, or cannot do what was asked of it."""


class UsageError(CitemanError):
    """Arguments or settings contradict each other."""


class SourceError(CitemanError):
    """A source of references (PubMed, an index) could not be asked, or its answer is no answer."""


class OfflineError(SourceError):
    """A connection was needed and `--offline` forbids it."""


class UnansweredError(SourceError):
    """Nobody answered, or only with a status that says no more, on every try."""


class RefusedError(SourceError):
    """The source understood the question and refuses it (bad key, malformed query)."""


class LibraryError(CitemanError):
    """The library cannot be written: it is in use, the disk is full, or may not be written to."""


class ReadWarning(UserWarning):
    """Part of a file could not be read; the rest of it was."""
