"""Forms where they stand: a capital, an article before them, two names of one entity in a row."""

from __future__ import annotations

import pytest

from normalizer import Normalizer

CASES = [
    # One name explains another.
    ("Daesh (ISIS) fled.", "name", "Islamic State (ISIS) fled."),
    ("ISIS (Daesh) fled.", "name", "ISIS (Islamic State) fled."),
    ("Daesh/ISIS fled.", "name", "Islamic State/ISIS fled."),
    ("Daesh, also known as ISIS, fled.", "name", "Islamic State, also known as ISIS, fled."),
    ("ISIS (Islamic State) fled.", "name", "ISIS (Islamic State) fled."),
    ("Islamic State (or ISIS or Daesh) fled.", "name", "Islamic State (or ISIS or Daesh) fled."),
    ("Swaziland, now Eswatini, voted.", "name", "Swaziland, now Eswatini, voted."),
    ("伊斯兰国（ISIS）", "name", "Islamic State（ISIS）"),
    ("Daech (ISIS) a fui.", "ar", "تنظيم الدولة الإسلامية (ISIS) a fui."),
    ("Daesh (ISIS) fled.", "{id}", "islamic-state (islamic-state) fled."),
    # These do not.
    ("Daesh and ISIS are one.", "name", "Islamic State and Islamic State are one."),
    ("ISIS lost, in Daesh prisons.", "name", "Islamic State lost, in Islamic State prisons."),
    ("Daesh (Syria) fled.", "name", "Islamic State (Syria) fled."),
    # A capital at the beginning of a sentence.
    ("Al-Shabaab said so.", "name", "Al-Shabaab said so."),
    ("Al-Shabab said so.", "name", "Al-Shabaab said so."),
    ("It ended. Al-Shabab fled.", "name", "It ended. Al-Shabaab fled."),
    ("They saw Al-Shabab flee.", "name", "They saw al-Shabaab flee."),
    ("Qandil a été touché.", "fr", "Monts Qandil a été touché."),
    ("al-Shabab fled.", "name", "al-Shabaab fled."),
    ("Al-Shabab fled.", "{name}", "al-Shabaab fled."),
    # What stands before the form inside a listed name.
    ("The Associated Press saw it.", "name", "The Associated Press saw it."),
    ("India's Border Security Force left.", "name", "India's Border Security Force left."),
    (
        "India's Border Security Force left.",
        "{name} [{id}]",
        "Border Security Force [border-security-force-india] left.",
    ),
    # A possessive is no other name.
    ("The Taleban's role grew.", "name", "The Taliban's role grew."),
    ("Hama's role grew.", "name", "Hama's role grew."),
    ("The Republic of Haiti’s role grew.", "name", "The Haiti’s role grew."),
]


@pytest.mark.parametrize(("text", "to", "expected"), CASES)
def test_form_in_its_place(curated: Normalizer, text: str, to: str, expected: str) -> None:
    once = curated.rewrite(text, to)
    assert once.text == expected
    assert once.undo() == text
    assert curated.rewrite(expected, to).text == expected


@pytest.mark.parametrize("to", ["name", "ar"])
def test_long_texts_as_short_ones(curated: Normalizer, to: str) -> None:
    texts = [text for text, *_ in CASES]
    apart = "\n\nNothing stands between these two sentences, and much does.\n\n" * 20
    once = curated.rewrite(apart.join(texts * 5), to)
    alone = [curated.rewrite(text, to).text for text in texts]
    # What was named before may make an acronym clear, which these ask for nothing.
    assert once.text.split(apart) == alone * 5
    assert once.undo() == apart.join(texts * 5)
