"""``normalizer gazetteer diff``: what a change does, and the step in version it asks for."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalizer.cli import group
from normalizer.errors import GazetteerError, UsageError
from normalizer.gazetteer.sentences import bundled_sentences

FRONT = """id: blue-front
type: organization
name: Blue Front
names:
  - text: Azurites
    language: en
    kind: nickname
examples:
  - text: The Azurites met.
    finds: [Azurites]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "names"
    folder.mkdir(parents=True)
    (folder / "blue-front.yaml").write_text(FRONT, "utf-8")
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "x"],
    ):
        subprocess.run(["git", "-C", folder, *command], check=True)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        group,
        ["gazetteer", "diff", *map(str, arguments)],
        standalone_mode=False,
        catch_exceptions=False,
    )


def changed(folder: Path, *replacements: tuple[str, str]) -> None:
    text = FRONT
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    (folder / "blue-front.yaml").write_text(text, "utf-8")


def test_no_change(folder: Path) -> None:
    result = run("HEAD", "-g", folder)
    assert result.stdout.startswith("Since HEAD: none\n")
    assert result.return_value == 0


def test_a_name_of_other_conditions(folder: Path) -> None:
    changed(folder, ("nickname", "nickname\n    conditions: {forbids_context: [met]}"))
    result = run("HEAD", "-g", folder, "--check")
    sentences = len({*bundled_sentences(), "The Azurites met."})
    assert result.return_value == 0
    assert result.stdout == (
        "Since HEAD: patch\n"
        "entities: 0 new, 0 gone, 1 changed; names: 0 new, 0 gone; "
        f"sentences: 1 of {sentences} with a different result\n"
        "\nchanged blue-front (Blue Front)\n"
        "    ~ Azurites (en, nickname) → (en, nickname; forbids_context: met)\n"
        "\nResults that change\n"
        "  The Azurites met.\n"
        "    before: Azurites = blue-front\n"
        "    after:  nothing\n"
    )


def test_a_new_entity_and_a_new_name(folder: Path) -> None:
    (folder / "new.yaml").write_text("{id: new, type: person, name: New One}", "utf-8")
    changed(folder, ("names:", "labels: {de: Blaue Front}\nnames:"))
    shown = run("HEAD", "-g", folder).stdout
    assert shown.startswith("Since HEAD: minor\nentities: 1 new, 0 gone, 1 changed; names: 2 new")
    assert "new new (New One)\n    + New One (en, name)\n" in shown
    assert "    + Blaue Front (de, name)\n    labels changed\n" in shown


def test_what_is_gone_is_major(folder: Path) -> None:
    changed(folder, ("  - text: Azurites", "  - text: Azurists"))
    result = run("HEAD", "-g", folder, "--format", "json", "--check")
    fields = json.loads(result.stdout)
    assert (result.return_value, fields["level"]) == (1, "major")
    (entity,) = fields["entities"]
    assert [name["text"] for name in entity["names_removed"]] == ["Azurites"]
    assert fields["sentences"] == [
        {"text": "The Azurites met.", "before": [["Azurites", "blue-front"]], "after": []}
    ]


def test_an_entity_that_is_gone_and_its_redirect(folder: Path) -> None:
    (folder / "blue-front.yaml").unlink()
    (folder / "front.yaml").write_text(FRONT.replace("blue-front", "front"), "utf-8")
    assert (
        "gone blue-front (Blue Front)\n    without a redirect" in run("HEAD", "-g", folder).stdout
    )
    (folder / "redirects.yaml").write_text("blue-front: front\n", "utf-8")
    assert "    redirected to front" in run("HEAD", "-g", folder).stdout


def test_markdown_keeps_what_data_says_from_being_markup(folder: Path) -> None:
    changed(folder, ("name: Blue Front", "name: Blue `*Front*` | x"))
    shown = run("HEAD", "-g", folder, "--format", "markdown").stdout
    assert shown.startswith("### Gazetteer since `HEAD`: ")
    assert "`` + Blue `*Front*` | x (en, name) ``" in shown


def test_a_layer_on_top_of_others(folder: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "league.yaml").write_text(
        "{id: league, type: o, name: Green League, names: [Verdi]}", "utf-8"
    )
    (folder / "x.yaml").write_text("{extend: league, silence_names: [Green League], name: G L}")
    shown = run("HEAD", "-g", base, "-g", folder).stdout
    assert "changed league (G L)\n    + G L (en, name)\n    - Green League (en, name)" in shown


def test_wrong_revisions_and_folders(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no revision 'nope'"):
        run("nope", "-g", folder)
    with pytest.raises(UsageError, match="is a file; give the folder"):
        run("HEAD", "-g", folder / "blue-front.yaml")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_text(FRONT, "utf-8")
    with pytest.raises(UsageError, match="git cannot be asked for a revision"):
        run("HEAD", "-g", outside)


def test_a_revision_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "blue-front.yaml").write_text("id: [", "utf-8")
    git = ["git", "-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run([*git, "commit", "--quiet", "--all", "-m", "y"], check=True)
    changed(folder)
    with pytest.raises(GazetteerError, match=r"^HEAD:/blue-front.yaml:2: "):
        run("HEAD", "-g", folder)
