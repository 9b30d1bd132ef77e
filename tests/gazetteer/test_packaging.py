"""What is in the wheel, and that the gazetteer in it is found and is the one of the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from normalizer.gazetteer.layers import read_folder
from normalizer.gazetteer.locate import curated_folder, fingerprint
from normalizer.matching.compiled.shipped import write_shipped
from normalizer.native.library import library, library_name

ROOT = Path(__file__).parents[2]

# Everything that a wheel may hold. A file of another kind is either a mistake (a note, a key, a
# cache) or new, and then its pattern belongs here.
ALLOWED = re.compile(
    r"normalizer/(\w+/)*\w+\.py"
    r"|normalizer/py\.typed"
    r"|normalizer/(spelling|gazetteer(/rules)?|matching(/\w+)?|rewriting)/data/(\w+/)*\w+\.(tsv|json|txt|npz|bin)"
    r"|normalizer/native/(scan\.c|network\.c|loops-[0-9a-f]{12}\.so)"
    r"|normalizer/gazetteer/compiled/curated\.(index|spellings|documents)"
    r"|normalizer/catalogue/data/\w+\.tsv"
    r"|normalizer/catalogue/(assets|templates)/[\w-]+\.(html|css|js)"
    r"|normalizer/server/pages/[\w-]+\.(html|css|js|svg)"
    r"|normalizer/gazetteer/curated/(events|facilities|media|organizations|people|places)"
    r"/[a-z0-9-]+\.yaml"
    r"|normalizer/gazetteer/curated/((redirects\.)?schema\.json|redirects\.yaml|sentences\.txt)"
    r"|normalizer/gazetteer/curated/(README\.md|LICENSE)"
    r"|entity_normalizer-[\d.]+\.dist-info/(METADATA|RECORD|WHEEL|entry_points\.txt)"
    r"|entity_normalizer-[\d.]+\.dist-info/licenses/(gazetteer/)?LICENSE"
)
RESOLVE = """
import sys, normalizer
n = normalizer.load()
print(n.resolve("PMU").id, n.resolve("Qasim Suleimany").id, sep="\\n")
compiling = ["compile", "compile_spellings"]
print([name for name in compiling if f"normalizer.matching.compiled.{name}" in sys.modules])
"""
REPORT = (
    "from normalizer.gazetteer.locate import curated_folder as c, fingerprint as f;"
    "from normalizer.gazetteer.layers import read_folder as r;"
    "print(c(), f(c()), len(r(c())), sep='\\n')"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel built from it and not from here."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", out, ROOT], check=True)
    return out


def _wheel(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.mark.slow
def test_wheel_holds_what_it_may_and_all_it_must(built: Path) -> None:
    with zipfile.ZipFile(_wheel(built)) as wheel:
        names = wheel.namelist()
        (entry_points,) = (name for name in names if name.endswith("/entry_points.txt"))
        commands = wheel.read(entry_points).decode().split("\n")
    assert [name for name in names if not ALLOWED.fullmatch(name)] == []
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "normalizer").rglob("*.py")}
    gazetteer = {
        f"normalizer/gazetteer/curated/{path.relative_to(ROOT / 'gazetteer').as_posix()}"
        for path in (ROOT / "gazetteer").rglob("*.yaml")
    }
    needed = {"normalizer/py.typed", "normalizer/gazetteer/data/scripts.json"}
    needed.add("normalizer/gazetteer/curated/schema.json")
    assert (package | gazetteer | needed) - set(names) == set()
    assert sum("/licenses/" in name for name in names) == 2
    for command in ("normalizer", "entity-normalizer"):  # charset-normalizer has the first, too
        assert f"{command} = normalizer.cli:main" in commands


@pytest.mark.slow
def test_source_distribution_holds_the_tests_and_no_caches(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"LICENSE", "pyproject.toml", "gazetteer/LICENSE", "gazetteer/schema.json"} <= names
    assert "tests/gazetteer/test_packaging.py" in names
    assert {"normalizer/native/scan.c", "normalizer/native/network.c"} <= set(names)
    made = [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".so"))]
    assert made == []
    assert [name for name in names if name.startswith((".venv", "dist/", ".git/"))] == []


class Installed(NamedTuple):
    """The interpreter of an environment and where its packages lie."""

    python: Path
    site: Path

    def run(self, code: str, cache: Path) -> list[str]:
        """Run code with a cache folder, away from this checkout; return the lines it prints."""
        run = subprocess.run(
            [self.python, "-I", "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=self.site,
            env={**os.environ, "NORMALIZER_CACHE": str(cache)},
        )
        return run.stdout.splitlines()


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment of its own with the wheel in it."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, _wheel(built)], check=True)
    (site,) = environment.rglob("site-packages")
    # The dependencies come from where these tests run. A line in a .pth file puts that folder
    # last and does not read the .pth files in it, so this checkout cannot slip in.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(python, site)


@pytest.mark.slow
def test_installed_wheel_reads_its_own_gazetteer(installed: Installed, tmp_path: Path) -> None:
    folder, hashed, count = installed.run(REPORT, tmp_path)
    assert Path(folder) == installed.site / "normalizer" / "gazetteer" / "curated"
    assert hashed == fingerprint(curated_folder())
    assert int(count) == len(read_folder(curated_folder()))


@pytest.mark.slow
def test_compiled_gazetteer_in_the_wheel_is_what_compiling_gives(
    built: Path, tmp_path: Path
) -> None:
    # Compiled here in another process, with other hash seeds, from other folders.
    with zipfile.ZipFile(_wheel(built)) as wheel:
        for name in write_shipped(curated_folder(), str(tmp_path)):
            shipped = wheel.read(f"normalizer/gazetteer/compiled/{name}")
            assert shipped == (tmp_path / name).read_bytes(), name


@pytest.mark.slow
def test_installed_wheel_compiles_nothing(installed: Installed, tmp_path: Path) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_bytes(b"")
    for cache in (not_a_folder / "cache", tmp_path / "cache"):
        assert installed.run(RESOLVE, cache) == [
            "popular-mobilization-forces",
            "qasem-soleimani",
            "[]",
        ]
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".shipped"]


@pytest.mark.slow
def test_installed_gazetteer_that_was_changed_is_compiled(
    installed: Installed, tmp_path: Path
) -> None:
    installed.run(RESOLVE, tmp_path)  # what is in the cache now must not hide the change
    folder = installed.site / "normalizer" / "gazetteer" / "curated"
    file = folder / "organizations" / "popular-mobilization-forces.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("text: PMU\n", "text: PMQ\n"), encoding="utf-8")
    try:
        found = installed.run(RESOLVE, tmp_path)
    finally:
        file.write_text(before, encoding="utf-8")
    assert found == ["None", "qasem-soleimani", "['compile', 'compile_spellings']"]


@pytest.mark.slow
@pytest.mark.skipif(library() is None, reason="without a C compiler there are no compiled loops")
def test_installed_wheel_has_the_compiled_loops(installed: Installed, tmp_path: Path) -> None:
    code = "from normalizer.native.library import library as l; print(l()._name)"
    (path,) = installed.run(code, tmp_path)
    assert Path(path) == installed.site / "normalizer" / "native" / library_name()


def test_checkout_and_editable_install_read_the_folder_beside_the_package(tmp_path: Path) -> None:
    # From another folder, so that only the installation can find the package.
    run = subprocess.run(
        [sys.executable, "-I", "-c", REPORT],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.stdout.split("\n")[0] == curated_folder()
