"""Files written whole or not at all, and texts read and written without changing a byte."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

from normalizer.errors import TableError, UsageError

PathLike = str | os.PathLike[str]

_INTERRUPTS = signal.default_int_handler


class _Terminated(BaseException):
    """A signal to end came; no ``except Exception`` on the way may swallow it."""


@contextlib.contextmanager
def signals_as_exceptions() -> Iterator[Callable[[], None]]:
    """Let SIGTERM and SIGHUP unwind the stack, so that clean-up runs, then end as they would.

    Only where they would end the process silently: a handler of the caller's is left alone, and
    outside the main thread Python can set none. SIGINT unwinds it anyway, as KeyboardInterrupt,
    but only the first: somebody impatient presses Ctrl-C twice, and the second must not cut short
    the clean-up.

    Yields:
        A function to call before clean-up begins, which no signal must then cut short.
    """
    usual = {"SIGTERM": signal.SIG_DFL, "SIGHUP": signal.SIG_DFL, "SIGINT": _INTERRUPTS}
    taken: dict[int, Any] = {}
    waiting: list[int] = []
    unwinds = [True]

    def unwind(number: int, frame: FrameType | None) -> None:
        is_first = bool(unwinds)
        unwinds.clear()
        if is_first and number == signal.SIGINT:
            _INTERRUPTS(number, frame)
        waiting.append(number)
        if is_first:
            raise _Terminated

    if threading.current_thread() is threading.main_thread():
        for name, handler in usual.items():
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) is handler:
                taken[number] = signal.signal(number, unwind)
    try:
        yield unwinds.clear
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)
        if waiting:
            os.kill(os.getpid(), waiting[0])


def temporary_beside(target: str) -> str:
    """Return a name nobody uses for a temporary file in a file's folder.

    It is not named after the file, whose name may be as long as names may be.
    """
    return os.path.join(os.path.dirname(target), f".normalizer-{secrets.token_hex(8)}.tmp")


@contextlib.contextmanager
def replace_file(path: PathLike, *, part: PathLike | None = None) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the file's place when the block ends without an error.

    The content goes to a temporary file in the same folder, which is forced to disk and renamed.
    Until then the file is as it was; after an exception, KeyboardInterrupt, SIGTERM or SIGHUP it
    still is, and the temporary file is gone. Mode bits (and the owner, where permitted) are
    kept, symbolic links followed. Hard links part: the other names keep the old content.

    Args:
        path: The file; it may be missing.
        part: Where to collect the content, in the same folder: a file that is opened as it is,
            and stays when the block ends with an error. A temporary one if left out.

    Yields:
        A buffered binary stream.

    Raises:
        UsageError: If there is something at `path` that is no regular file.
        OSError: If the file may not be written, or the writing fails.
    """
    target = os.path.realpath(path)
    temporary = temporary_beside(target) if part is None else os.fspath(part)
    before = state_to_replace(target)
    with signals_as_exceptions() as hold_signals:
        try:
            mode = 0o666 if before is None else stat.S_IMODE(before.st_mode) & 0o700
            with open_new(temporary, mode, is_new=part is None) as stream:
                yield stream
                stream.flush()
                if before is not None:
                    _take_over(temporary, before)
                os.fsync(stream.fileno())
            os.replace(temporary, target)
        finally:
            hold_signals()
            if part is None:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)
        sync_folder(os.path.dirname(target))


def open_new(path: str, mode: int = 0o666, *, is_new: bool = True) -> BinaryIO:
    """Open a file for reading and writing, without emptying it.

    Args:
        path: The file.
        mode: Its mode bits if it is made.
        is_new: Refuse one that is there already.
    """
    flags = os.O_RDWR | os.O_CREAT | (os.O_EXCL if is_new else 0) | getattr(os, "O_BINARY", 0)
    return open(os.open(path, flags, mode), "r+b")


