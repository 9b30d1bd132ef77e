"""A text rewritten part by part comes out as in one piece."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching.texts.options import Options
from normalizer.rewriting.forms import as_it_is, renderer
from normalizer.rewriting.stream import rewritten_parts
from normalizer.rewriting.wanted import WantedForms

SENTENCES = (
    "Ali al-Hosseini left Iraq. ",
    "Hosseini spoke of the PMU.\n\n",
    "Al-Hosseini said so\nagain. ",
    "Karim al-Hosseini came. ",
    "The commander Abu Hosseini slept. ",
    "Abu Hosseini slept. ",
    "Ansar al-Sharia in Libya\nand Ansar al-Sharia. ",
    "Ansar al-Sharia of Tunis; ",
    "Hashd\nal-Shaabi and the U.S. army. ",
    "Its power management failed: PMU. ",
    "人民动员力量イラク。",
    "Iraqi men at the café.\r\n\r\n",
    "A phasor measurement unit (PMU) hums. ",
    "Hashd al-Shaabi (PMU) fight. ",
    "PMU, the power management unit, ",
    "The PMU’s chip. ",
    "Nothing to see here, " * 12 + "\n",
    "لا شيء " * 30,
    "x" * 700 + " ",
    "\u1112\u1161\u11ab ﾊﾞ ",
)


def in_parts(normalizer: Normalizer, text: str, size: int, piece: int) -> str:
    finder = normalizer._finder
    pieces = [text[at : at + piece] for at in range(0, len(text), piece)]
    options = Options()
    parts = list(
        rewritten_parts(
            pieces,
            lambda part, memory: finder.spans(part, options, memory),
            WantedForms(renderer("name"), finder.mention, as_it_is),
            size,
        )
    )
    assert "".join(part.original for part in parts) == text
    for part in parts:
        assert part.undo() == part.original
    return "".join(part.text for part in parts)


@settings(max_examples=60, deadline=None)
@given(
    sentences=st.lists(st.sampled_from(SENTENCES), min_size=10, max_size=120),
    size=st.sampled_from([200, 701, 2000]),
    piece=st.sampled_from([97, 5000]),
)
def test_parts_give_what_the_whole_gives(
    small: Normalizer, sentences: list[str], size: int, piece: int
) -> None:
    text = "".join(sentences)
    assert in_parts(small, text, size, piece) == small.rewrite(text).text


@settings(max_examples=60, deadline=None)
@given(
    sentences=st.lists(st.sampled_from([s for s in SENTENCES if "Hosseini" in s or len(s) > 200]),
    min_size=30, max_size=60)
)  # fmt: skip
def test_surnames_carry_over(small: Normalizer, sentences: list[str]) -> None:
    text = "Ali al-Hosseini. " + "".join(sentences)
    assert in_parts(small, text, 200, 300) == small.rewrite(text).text


def test_what_was_named_far_before_carries_over(small: Normalizer) -> None:
    text = "Ali al-Hosseini spoke. " + "So it went on. " * 800 + "Abu Hosseini slept."
    assert in_parts(small, text, 500, 997).endswith("Ali al-Hosseini slept.")


def test_a_definition_counts_for_what_stands_some_parts_before_it(small: Normalizer) -> None:
    far, near = "It went on so. " * 500, "It went on. " * 200
    text = f"PMU one. {far}PMU two. {near}The phasor measurement unit (PMU). {far}PMU three."
    whole = small.rewrite(text).text
    assert [f"PMU {word}" in whole for word in ("one", "two", "three")] == [False, True, True]
    assert in_parts(small, text, 500, 997) == whole


def test_pieces_may_be_cut_anywhere(small: Normalizer) -> None:
    assert [part.text for part in small.rewrite_parts(["The P", "MU l", "eft."])] == [
        "The Popular Mobilization Forces left."
    ]
    assert list(small.rewrite_parts([])) == []
