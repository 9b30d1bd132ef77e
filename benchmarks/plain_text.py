"""List what the finder links in plain text, to be read by eye.

    python -m benchmarks.plain_text FILES > links.tsv

Each line: file, entity ID, the span, its surroundings. On standard error, for each file, the words
and the links per 100,000 words. In scripts without spaces two letters count as a word.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import normalizer

_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PIECE = 500_000
_REACH = 70


def count_words(text: str) -> int:
    """Return how many words a text has, two letters of a script without spaces being one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + unspaced // 2


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of about half a million characters, cut at empty lines."""
    start = 0
    while start < len(text):
        cut = text.find("\n\n", start + _PIECE)
        end = len(text) if cut < 0 else cut
        yield text[start:end]
        start = end


def _line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Print the links of the files and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="text in UTF-8")
    options = parser.parse_args()
    gazetteer = normalizer.load()
    words: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for path in options.files:
        for text in pieces(path.read_text(encoding="utf-8", errors="replace")):
            words[path.name] += count_words(text)
            for mention in gazetteer.find(text):
                links[path.name] += 1
                around = text[max(0, mention.start - _REACH) : mention.end + _REACH]
                print(path.name, mention.id, _line(mention.text), _line(around), sep="\t")
    for name in words:
        share = 100_000 * links[name] / max(1, words[name])
        print(f"{name}\t{words[name]:,} words\t{links[name]} links\t{share:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
