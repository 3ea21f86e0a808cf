"""Tell what is in an index file."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from citeman.formats.entries import iso_day
from citeman.sources.indexing.schema import fact, open_to_read, told


class FileStatus(NamedTuple):
    """A file that was read: when it was finished ("" if not), and what came of it."""

    name: str
    finished: str
    records: int
    deleted: int
    left_out: int


class Status(NamedTuple):
    """What is in an index; dates are ISO days, "" where not known, and sizes bytes.

    `newest_record` is when NLM last revised the newest record; `newest_file` when the last file
    was read; `days_old` counts from the first of them that is known to today.
    """

    path: str
    is_finished: bool
    records: int
    journals: int
    size: int
    newest_record: str
    newest_file: str
    days_old: int | None
    files: list[FileStatus]


_FILES = "SELECT name, ifnull(finished, ''), records, deleted, left_out FROM file ORDER BY number"


def status(path: str, today: date, patience: float = 5.0) -> Status:
    """Describe an index; InputError or SourceError where it is none or cannot be read."""
    with closing(open_to_read(path, patience)) as base, told(path):
        files = [FileStatus(*row) for row in base.execute(_FILES)]
        [[journals]] = base.execute("SELECT count(*) FROM journal").fetchall()
        newest_record = iso_day(fact(base, "newest") or 0)
        newest_file = max((file.finished for file in files), default="")
        known = [day for day in (newest_record or newest_file,) if day]
        return Status(
            path=path,
            is_finished=fact(base, "open") == 0,
            records=fact(base, "records") or 0,
            journals=journals,
            size=Path(path).stat().st_size,
            newest_record=newest_record,
            newest_file=newest_file,
            days_old=(today - date.fromisoformat(known[0])).days if known else None,
            files=files,
        )