def state_to_replace(target: str) -> os.stat_result | None:
    """Return the state of the file to replace, None if it is missing."""
    try:
        state = os.stat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(state.st_mode):
        raise UsageError(f"{target!r} is not a regular file; give a file to write to.")
    if not os.access(target, os.W_OK):
        # A rename would get round the write protection; it was set for a reason.
        raise PermissionError(f"{target!r} is write-protected; make it writable first.")
    return state


def _take_over(temporary: str, before: os.stat_result) -> None:
    """Give the new file the old one's owner and mode; a change of owner clears mode bits."""
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, before.st_uid, before.st_gid)
    os.chmod(temporary, stat.S_IMODE(before.st_mode))


def sync_folder(folder: str) -> None:
    """Force the rename itself to disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_same_file(first: PathLike | int, second: PathLike | int) -> bool:
    """Tell whether two paths or descriptors are one regular file; a missing one is none."""
    try:
        states = os.stat(first), os.stat(second)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(states[0].st_mode) and os.path.samestat(*states)


def is_same_place(first: PathLike, second: PathLike) -> bool:
    """Tell whether two paths lead to one file, also where it is yet to be made."""
    return os.path.realpath(first) == os.path.realpath(second) or is_same_file(first, second)


def refuse_same_file(
    source: PathLike | int, target: PathLike | int, name: PathLike | int | None = None
) -> None:
    """Refuse to write a file that is being read.

    Args:
        source: The input, a path or an open file descriptor.
        target: The output, likewise; it may be missing.
        name: What to call the file in the message; the source if left out.

    Raises:
        UsageError: If both are one file, by whatever names.
    """
    if is_same_file(source, target):
        called = source if name is None else name
        raise UsageError(
            f"Input and output are one file ({called!r}); write to another, or use --in-place."
        )


def read_text(path: PathLike, encoding: str = "utf-8") -> str:
    """Return a file's text such that `write_text` makes the same bytes of it.

    Line ends and a byte order mark stay as they are, bytes that are not in the encoding become
    lone surrogates.

    Args:
        path: The file.
        encoding: A name Python knows.

    Raises:
        TableError: If the encoding cannot give back these bytes.
        UsageError: If there is no such encoding.
        OSError: If the file cannot be read.
    """
    return decode_text(Path(path).read_bytes(), encoding, repr(os.fspath(path)))


def decode_text(data: bytes, encoding: str, name: str) -> str:
    """Return bytes as a text that `encode_text` makes the same bytes of.

    Args:
        data: The bytes.
        encoding: A name Python knows.
        name: What to call them in messages.

    Raises:
        TableError: If the encoding cannot give back these bytes.
        UsageError: If there is no such encoding.
    """
    try:
        text = data.decode(encoding, "surrogateescape")
        if text.encode(encoding, "surrogateescape") == data:
            return text
    except LookupError as error:
        raise UsageError(f"There is no encoding {encoding!r}; give one such as utf-8.") from error
    except UnicodeError:
        pass
    raise TableError(
        f"{name} would not come out of {encoding} with the same bytes; give its actual encoding, "
        "for UTF-16 with the byte order (utf-16-le or utf-16-be)."
    )


def write_text(path: PathLike, text: str, encoding: str = "utf-8") -> None:
    """Write a text as it is in place of a file, whole or not at all.

    Args:
        path: The file; it may be missing.
        text: The text; lone surrogates of `read_text` become the bytes they stand for.
        encoding: A name Python knows.

    Raises:
        UsageError: If the encoding has no such character, or there is no regular file at `path`.
        OSError: If the writing fails.
    """
    data = encode_text(text, encoding)
    with replace_file(path) as stream:
        stream.write(data)


def encode_text(text: str, encoding: str = "utf-8") -> bytes:
    """Return a text of `read_text` or `decode_text` as bytes.

    Args:
        text: The text; lone surrogates become the bytes they stand for.
        encoding: A name Python knows.

    Raises:
        UsageError: If the encoding has no such character.
    """
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError as error:
        sign = text[error.start : error.end]
        raise UsageError(f"{encoding} cannot write {sign!r}; write in utf-8.") from error
