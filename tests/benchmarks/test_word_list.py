"""The list of words that are taken for names."""

from __future__ import annotations

from pathlib import Path

from benchmarks.word_list import Word, linked, read_words
from normalizer import Normalizer


def test_words_are_read_with_their_frequencies(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("house\t5.2\nmosul\t2.1\n\nplain\n", encoding="utf-8")
    assert list(read_words(path)) == [Word("house", 5.2), Word("mosul", 2.1), Word("plain", 0)]
    assert list(read_words(path, least=3)) == [Word("house", 5.2)]


def test_words_that_are_taken_for_names_are_told(curated: Normalizer) -> None:
    words = ["house", "Mosul", "viena"]
    found = list(linked(curated, words, "Iraq knows a {} of its own."))
    assert [(words[number], mention.id) for number, mention in found] == [("Mosul", "mosul")]
