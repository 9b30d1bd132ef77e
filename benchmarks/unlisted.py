"""How many misspelt names are found in running text, and how many as somebody else.

    python -m benchmarks.unlisted [--names 300] [--failures]

Names of two words or more of people and organisations in the curated gazetteer, each with a slip of
the pen or in another transliteration, stand in neutral sentences of their language. Names that are
still listed after that do not count; a listed part of a name, which is found anyway, is a miss.
Prints a Markdown table by language.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator

import normalizer
from normalizer import Normalizer
from normalizer.entity import MASKS

SENTENCES = {
    "en": "On Tuesday, {} published a short statement about the talks.",
    "fr": "Mardi, {} a publié un court communiqué sur les pourparlers.",
    "de": "Am Dienstag hat {} eine kurze Erklärung veröffentlicht.",
    "es": "El martes, {} publicó un breve comunicado.",
    "tr": "Salı günü {} kısa bir açıklama yaptı.",
    "ru": "Во вторник {} опубликовал короткое заявление.",
    "uk": "У вівторок {} оприлюднив коротку заяву.",
    "el": "Την Τρίτη, {} δημοσίευσε μια σύντομη ανακοίνωση.",
    "ar": "يوم الثلاثاء نشر {} بيانا قصيرا.",
    "fa": "روز سه‌شنبه {} بیانیه‌ای کوتاه منتشر کرد.",
    "he": "ביום שלישי פרסם {} הודעה קצרה.",
}
_TYPES = frozenset(["person", "organization"])
_RESPELT = (
    ("ou", "u"), ("u", "ou"), ("oo", "u"), ("ee", "i"), ("i", "ee"), ("i", "y"), ("y", "i"),
    ("a", "e"), ("e", "a"), ("o", "u"), ("q", "k"), ("k", "q"), ("kh", "ch"), ("sh", "ch"),
    ("ch", "sh"), ("j", "dj"), ("ss", "s"), ("w", "v"), ("dh", "d"), ("gh", "g"), ("iyy", "iy"),
)  # fmt: skip
_LONG_WORD = 5
_SEED = 11


def main() -> None:
    """Print what is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=300, help="names of each language")
    parser.add_argument("--failures", action="store_true", help="list what is wrong, and misses")
    options = parser.parse_args()
    gazetteer = normalizer.load()
    print("| language | names | right | missed | wrong |\n| --- | --- | --- | --- | --- |")
    total: Counter[str] = Counter()
    for language, sentence in SENTENCES.items():
        outcomes: Counter[str] = Counter()
        for listed, name, entity in _misspelt(gazetteer, language, options.names):
            text = sentence.format(name)
            parts = {(it.start, it.end, it.id) for it in gazetteer.find(text)}
            found = {(it.start, it.end, it.id) for it in gazetteer.find(text, unlisted=True)}
            added = {entity_id for _start, _end, entity_id in found - parts}
            outcome = "missed" if not added else "right" if added == {entity} else "wrong"
            outcomes[outcome] += 1
            if options.failures and outcome != "right":
                print(outcome, language, listed, name, *added, sep="\t")
        total += outcomes
        print(_line(language, outcomes))
    print(_line("all", total))


def _line(label: str, outcomes: Counter[str]) -> str:
    counts = " | ".join(str(outcomes[outcome]) for outcome in ("right", "missed", "wrong"))
    return f"| {label} | {outcomes.total()} | {counts} |"


def _misspelt(gazetteer: Normalizer, language: str, count: int) -> Iterator[tuple[str, str, str]]:
    """Yield listed names of a language, each with a misspelling and its entity's ID."""
    rng = random.Random(_SEED)
    index = gazetteer.index
    names = [
        (record.name.text, index.entity(record.entity).id)
        for record in map(index.name, range(index.name_count))
        if record.name.language == language
        and " " in record.name.text
        and record.name.conditions.is_empty
        and record.name.kind not in MASKS | {"acronym", "short"}
        and index.entity(record.entity).type in _TYPES
    ]
    rng.shuffle(names)
    done = 0
    for listed, entity in names:
        name = _respelt(listed, rng) if listed.isascii() and rng.random() < 0.5 else ""
        name = name or _slipped(listed, rng)
        text = SENTENCES[language].format(name)
        if name not in ("", listed) and not any(it.text == name for it in gazetteer.find(text)):
            yield listed, name, entity
            done += 1
        if done >= count:
            return


def _slipped(name: str, rng: random.Random) -> str:
    """Return a name with a slip inside one of its longer words; empty if it has none."""
    words = name.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= _LONG_WORD]
    if not long:
        return ""
    chosen = rng.choice(long)
    word = words[chosen]
    at = rng.randrange(1, len(word) - 2)
    words[chosen] = rng.choice((
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ))  # fmt: skip
    return " ".join(words)


def _respelt(name: str, rng: random.Random) -> str:
    """Return a name with one or two sounds written in another usual way; empty if none can be."""
    for _ in range(rng.choice((1, 2))):
        ways = [way for way in _RESPELT if way[0] in name[1:]]
        if not ways:
            return ""
        before, after = rng.choice(ways)
        name = name[0] + name[1:].replace(before, after, 1)
    return name


if __name__ == "__main__":
    main()
