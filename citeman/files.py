"""The only place that reads and writes files: bytes in, whole files out."""

import gzip
import hashlib
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from citeman.errors import InputError, UsageError

STDIN = "-"
LARGEST = 256 * 1024 * 1024
"""Bytes beyond which a file is not read: no reference list is that long."""


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for "-"; InputError says why it cannot be read."""
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if len(data) > LARGEST:
        raise InputError(f"{path}: larger than {LARGEST >> 20} MB; split it")
    return data


_GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file that may be too long to be read at once; what gzip packed comes out unpacked.

    InputError says why it cannot be opened, or while it is read, why it goes no further.
    """
    try:
        with Path(path).open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            if packed:
                with gzip.open(file) as unpacked:
                    yield cast(BinaryIO, unpacked)
            else:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{path}: the packed file is damaged or cut short ({error})") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


@contextmanager
def kept_stdin() -> Iterator[str]:
    """Put standard input by in a file for a while, where it is to be read more than once."""
    with tempfile.NamedTemporaryFile(prefix="stdin.") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield file.name


def digest(path: str) -> str:
    """Name a long file by its size, its beginning and its end; InputError if it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            head = file.read(_ENDS)
            file.seek(max(size - _ENDS, 0))
            tail = file.read(_ENDS)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return hashlib.sha256(b"%d\n%b%b" % (size, head, tail)).hexdigest()


_ENDS = 1 << 16


def write_text(path: str, text: str) -> None:
    """Write a text file, whole or not at all."""
    write_bytes(path, text.encode())


def write_bytes(path: str, data: bytes) -> None:
    """Write a file under a temporary name beside it, then rename: never a half-written file."""
    write_pieces(path, [data])


def write_pieces(path: str, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece, whole or not at all.

    A link stays one, and leads to what is written; a pipe or a device, which nothing can take the
    place of, is written to as it is.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(pieces)
            return
        target = Path(os.path.realpath(path))
        _keep_database(target, path)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


_DATABASE = b"SQLite format 3\0"


def _keep_database(target: Path, path: str) -> None:
    """Raise UsageError for a library or an index: no list is meant to take the place of those."""
    if target.is_file():
        with target.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise UsageError(f"{path}: is a library or an index, which is never written over")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def same_file(a: str, b: str) -> bool:
    """Tell whether two paths name one file that exists."""
    return Path(a).exists() and Path(b).exists() and Path(a).samefile(b)


def is_file(path: str) -> bool:
    """Tell whether a path names a file that exists."""
    try:
        return Path(path).is_file()
    except OSError:  # such as a name too long for any file
        return False


def is_folder(path: str) -> bool:
    """Tell whether a path names a folder."""
    return Path(path).is_dir()


def is_within(path: str, folder: str) -> bool:
    """Tell whether a path leads into a folder, wherever its links and ".." go."""
    return Path(identity(path)).is_relative_to(identity(folder))


def identity(path: str) -> str:
    """Name a file by where it truly is, so that two ways to it are one."""
    return os.path.realpath(path)


def walk(folder: str, suffixes: Collection[str]) -> Iterator[str]:
    """Find the files of a folder that have one of some suffixes, in order of their names.

    Hidden folders are left out, and links to folders are not followed.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in suffixes:
                yield str(Path(place, name))
