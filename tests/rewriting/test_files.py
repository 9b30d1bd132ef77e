"""Files are replaced whole or left whole, and nothing stray stays behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.files import read_text, refuse_same_file, replace_file, write_text

BEFORE = b"the original\r\n" * 100
ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX signals, modes and limits")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(BEFORE)
    return path


def assert_untouched(file: Path) -> None:
    assert file.read_bytes() == BEFORE
    assert os.listdir(file.parent) == [file.name]


def test_the_new_content_takes_its_place(file: Path) -> None:
    with replace_file(file) as stream:
        stream.write(b"new")
        assert file.read_bytes() == BEFORE
    assert file.read_bytes() == b"new"
    assert os.listdir(file.parent) == [file.name]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, OSError])
def test_an_exception_leaves_the_original(file: Path, error: type[BaseException]) -> None:
    def work() -> None:
        with replace_file(file) as stream:
            stream.write(b"x" * 1_000_000)
            raise error

    with pytest.raises(error):
        work()
    assert_untouched(file)


def test_an_exception_leaves_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replace_file(tmp_path / "new.csv") as stream:
        stream.write(b"x" * (1 // 0))
    assert os.listdir(tmp_path) == []


@POSIX
def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    new = tmp_path / "new"
    with replace_file(new) as stream:
        stream.write(b"x")
    assert new.stat().st_mode == usual.stat().st_mode


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755, 0o666])
def test_mode_bits_stay(file: Path, mode: int) -> None:
    file.chmod(mode)
    with replace_file(file) as stream:
        stream.write(b"x")
    assert stat.S_IMODE(file.stat().st_mode) == mode


@POSIX
def test_symbolic_links_are_followed(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link"
    link.symlink_to("../table.csv")
    second = folder / "second"
    second.symlink_to("link")
    with replace_file(second) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert second.is_symlink()
    assert file.read_bytes() == b"new"
    assert sorted(os.listdir(folder)) == ["link", "second"]


@POSIX
def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    with replace_file(path) as stream:
        stream.write(b"x")
    assert path.read_bytes() == b"x"


@POSIX
@pytest.mark.parametrize("what", ["folder", "pipe", "device"])
def test_what_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path = Path("/dev/null")
    with pytest.raises(UsageError, match="not a regular file"), replace_file(path):
        pass


def test_it_works_outside_the_main_thread(file: Path) -> None:
    def work() -> None:
        with replace_file(file) as stream:
            stream.write(b"new")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert file.read_bytes() == b"new"


@POSIX
def test_handlers_are_put_back(file: Path) -> None:
    before = [signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]
    with replace_file(file) as stream:
        stream.write(b"new")
    assert before == [signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]


WRITER = """
import signal, sys, time
# A job started in the background, or under nohup, inherits ignored signals.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from normalizer.rewriting.files import replace_file
try:
    with replace_file(sys.argv[1]) as stream:
        stream.write(b"half")
        stream.flush()
        print("writing", flush=True)
        try:
            time.sleep(60)
        except Exception:
            pass
finally:
    print("unwound", flush=True)
"""


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_original_and_nothing_stray(file: Path, number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(number)
        process.send_signal(number)
        assert process.wait(30) in (-number, 128 + number)
    assert_untouched(file)


SLOW_CLEANER = """
import os, time
unlink = os.unlink
def slowly(path):
    print("cleaning", flush=True)
    time.sleep(0.5)
    unlink(path)
os.unlink = slowly
"""


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_second_signal_does_not_cut_the_cleaning_short(file: Path, number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_CLEANER + WRITER, str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(number)
        assert process.stdout.readline() == b"cleaning\n"
        process.send_signal(number)
        assert process.wait(30) in (-number, 128 + number)
    assert_untouched(file)


@POSIX
def test_kill_9_leaves_the_original(file: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"writing\n"
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
    assert file.read_bytes() == BEFORE


FILLER = """
import resource, sys
from normalizer.rewriting.files import replace_file
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with replace_file(sys.argv[1]) as stream:
        for _ in range(1000):
            stream.write(b"x" * int(sys.argv[2]))
except OSError as error:
    sys.exit(7)
"""


@POSIX
@pytest.mark.parametrize("size", [1000, 101])  # fails in a write, and in the last flush
def test_a_full_disk_leaves_the_original(file: Path, size: int) -> None:
    done = subprocess.run([sys.executable, "-c", FILLER, file, str(size)], cwd=ROOT, check=False)
    assert done.returncode == 7
    assert_untouched(file)


@POSIX
def test_write_protection_is_kept_to(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anything
    with pytest.raises(PermissionError, match="write-protected"), replace_file(file):
        pass
    assert_untouched(file)


def test_input_and_output_must_not_be_one(file: Path, tmp_path: Path) -> None:
    refuse_same_file(file, tmp_path / "other.csv")
    other = tmp_path / "other.csv"
    other.write_bytes(b"")
    refuse_same_file(file, other)
    refuse_same_file(os.devnull, os.devnull)
    hard = tmp_path / "hard.csv"
    os.link(file, hard)
    soft = tmp_path / "soft.csv"
    soft.symlink_to(file)
    for same in (file, hard, soft, f"{tmp_path}/./table.csv"):
        with pytest.raises(UsageError, match="one file"):
            refuse_same_file(file, same)
    with file.open("rb") as stream, pytest.raises(UsageError, match="one file"):
        refuse_same_file(file, stream.fileno())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbfa\r\nb\rc\n",
        b"\xff\xfe\x00 undecodable \x80\n",
        "a\u2028b\x85é\ud7ff😀".encode(),
        bytes(range(256)),
    ],
)
def test_texts_keep_their_bytes(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    for encoding in ("utf-8", "latin-1"):
        write_text(file, read_text(file, encoding), encoding)
        assert file.read_bytes() == data


def test_texts_in_other_encodings(file: Path) -> None:
    data = "\ufeffداعش\r\n".encode("utf-16-be")
    file.write_bytes(data)
    with pytest.raises(TableError, match="byte order"):
        read_text(file, "utf-16")
    write_text(file, read_text(file, "utf-16-be"), "utf-16-be")
    assert file.read_bytes() == data
    with pytest.raises(UsageError, match="latin-1 cannot write 'د"):
        write_text(file, "داعش", "latin-1")
    with pytest.raises(UsageError, match="no encoding 'nonsense'"):
        read_text(file, "nonsense")
    assert file.read_bytes() == data
