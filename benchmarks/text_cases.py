"""How many of the sentences under ``tests/cases/text`` are linked as they should be, by language.

    python -m benchmarks.text_cases [--failures] [--unlisted]

A sentence without ``not`` is positive: its mentions must be found, and nothing else. One with
``not`` is negative: nothing but its mentions may be found. With ``--unlisted`` it is the sentences
under ``tests/cases/text_unlisted``, whose names are spelled in ways that nobody has listed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import normalizer
from normalizer import Mention

FOLDER = Path(__file__).parents[1] / "tests" / "cases" / "text"
UNLISTED = FOLDER.parent / "text_unlisted"
_LONGEST_ENDING = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what is to be found in it.

    Attributes:
        language: Language of the sentence, as in its file's name.
        number: Its line in the file, from 1.
        text: The sentence.
        mentions: Start, end and entity ID of each mention, in order.
        unwanted: IDs of entities that the sentence seems to name; None in a positive sentence.
        why: What the sentence tries.
    """

    language: str
    number: int
    text: str
    mentions: tuple[tuple[int, int, str], ...]
    unwanted: tuple[str, ...] | None
    why: str

    @property
    def is_negative(self) -> bool:
        """Whether the sentence is there for what must not be found in it."""
        return self.unwanted is not None

    def fault(self, found: Iterable[Mention]) -> str:
        """Say what is wrong with what was found; empty if nothing is.

        Args:
            found: The mentions found in the sentence.
        """
        open_mentions = list(self.mentions)
        wrong = []
        for mention in found:
            same = next((it for it in open_mentions if self._is(it, mention)), None)
            if same:
                open_mentions.remove(same)
            else:
                wrong.append(f"{mention.text} as {mention.id}")
        faults = [f"wrong: {', '.join(wrong)}"] if wrong else []
        if open_mentions and not self.is_negative:
            missed = ", ".join(self.text[start:end] for start, end, _id in open_mentions)
            faults.append(f"missed: {missed}")
        return "; ".join(faults)

    def _is(self, wanted: tuple[int, int, str], found: Mention) -> bool:
        """Tell whether a mention is the wanted one.

        Whether a case ending that takes the place of the name's own last letters (Хезболл-ы)
        stands in the mention or beside it is left to the finder.
        """
        start, end, entity = wanted
        if (found.start, found.id) != (start, entity):
            return False
        ending = self.text[found.end : end]
        return found.end == end or (
            found.end < end and len(ending) <= _LONGEST_ENDING and ending.isalpha()
        )


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """Read all sentences of a folder, language by language.

    Args:
        folder: Folder with a file ``LANGUAGE.jsonl`` for each language.

    Raises:
        ValueError: If a mention does not stand in its sentence; file and line are named.
    """
    return [case for path in sorted(folder.glob("*.jsonl")) for case in _read(path)]


def known_failures(folder: Path = FOLDER) -> dict[tuple[str, str], str]:
    """Read which sentences are known to fail: the reason by language and text.

    Args:
        folder: Folder with ``known_failures.tsv``.
    """
    lines = (folder / "known_failures.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(language, text): reason for language, text, reason in rows}


def _read(path: Path) -> Iterator[Case]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        text = row["text"]
        mentions = []
        at = 0
        for mention in row["mentions"]:
            start = text.find(mention["text"], at)
            if start < 0:
                raise ValueError(
                    f"{path}, line {number}: “{mention['text']}” does not stand in the sentence "
                    "after the mention before it. Write mentions as they stand, in order."
                )
            at = start + len(mention["text"])
            mentions.append((start, at, mention["id"]))
        unwanted = tuple(row["not"]) if "not" in row else None
        yield Case(path.stem, number, text, tuple(mentions), unwanted, row["why"])


def main() -> None:
    """Print a Markdown table by language and, if asked, each sentence that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="list what fails, and how")
    parser.add_argument("--unlisted", action="store_true", help="names in unlisted spellings")
    options = parser.parse_args()
    gazetteer = normalizer.load()
    unlisted = options.unlisted
    cases = read_cases(UNLISTED if unlisted else FOLDER)
    faults = [case.fault(gazetteer.find(case.text, unlisted=unlisted)) for case in cases]
    if options.failures:
        for case, fault in zip(cases, faults, strict=True):
            if fault:
                kind = "negative" if case.is_negative else "positive"
                print(f"{case.language}:{case.number}\t{kind}\t{case.text}\t{fault}")
        return
    print("| language | positives | right | negatives | with a wrong link |")
    print("| --- | --- | --- | --- | --- |")
    languages = sorted({case.language for case in cases})
    for language in [*languages, "all"]:
        failed = {True: 0, False: 0}
        total = {True: 0, False: 0}
        for case, fault in zip(cases, faults, strict=True):
            if language in (case.language, "all"):
                total[case.is_negative] += 1
                failed[case.is_negative] += bool(fault)
        right = total[False] - failed[False]
        print(f"| {language} | {total[False]} | {right} | {total[True]} | {failed[True]} |")


if __name__ == "__main__":
    main()
