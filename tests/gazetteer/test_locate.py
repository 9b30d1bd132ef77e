"""Finding the curated gazetteer, and the keys that tell whether a gazetteer has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from normalizer.errors import GazetteerError
from normalizer.gazetteer import locate

BASE = Path(__file__).parents[1] / "cases" / "gazetteer_faults" / "base"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "gazetteer"))


def test_checkout() -> None:
    path = Path(locate.curated_folder())
    assert (path / "schema.json").is_file()
    assert (path / "organizations").is_dir()


def test_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(locate, "__file__", str(tmp_path / "a" / "b" / "locate.py"))
    with pytest.raises(GazetteerError, match="The curated gazetteer is neither in"):
        locate.curated_folder()


@pytest.mark.parametrize("key", [locate.stamp, locate.fingerprint])
def test_keys_change_with_the_files(key: object, base: Path) -> None:
    seen = {key(base)}
    assert key(base) in seen
    file = base / "places" / "oldtown.yaml"
    changes = [
        lambda: file.write_text(file.read_text("utf-8") + "\n", "utf-8"),
        lambda: file.rename(file.with_name("newtown.yaml")),
        lambda: (base / "places" / "third.yaml").write_text("id: third\n"),
        lambda: (base / "places" / "third.yaml").unlink() or (base / "events").mkdir(),
    ]
    for change in changes[:3]:
        change()
        assert key(base) not in seen
        seen.add(key(base))
    changes[3]()
    (base / "README.md").write_text("not data")
    assert key(base) in seen


def test_fingerprint_is_of_content_only(base: Path) -> None:
    before, stamp = locate.fingerprint(base), locate.stamp(base)
    os.utime(base / "places" / "oldtown.yaml", ns=(1, 1))
    assert locate.fingerprint(base) == before == locate.fingerprint(BASE)
    assert locate.stamp(base) != stamp


def test_fingerprint_is_the_same_on_every_machine() -> None:
    # A change here changes the key of every index and the signature of every output.
    code = f"from normalizer.gazetteer.locate import *; print(fingerprint({str(BASE)!r}))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    assert run.stdout.strip() == locate.fingerprint(BASE)


def test_a_single_file() -> None:
    file = BASE / "places" / "oldtown.yaml"
    assert locate.fingerprint(file) != locate.fingerprint(BASE)
    assert locate.stamp(file) == locate.stamp(str(file))


@pytest.mark.parametrize("key", [locate.stamp, locate.fingerprint])
def test_a_folder_that_is_not_there(key: object, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        key(tmp_path / "none")


def test_stamp_imports_next_to_nothing() -> None:
    # An empty package stands in for normalizer/__init__.py, whose imports are its own matter.
    package = Path(locate.__file__).parents[1]
    code = (
        "import sys; before = set(sys.modules)\n"
        "package = sys.modules['normalizer'] = type(sys)('normalizer')\n"
        f"package.__path__ = [{str(package)!r}]\n"
        "from normalizer.gazetteer.locate import curated_folder, stamp\n"
        "stamp(curated_folder())\n"
        "heavy = {'yaml', 'pathlib', 'hashlib', 'dataclasses', 're', 'json', 'numpy', 'typing'}\n"
        "assert not heavy & (set(sys.modules) - before), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
