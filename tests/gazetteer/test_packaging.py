"""What is in the wheel, and that the gazetteer in it is found and is the one of the checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from normalizer.gazetteer.layers import read_folder
from normalizer.gazetteer.locate import curated_folder, fingerprint

ROOT = Path(__file__).parents[2]

# Everything that a wheel may hold. A file of another kind is either a mistake (a note, a key, a
# cache) or new, and then its pattern belongs here.
ALLOWED = re.compile(
    r"normalizer/(\w+/)*\w+\.py"
    r"|normalizer/py\.typed"
    r"|normalizer/(spelling|gazetteer|matching|rewriting)/data/(\w+/)*\w+\.(tsv|json|txt|npz|bin)"
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


@pytest.mark.slow
def test_source_distribution_holds_the_tests_and_no_caches(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"LICENSE", "pyproject.toml", "gazetteer/LICENSE", "gazetteer/schema.json"} <= names
    assert "tests/gazetteer/test_packaging.py" in names
    caches = [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert caches == []
    assert [name for name in names if name.startswith((".venv", "dist/", ".git/"))] == []


@pytest.mark.slow
def test_installed_wheel_reads_its_own_gazetteer(built: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, _wheel(built)], check=True)
    (site,) = environment.rglob("site-packages")
    # The dependencies come from where these tests run. A line in a .pth file puts that folder
    # last and does not read the .pth files in it, so this checkout cannot slip in.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run = subprocess.run(
        [python, "-I", "-c", REPORT], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    folder, hashed, count = run.stdout.split("\n")[:3]
    assert Path(folder).resolve() == (site / "normalizer" / "gazetteer" / "curated").resolve()
    assert hashed == fingerprint(curated_folder())
    assert int(count) == len(read_folder(curated_folder()))


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
