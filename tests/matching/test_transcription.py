"""How characters write names in Latin letters: the sums, and which spelling fits better."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.likeness.evidence import compare_many
from normalizer.matching.likeness.known_keys import KnownKeys
from normalizer.matching.likeness.proposals import nearness
from normalizer.matching.likeness.transcription import (
    LONGEST_PART,
    Transcriptions,
    code_of,
    letters_of,
)
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.likeness.writing import (
    KIND_BY_SCRIPT,
    WRITINGS,
    moras,
    transcriptions,
    with_next,
    writing_of,
)

ROWS = [["阿", "a:6 ah:2"], ["巴", "ba:5 bba:1 b:2"], ["斯", "s:9 th:2 -:1"]]


@pytest.mark.parametrize(
    ("written", "better", "worse"),
    [
        ("菲利普", "phillip", "felip"),
        ("费利佩", "felipe", "philip"),
        ("乔丹", "jordan", "dickson"),
        ("原", "hara", "matsu"),
        ("奥巴马", "obama", "osama"),
        ("赫尔辛基", "helsinki", "hersingi"),
        ("블릭스트", "blixt", "bricked"),
        ("김정은", "kim jong un", "kim chang in"),
        ("マグリット", "magritte", "magreed"),
        ("おばやし", "obayashi", "ubayasi"),
        ("ティナ", "tina", "tayna"),
        ("Бухальтер", "buchalter", "boukhaldar"),
        ("Хатисуга", "hachisuga", "hatizuga"),
    ],
)
def test_the_likelier_spelling_fits_better(written: str, better: str, worse: str) -> None:
    table = transcriptions(WRITINGS[writing_of(written)].kind)
    good, bad = table.written([(written, better), (written, worse)])
    assert good is not None
    assert bad is not None
    assert good.fit > bad.fit
    one, other = nearness([(written, better), (written, worse)])
    assert one.likeness > other.likeness


def test_simplified_and_traditional_characters_are_one() -> None:
    simple, traditional = transcriptions("han").written([("费尔", "fell"), ("費爾", "fell")])
    assert simple == traditional


def test_words_may_stand_in_another_order() -> None:
    ask = transcriptions("han").written
    plain, turned = ask([("习近平", "Xi Jinping"), ("习近平", "Jinping Xi")])
    assert plain == turned
    plain, turned = ask([("巴拉克·奥巴马", it) for it in ("Barack Obama", "Obama, Barack")])
    assert plain == turned


def test_all_ways_to_cut_are_added_up() -> None:
    """The same as by trying all cuts one by one."""
    table = Transcriptions(ROWS)
    counts = {row[0]: dict(it.split(":") for it in row[1].split()) for row in ROWS}
    total = sum(int(n) for each in counts.values() for n in each.values())
    by_length = (0.02, 0.22, 0.36, 0.25, 0.1, 0.04, 0.01)

    def alone(part: str) -> float:
        seen = sum(int(each.get(part or "-", 0)) for each in counts.values()) / total
        return 0.97 * seen + 0.03 * by_length[len(part)] * 0.05 ** len(part)

    def given(char: str, part: str) -> float:
        own = counts[char]
        whole = sum(map(int, own.values()))
        return (int(own.get(part or "-", 0)) + 3 * alone(part)) / (whole + 3)

    text, letters = "阿巴斯", "abbas"
    joint = letters_alone = 0.0
    for a in range(len(letters) + 1):
        for b in range(a, len(letters) + 1):
            parts = letters[:a], letters[a:b], letters[b:]
            way = other = 1.0
            for char, part in zip(text, parts, strict=True):
                way *= given(char, part)
                other *= alone(part)
            joint += way
            letters_alone += other
    whole = 1.0
    for char in text:
        whole *= (sum(map(int, counts[char].values())) + 0.5) / (total + 0.5 * len(ROWS))
    (found,) = table.written([(text, letters)])
    assert found is not None
    assert 2.718281828459045 ** (3 * found.fit) == pytest.approx(whole * joint / letters_alone)


def test_many_together_give_what_one_gives() -> None:
    pairs = [("奥巴马", "obama"), ("克", "c"), ("斯", "Nussbaumer"), ("龘龘", "tada"), ("马", "ma")]
    together = transcriptions("han").written(pairs)
    assert together == [transcriptions("han").written([pair])[0] for pair in pairs]


def test_what_cannot_be_judged_is_left_alone() -> None:
    asked = [("奥巴马", ""), ("马" * 40, "ma"), ("马", "a" * 90), ("马", "…")]
    assert transcriptions("han").written(asked) == [None] * 4


@pytest.mark.parametrize("letters", ["", "a", "th", "zzzzzz", "9", "bourne"])
def test_letters_are_numbered_both_ways(letters: str) -> None:
    assert len(letters) <= LONGEST_PART
    assert letters_of(code_of(letters)) == letters


def test_kana_and_letters_are_cut_into_units() -> None:
    assert moras("シャッティー") == ("シャッ", "ティ", "ー")
    assert moras("おばやし") == moras("オバヤシ") == ("オ", "バ", "ヤ", "シ")
    assert moras("ッア") == ("ッ", "ア")
    assert with_next("хаса") == ("ха", "ас", "са", "а")
    assert moras("") == with_next("") == ()


@pytest.mark.parametrize("text", ["김정은", "おばやし", "Бухальтер", "奥巴马"])
def test_what_is_read_aloud_is_judged_by_the_networks_alone(text: str) -> None:
    """Of a reading the spelling tells nothing, whichever table its script has."""
    pair = (text, "Buchalter")
    plain, aloud = nearness([pair])[0], nearness([pair], aloud=True)[0]
    assert not plain.aloud
    assert aloud.aloud
    spellings = tuple(map(Spelling.of, pair))
    kinds = [it.kind for it in compare_many([spellings, spellings], [plain, aloud])]
    assert kinds == [KIND_BY_SCRIPT[spellings[0].script], "cross"]


@given(st.dictionaries(st.integers(0, 1 << 50), st.floats(0.1, 9.0)), st.sets(st.integers(0, 99)))
def test_keys_are_known_by_their_values(known: dict[int, float], others: set[int]) -> None:
    asked = np.array([*known, *others], dtype=np.int64)
    keys = np.array(list(known), dtype=np.int64)
    found = KnownKeys(keys, np.array(list(known.values()))).values(asked)
    assert found.tolist() == [known.get(key, 0.0) for key in asked.tolist()]
