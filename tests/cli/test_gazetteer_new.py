"""``normalizer gazetteer new`` and ``add``: what they write resolves and passes lint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from normalizer import load
from normalizer.cli import group
from normalizer.errors import UsageError
from normalizer.gazetteer.check import check_folder

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

LEAGUE = ["--type", "organization", "--name", "Riverside League"]
FRONT = """# Kept by hand.
id: blue-front
type: organization
name: Blue Front
names:
  - text: Azurites # as in the song
    language: en
    kind: nickname
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "blue-front.yaml").write_text(FRONT, "utf-8")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        group, ["gazetteer", *map(str, arguments)], standalone_mode=False, catch_exceptions=False
    )


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_new_by_options_resolves_and_passes_lint(base: Path, mine: Path) -> None:
    result = run(
        *("new", "-g", base, "-g", mine, *LEAGUE, "--yes"),
        *("--native", "Λίγκα του Ποταμού", "--also", "RL", "en", "-"),
        *("--also", "Ligue riveraine", "fr", "translation", "--wikidata", "Q1234"),
        *("--example", "The RL met the Blue Front.", "--negative", "An rl file."),
    )
    assert (result.return_value, result.stdout) == (0, f"{mine / 'riverside-league.yaml'}\n")
    assert (mine / "riverside-league.yaml").read_text("utf-8") == (
        "id: riverside-league\ntype: organization\nname: Riverside League\n"
        "labels:\n  el: Λίγκα του Ποταμού\n"
        "names:\n"
        "  - text: RL\n    language: en\n    kind: acronym\n"
        "    conditions:\n      case: exact\n"
        "  - text: Ligue riveraine\n    language: fr\n    kind: translation\n"
        "external_ids:\n  wikidata: Q1234\n"
        "examples:\n"
        "  - text: The RL met the Blue Front.\n    finds: [RL]\n"
        "  - text: An rl file.\n    finds: []\n"
    )
    normalizer = load(base, mine)
    for spelling in ("riverside league", "RL", "ΛΙΓΚΑ ΤΟΥ ΠΟΤΑΜΟΥ", "Blue Front"):
        assert normalizer.resolve(spelling).id is not None
    assert check_folder(mine, curated=False) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--name", "Riverside League"], "Answer with --type"),
        (["--name", "River", "--type", "organisation"], "--type: write organization, or a word"),
        ([*LEAGUE, "--id", "Riverside League"], "use lower-case ASCII"),
        ([*LEAGUE, "--id", "blue-front"], "blue-front is an entity already"),
        ([*LEAGUE, "--native", "رابطة النهر"], "Answer with --native-language"),
        ([*LEAGUE, "--native", "رابطة", "--native-language", "xx"], "“xx” is no known tag"),
        ([*LEAGUE, "--also", "RL", "en", "akronym"], "use one of name,"),
        ([*LEAGUE, "--wikidata", "1234"], "write it as Q"),
        ([*LEAGUE, "--source", "a book"], "begins with https://"),
        ([*LEAGUE, "--example", "Nobody met."], "no name of riverside-league is found"),
    ],
)
def test_new_refuses(base: Path, mine: Path, arguments: list[str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run("new", "-g", base, "-g", mine, "--yes", *arguments)
    assert written(mine) == []


def test_new_shows_what_a_name_reaches_already(base: Path, mine: Path) -> None:
    arguments = ["new", "-g", base, "-g", mine, "--yes", "--type", "media", "--name", "AZURITES"]
    result = run(*arguments)
    assert result.return_value == 1
    assert "“AZURITES” is recognised as blue-front: listed as “Azurites”" in result.stderr
    assert written(mine) == []
    assert run(*arguments, "--force").return_value == 0
    assert load(base, mine).resolve("Azurites").reason == "ambiguous"


def test_new_leaves_nothing_where_lint_finds_a_fault(base: Path, mine: Path) -> None:
    result = run(
        *("new", "-g", base, "-g", mine, *LEAGUE, "--yes"),
        *("--also", "Riv", "en", "short", "--negative", "Riv means shore."),
    )
    assert result.return_value == 1
    assert "[short-name]" in result.stderr
    assert "was not written." in result.stderr
    assert written(mine) == []


def test_new_tells_whose_example_it_breaks(base: Path, mine: Path) -> None:
    example = "examples:\n  - text: The Azurites of Blue Front City.\n    finds: [Azurites]\n"
    (base / "blue-front.yaml").write_text(FRONT + example, "utf-8")
    (base / "city.yaml").write_text("{id: city, type: place, name: Blue Front City}", "utf-8")
    result = run(
        *("new", "-g", base, "-g", mine, "--type", "place", "--yes"),
        *("--name", "Azurites of Blue Front City"),
    )
    assert result.return_value == 1
    assert "blue-front: The example “The Azurites of Blue Front City.”" in result.stderr
    assert written(mine) == []


def test_add_keeps_comments_and_order(base: Path) -> None:
    result = run(
        *("add", "-g", base, "blue-front", "Kobalts", "--language", "en", "--kind", "nickname"),
        *("--forbids-context", "mine*", "--until", "2013", "--example", "The Kobalts met."),
    )
    assert (result.return_value, result.stdout) == (0, f"{base / 'blue-front.yaml'}\n")
    assert (base / "blue-front.yaml").read_text("utf-8") == FRONT + (
        "  - text: Kobalts\n    language: en\n    kind: nickname\n"
        '    conditions:\n      forbids_context: [mine*]\n      until: "2013"\n'
        "examples:\n  - text: The Kobalts met.\n    finds: [Kobalts]\n"
    )


def test_add_to_an_entity_of_a_lower_layer_extends_it(base: Path, mine: Path) -> None:
    before = (base / "blue-front.yaml").read_bytes()
    file = mine / "blue-front.yaml"
    add = ["add", "-g", base, "-g", mine, "blue-front"]
    assert run(*add, "Μπλε Μέτωπο").stdout == f"{file}\n"
    assert run(*add, "BFX", "--language", "en", "--example", "BFX met.").stdout == f"{file}\n"
    assert file.read_text("utf-8") == (
        "extend: blue-front\n"
        "names:\n"
        "  - text: Μπλε Μέτωπο\n    language: el\n    kind: name\n"
        "  - text: BFX\n    language: en\n    kind: acronym\n"
        "    conditions:\n      case: exact\n"
        "examples:\n  - text: BFX met.\n    finds: [BFX]\n"
    )
    assert (base / "blue-front.yaml").read_bytes() == before
    assert load(base, mine).resolve("BFX").id == "blue-front"
    assert run("lint", "--private", "--on", base, mine).return_value == 0
    file.write_text(file.read_text("utf-8").replace("finds: [BFX]", "finds: []"), "utf-8")
    result = run("lint", "--private", "--on", base, mine)
    assert result.stdout.startswith(f"{file}:12:5: The example “BFX met.” should find nothing")


def test_add_says_what_is_covered_and_whose_a_name_is(base: Path) -> None:
    (base / "other.yaml").write_text("{id: other, type: media, name: The Kobalts}", "utf-8")
    file = base / "blue-front.yaml"
    result = run("add", "-g", base, "blue-front", "BLUE-FRONT", "--language", "en")
    assert (result.return_value, result.stdout) == (0, "")
    assert "“BLUE-FRONT” is covered (folded)" in result.stderr
    result = run("add", "-g", base, "blue-front", "the kobalts", "--language", "en")
    assert result.return_value == 1
    assert "“the kobalts” reaches other (folded)" in result.stderr
    assert file.read_text("utf-8") == FRONT


def test_add_forced_still_has_to_pass_lint(base: Path) -> None:
    result = run("add", "-g", base, "blue-front", "BLUE-FRONT", "--language", "en", "--force")
    assert result.return_value == 1
    assert (base / "blue-front.yaml").read_text("utf-8") == FRONT


def test_add_asks_for_what_it_cannot_know(base: Path) -> None:
    with pytest.raises(UsageError, match="cannot be told from its script; give --language"):
        run("add", "-g", base, "blue-front", "Kobalts")
    with pytest.raises(UsageError, match="There is no entity 'blu-front'"):
        run("add", "-g", base, "blu-front", "Kobalts")
    with pytest.raises(UsageError, match="No name of blue-front is found"):
        run("add", "-g", base, "blue-front", "K K", "--language", "en", "--example", "Nobody.")


def test_an_installed_gazetteer_is_not_written_to(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("normalizer.cli.gazetteer.target.is_installed", lambda folder: True)
    with pytest.raises(UsageError, match="part of the installed package"):
        run("new", *LEAGUE, "--yes")


@pytest.fixture
def terminal(open_terminal: Callable[..., Terminal], base: Path, mine: Path) -> Terminal:
    return open_terminal("gazetteer", "new", "-g", base, "-g", mine)


def _ask_till_names(terminal: Terminal) -> None:
    terminal.answer("Type", "organization")
    terminal.answer("Canonical English name", "Riverside League")
    terminal.answer("ID [riverside-league]", "")
    terminal.answer("Name in its own language", "رابطة النهر")
    terminal.answer("Language of the texts with “رابطة النهر” [ar]", "")


def test_new_asked_at_a_terminal(terminal: Terminal, base: Path, mine: Path) -> None:
    _ask_till_names(terminal)
    terminal.answer("Further name", "RL")
    terminal.answer("Language of the texts with “RL” [en]", "")
    terminal.answer("Kind [acronym]", "")
    terminal.answer("near one of these words", "river*, league")
    terminal.answer("not near one of these words", "")
    terminal.answer("Further name", "riverside-league")
    terminal.waits_for("“riverside-league” is one of its names already")
    terminal.answer("Further name", "")
    terminal.answer("Wikidata number", "12")
    terminal.answer("Wikidata number", "Q12")
    terminal.answer("Web address where this can be checked", "")
    terminal.answer("Sentence that names it", "Nobody was there.")
    terminal.waits_for("no name of riverside-league is found")
    terminal.answer("Sentence that names it", "The river league, RL, met.")
    terminal.answer("Sentence that names it", "")
    terminal.answer("Sentence in which “RL” means something else", "RL is a format.")
    terminal.answer("means something else", "")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0
    assert written(mine) == ["riverside-league.yaml"]
    assert load(base, mine).resolve("RL", context="a river").id == "riverside-league"
    assert load(base, mine).resolve("RL").id is None


def test_new_asks_before_it_takes_a_name_twice(terminal: Terminal, mine: Path) -> None:
    terminal.answer("Type", "organization")
    terminal.answer("Canonical English name", "blue front")
    terminal.waits_for("“blue front” is recognised as blue-front")
    terminal.answer("Is yours a different entity? [y/N]", "n")
    terminal.waits_for("`normalizer gazetteer add ID NAME` adds names")
    assert terminal.end() == 1
    assert written(mine) == []


def test_ctrl_c_leaves_no_file(terminal: Terminal, mine: Path) -> None:
    _ask_till_names(terminal)
    terminal.waits_for("Further name")
    assert terminal.interrupt() == 130
    assert written(mine) == []
