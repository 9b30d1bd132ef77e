"""The big case sets: look-alikes not to be linked, spellings that nobody listed, real files."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import normalizer
from normalizer import Normalizer
from normalizer.entity import Entity
from normalizer.spelling.fold import fold_key
from tests.case_files import records, rows

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
INPUTS = ROOT.parent / "shared" / "inputs"

with_inputs = pytest.mark.skipif(
    not INPUTS.is_dir(), reason="the real inputs beside the repository are not here"
)


LOOKALIKES: list[dict[str, Any]] = records("lookalikes.jsonl")
SENTENCES = [case for case in LOOKALIKES if "text" in case]
NAMES = [case for case in LOOKALIKES if "name" in case]
SPELLINGS = rows("spellings.tsv")


@pytest.fixture(scope="module")
def gazetteer() -> Normalizer:
    return normalizer.load()


def test_countries_are_resolved_as_international_tables_write_them(gazetteer: Normalizer) -> None:
    wanted = dict(rows("country_lists.tsv"))
    assert {name: gazetteer.resolve(name).id or "-" for name in wanted} == wanted


@pytest.mark.parametrize("row", rows("alone.tsv"), ids=lambda row: row[0])
def test_what_a_name_means_alone(gazetteer: Normalizer, row: list[str]) -> None:
    name, wanted, *why = row
    assert bool(wanted) != bool(why)
    found = gazetteer.resolve(name)
    assert (found.id or "") == wanted, found.evidence


# Look-alikes


def test_lookalikes_have_their_form() -> None:
    for case in LOOKALIKES:
        assert case["why"]
        assert ("text" in case) != ("name" in case)
        if "text" in case:
            assert case["language"]
            assert ("mentions" in case) != ("not" in case)


def test_lookalikes_have_the_promised_size() -> None:
    assert len(SENTENCES) >= 400
    assert len(NAMES) >= 90
    assert len({case["language"] for case in SENTENCES}) >= 24
    distinct = {(case.get("text", case.get("name")), case.get("context")) for case in LOOKALIKES}
    assert len(distinct) == len(LOOKALIKES)


def test_no_lookalike_is_found_in_a_text(gazetteer: Normalizer) -> None:
    wrong = []
    for case in SENTENCES:
        found = [[mention.text, mention.id] for mention in gazetteer.find(case["text"])]
        unwanted = [span for span in found if span[1] in case.get("not", ())]
        if unwanted or found != case.get("mentions", found):
            wrong.append(f"{case['language']}: {case['text']} ({case['why']}): {found}")
    assert not wrong, "\n".join(wrong)


def test_no_lookalike_resolves(gazetteer: Normalizer) -> None:
    wrong = []
    for case in NAMES:
        resolution = gazetteer.resolve(case["name"], context=case.get("context"))
        unwanted = case.get("not", [resolution.id])
        if not resolution.abstained and resolution.id in unwanted:
            wrong.append(f"{case['name']} ({case['why']}): {resolution.id} {resolution.evidence}")
    assert not wrong, "\n".join(wrong)


# Spellings


def test_spellings_have_the_promised_size() -> None:
    wanted = [row for row in SPELLINGS if row[1] != "-"]
    assert len(wanted) >= 700
    assert len(SPELLINGS) - len(wanted) >= 150
    scripts = Counter(row[2].split("-")[1] for row in wanted)
    assert len([script for script, count in scripts.items() if count >= 10]) >= 14
    assert len({fold_key(row[0]) for row in SPELLINGS}) == len(SPELLINGS)


def test_no_spelling_is_listed(curated_entities: list[Entity]) -> None:
    listed = {fold_key(name.text): it.id for it in curated_entities for name in it.all_names()}
    known = [row[0] for row in SPELLINGS if fold_key(row[0]) in listed]
    assert not known, f"listed by now, so take these rows out of spellings.tsv: {known}"
    ids = {entity.id for entity in curated_entities}
    assert not [row for row in SPELLINGS if row[1] not in ids | {"-"}]


def test_spellings_resolve(gazetteer: Normalizer) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed, wrong = [], []
    for name, entity, tag, _note in SPELLINGS:
        resolution = gazetteer.resolve(name)
        if not resolution.abstained and resolution.id != entity:
            wrong.append(f"{name} ({tag}): {resolution.id}, not {entity}; {resolution.evidence}")
        if entity == "-":
            continue
        total[tag] += 1
        if resolution.id == entity:
            right[tag] += 1
        elif resolution.abstained:
            missed.append(f"{name} ({tag}): {resolution.reason}, score {resolution.score:.3f}")
    print(*missed, sep="\n")
    print(*(f"{tag}: {right[tag]} of {total[tag]}" for tag in sorted(total)), sep="\n")
    print(f"{right.total()} of {total.total()} right, {len(missed)} missed, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)
    assert right.total() >= 0.9 * total.total()


# Real files


@with_inputs
def test_article(gazetteer: Normalizer) -> None:
    text = (INPUTS / "article.txt").read_bytes().decode()
    assert [[mention.text, mention.id] for mention in gazetteer.find(text)] == rows(
        "article_mentions.tsv"
    )


@with_inputs
def test_article_is_given_back_by_undo(gazetteer: Normalizer) -> None:
    text = (INPUTS / "article.txt").read_bytes().decode()
    rewritten = gazetteer.rewrite(text)
    assert rewritten.text != text
    assert rewritten.undo() == text


@with_inputs
def test_article_is_rewritten_once(gazetteer: Normalizer) -> None:
    text = (INPUTS / "article.txt").read_bytes().decode()
    once = gazetteer.rewrite(text).text
    assert gazetteer.rewrite(once).text == once


@with_inputs
@pytest.mark.parametrize("options", [(), ("--split", ";")])
def test_actors_change_only_in_the_expected_cells(options: tuple[str, ...]) -> None:
    table = (INPUTS / "actors.csv").read_bytes()
    command = [sys.executable, "-m", "normalizer", "table", "--column", "actor", "--replace", "-q"]
    done = subprocess.run(
        [*command, *options, str(INPUTS / "actors.csv")], capture_output=True, check=True
    )
    assert done.stdout == expected_table(table, lambda option: option in ("", " ".join(options)))


def expected_table(table: bytes, counts: Callable[[str], bool]) -> bytes:
    """Replace the listed cells one after the other, in or without their quotes."""
    at = 0
    for _row, option, cell, becomes in rows("actors_expected.tsv"):
        if not counts(option):
            continue
        before, after = cell.encode(), becomes.encode()
        places = [
            (start + len(left), left)
            for left, right in ((b",", b","), (b',"', b'",'))
            if (start := table.find(left + before + right, at)) >= 0
        ]
        at = min(places)[0]
        table = table[:at] + after + table[at + len(before) :]
        at += len(after)
    return table
