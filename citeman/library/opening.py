"""Open a library file, or refuse to: what is wrong with it is said in words."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

import msgspec

from citeman.errors import InputError, LibraryError
from citeman.library.computing import RECORD
from citeman.library.tables import APPLICATION, MIGRATIONS
from citeman.library.works import abstract_of

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""


def create(path: str, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a library for writing, and make it where there is none; an old one is brought up."""
    check_header(path)
    base = _connect(path, "rwc", patience)
    try:
        with told(path):
            check(base, path, allow_empty=True)
            base.execute("PRAGMA journal_mode = WAL")
            for setting in ("synchronous = FULL", "foreign_keys = ON", "cache_size = -262144"):
                base.execute(f"PRAGMA {setting}")
            migrate(base)
    except BaseException:
        base.close()
        raise
    return base


def open_to_read(path: str, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a library for reading; InputError where it is none, or not one that can be read."""
    version = check_header(path)
    if not Path(path).exists():
        raise InputError(
            f"{path}: there is no such library\nlooked for the file that citeman import makes\n"
            f"make one: citeman import FILE... -L {path}"
        )
    if 0 < version < len(MIGRATIONS):
        create(path, patience).close()
    base = _connect(path, "ro", patience)
    try:
        with told(path):
            check(base, path)
            base.execute("PRAGMA cache_size = -65536")
    except BaseException:
        base.close()
        raise
    return base


def migrate(base: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a file up to the newest version, in one transaction."""
    if _number(base, "user_version") == len(migrations):
        return
    base.create_function("abstract_of", 1, lambda body: abstract_of(RECORD.decode(body)))
    base.execute("BEGIN IMMEDIATE")
    try:
        for script in migrations[_number(base, "user_version") :]:
            for statement in _statements(script):
                base.execute(statement)
        base.execute(f"PRAGMA application_id = {APPLICATION}")
        base.execute(f"PRAGMA user_version = {len(migrations)}")
        base.execute("COMMIT")
    except BaseException:
        base.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """Cut a script into its statements; a trigger holds semicolons of its own."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


_MAGIC, _HEADER = b"SQLite format 3\0", 100
_NONE = "this is no library of citeman; it was left as it is"


def check_header(path: str) -> int:
    """Look at a file before SQLite does, and give its version; 0 where it has none yet.

    InputError where it is something else, or made by a newer citeman. Offsets are those of
    https://sqlite.org/fileformat.html#the_database_header.
    """
    head = _head(path)
    if not head:
        return 0
    application, version = int.from_bytes(head[68:72]), int.from_bytes(head[60:64])
    is_sqlite = len(head) == _HEADER and head.startswith(_MAGIC)
    if not is_sqlite or application not in (0, APPLICATION):
        raise InputError(f"{path}: {_NONE}")
    _check_version(path, version if application else 0)
    return version if application else 0


def _head(path: str) -> bytes:
    """Read the header; nothing where there is no file. A pipe or a device is never opened."""
    try:
        if not S_ISREG(Path(path).stat().st_mode):
            raise InputError(f"{path}: is no file, and a library is one; it was left as it is")
        with Path(path).open("rb") as file:
            return file.read(_HEADER)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def is_library(path: str) -> bool:
    """Tell whether a file is a library, by its header alone."""
    try:
        head = _head(path)
    except InputError:  # whoever wants to read it will say why that cannot be
        return False
    return head.startswith(_MAGIC) and int.from_bytes(head[68:72]) == APPLICATION


def check(base: sqlite3.Connection, path: str, *, allow_empty: bool = False) -> None:
    """Raise InputError for a file that is no library, or one that a newer citeman made."""
    application = _number(base, "application_id")
    [[tables]] = base.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if not tables and not application and allow_empty:
        return
    if application != APPLICATION:
        raise InputError(f"{path}: {_NONE}")
    _check_version(path, _number(base, "user_version"))


def _check_version(path: str, version: int) -> None:
    if version > len(MIGRATIONS):
        raise InputError(
            f"{path}: made by a newer citeman (version {version} of the layout, this one knows "
            f"{len(MIGRATIONS)}); it was left as it is\nupdate citeman: pip install -U citeman"
        )


def _number(base: sqlite3.Connection, pragma: str) -> int:
    return int(base.execute(f"PRAGMA {pragma}").fetchone()[0])


def _connect(path: str, mode: str, patience: float) -> sqlite3.Connection:
    with told(path):
        uri = Path(path).absolute().as_uri()
        base = sqlite3.connect(
            f"{uri}?mode={mode}", uri=True, timeout=patience, isolation_level=None
        )
        try:
            base.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            base.close()
            # A folder that may not be written to, or a full disk, cannot hold what readers share.
            if mode != "ro" or "locked" in str(error) or _has_content(Path(f"{path}-wal")):
                raise
            base = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    return base


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


_DAMAGED = (
    "the file is damaged; nothing was changed\n"
    "citeman library check says more; go on with a backup, or import its sources again"
)
TROUBLES = (sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError)
"""What a file that is damaged or cannot be used makes SQLite and us raise."""
_TROUBLE: tuple[tuple[str, type[InputError] | type[LibraryError], str], ...] = (
    ("full", LibraryError, "no space is left on the disk; nothing of this command was kept"),
    ("malformed", InputError, _DAMAGED),
    ("not a database", InputError, _DAMAGED),
    ("could not decode", InputError, _DAMAGED),
    ("corrupt", InputError, _DAMAGED),
    ("disk i/o", LibraryError, "the disk cannot be read or written; nothing was changed"),
    ("readonly", LibraryError, "it may not be written to; nothing was changed"),
    ("unable to open", LibraryError, "it cannot be opened: is its folder there, and writable?"),
)


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn what SQLite says of a file into one of our errors, in plain words."""
    try:
        yield
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # what we wrote can be decoded
        raise InputError(f"{path}: {_DAMAGED}") from error
    except sqlite3.Error as error:
        words = str(error)
        if "locked" in words:
            raise LibraryError(f"{path}: {busy(path)}") from error
        for sign, kind, plain in _TROUBLE:
            if sign in words.lower():
                raise kind(f"{path}: {plain}") from error
        raise LibraryError(f"{path}: {words}; nothing was changed") from error


def writing(path: str) -> Path:
    """Name the file that says who is writing to a library."""
    return Path(f"{path}-writing")


def busy(path: str) -> str:
    """Say that a library is being written to, and by whom where that is known."""
    who = ""
    with suppress(OSError):  # the note goes when the writing ends
        who = writing(path).read_text(encoding="utf-8", errors="replace").strip()
    return (
        f"{who or 'another process'} is writing to it; nothing was changed\n"
        "wait until that has ended, and try again"
    )
