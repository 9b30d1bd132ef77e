"""How fast names are found and rewritten in running text, beside flashtext, flashtext2 and grep.

    python -m benchmarks.text_speed --names 10000 --language ru
    python -m benchmarks.text_speed --names 1000000 --whole

The text is English prose from the standard library's own documentation with names strewn in, made
from a fixed seed; in other languages the same text in other letters, one for each. ``--whole``
times whole processes: loading, reading the text, rewriting, writing. flashtext2 has no saved form,
so that its loading is building; ours is opening the file that was compiled before, and that time is
told apart.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import normalizer
from benchmarks.timing import make_names, median_run, median_seconds

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "en": _LATIN,
    "ru": "абцдефгхийклмнопярстувшыжз",
    "ar": "ابثدهفغحيجكلمنوپقرستعڤشخىز",
}
_FLASHTEXT2 = """
import sys
from flashtext2 import KeywordProcessor
names, text, out = sys.argv[1:]
keywords = KeywordProcessor(case_sensitive=False)
for line in open(names, encoding="utf-8"):
    keywords.add_keyword(line[:-1], line[:-1].upper())
with open(out, "w", encoding="utf-8") as file:
    for line in open(text, encoding="utf-8"):
        file.write(keywords.replace_keywords(line))
"""


def prose(size: int, names: Sequence[str], every: int, rng: random.Random) -> str:
    """Return prose of about `size` characters with a name every `every` characters or so."""
    from pydoc_data.topics import topics  # noqa: PLC0415

    words = " ".join(" ".join(topics.values()).split()).split(" ")
    parts: list[str] = []
    length = 0
    until = every
    while length < size:
        for word in words:
            parts.append(word)
            length += len(word) + 1
            if length >= until:
                name = rng.choice(names)
                parts.append(name)
                length += len(name) + 1
                until = length + rng.randint(every // 2, every * 3 // 2)
                if rng.random() < 0.3:
                    parts.append("\n")
    return " ".join(parts)[:size]


def in_letters(text: str, language: str) -> str:
    """Return English text in the letters of another script, one for each."""
    letters = _LETTERS[language]
    return text.translate(str.maketrans(_LATIN + _LATIN.upper(), letters + letters.upper()))


def entities_of(names: Sequence[str]) -> list[dict[str, Any]]:
    """Return an entity for each name, whose canonical name differs from it."""
    return [
        {"id": f"e{number}", "type": "person", "name": f"{name} X", "names": [name]}
        for number, name in enumerate(names)
    ]


def bench_loaded(text: str, names: Sequence[str], language: str, repeats: int) -> None:
    """Time all of them on one text, loaded."""
    from flashtext import KeywordProcessor  # noqa: PLC0415
    from flashtext2 import KeywordProcessor as KeywordProcessor2  # noqa: PLC0415

    ours = normalizer.build(entities_of(names))
    # In lines: on one long string flashtext's replacing takes quadratic time.
    lines = text.splitlines(keepends=True)
    first, second = KeywordProcessor(), KeywordProcessor2(case_sensitive=False)
    # What is no ASCII flashtext takes for the end of a word, unless it is told otherwise.
    first.non_word_boundaries.update(_LETTERS[language] + _LETTERS[language].upper())
    for name in names:
        first.add_keyword(name, f"{name} X")
        second.add_keyword(name, f"{name} X")
    runs: list[tuple[str, Callable[[], Any]]] = [
        ("normalizer rewrite", lambda: ours.rewrite(text)),
        ("normalizer find (mentions with evidence)", lambda: ours.find(text)),
        ("normalizer find, unlisted spellings too", lambda: ours.find(text, unlisted=True)),
        ("flashtext replace_keywords", lambda: [*map(first.replace_keywords, lines)]),
        ("flashtext2 replace_keywords", lambda: [*map(second.replace_keywords, lines)]),
    ]
    edits = ours.rewrite(text).edit_count
    ours.find(text[:1000], unlisted=True)  # compiles what finds them
    size = len(text.encode()) / 1e6
    print(f"\n## {size:.0f} MB of text ({language}), {len(names):,} names, {edits:,} replaced\n")
    print("| system | seconds | MB/s | times flashtext |\n| --- | --- | --- | --- |")
    seconds = {name: median_seconds(run, repeats) for name, run in runs}
    for name, taken in seconds.items():
        ratio = seconds["flashtext replace_keywords"] / taken
        print(f"| {name} | {taken:.2f} | {size / taken:.1f} | {ratio:.1f} |")


def bench_whole(text: str, names: Sequence[str], language: str, repeats: int) -> None:
    """Time whole processes: load, read, rewrite, write."""
    with tempfile.TemporaryDirectory(prefix="normalizer-bench-") as folder:
        place = Path(folder)
        (place / "text.txt").write_text(text, encoding="utf-8", newline="")
        (place / "names.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        (place / "replace.py").write_text(_FLASHTEXT2, encoding="utf-8")
        begin = time.perf_counter()
        normalizer.build(entities_of(names)).save(place / "all.names")
        built = time.perf_counter() - begin
        files = [str(place / name) for name in ("names.txt", "text.txt", "out.txt")]
        ours = [
            sys.executable,
            "-m",
            "normalizer",
            "text",
            "-g",
            str(place / "all.names"),
            files[1],
        ]
        theirs = [sys.executable, str(place / "replace.py"), *files]
        grep = ["grep", "-F", "-w", "-o", "-f", *files[:2]]
        size = len(text.encode()) / 1e6
        print(f"\n## Whole process: {size:.0f} MB of text ({language}), {len(names):,} names\n")
        print(f"Built and saved before in {built:.0f} s.\n")
        print("| command | seconds | most memory | ours is faster by |\n| --- | --- | --- | --- |")
        mine = 0.0
        for label, command in (("normalizer text", ours), ("flashtext2", theirs), ("grep", grep)):
            run = median_run(command, repeats)
            mine = mine or run.seconds
            ratio = run.seconds / mine
            print(f"| {label} | {run.seconds:.2f} | {run.megabytes:.0f} MB | {ratio:.1f} |")


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=20, help="millions of characters")
    parser.add_argument("--every", type=int, default=400, help="characters between names")
    parser.add_argument("--language", choices=sorted(_LETTERS), default="en")
    parser.add_argument("--whole", action="store_true", help="time whole processes")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    rng = random.Random(7)
    english = make_names(given.names, rng)
    text = prose(given.megabytes * 1_000_000, english, given.every, rng)
    names = [in_letters(name, given.language) for name in english]
    bench = bench_whole if given.whole else bench_loaded
    bench(in_letters(text, given.language), names, given.language, given.repeats)


if __name__ == "__main__":
    main()
