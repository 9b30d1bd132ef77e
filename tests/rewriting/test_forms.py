"""Wanted forms: house styles and names by date."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizer import GazetteerError, Normalizer, UsageError, build
from normalizer.rewriting.forms import renderer

STYLES = sorted((Path(__file__).parents[2] / "examples" / "styles").glob("*.yaml"))
NEWS = "ISIL left Kiev and Turkey; the PMF, Hezbollah, Burma and Czechia stayed."


@pytest.mark.parametrize(
    ("date", "text", "expected"),
    [
        ("2014-05", "Daesh", "Islamic State of Iraq and the Levant"),
        ("2014-06-30", "Daesh", "Islamic State"),
        ("2010", "Eswatini", "Swaziland"),
        ("2018-04-18", "Eswatini", "Swaziland"),
        ("2018-04-20", "Swaziland", "Eswatini"),
        ("2021", "Türkiye", "Turkey"),
        ("2023", "Turkey", "Türkiye"),
        ("2015", "al-Nusra Front", "al-Nusra Front"),
        ("2016-10", "al-Nusra Front", "Jabhat Fateh al-Sham"),
        ("2018", "Hayat Tahrir al-Sham", "Hayat Tahrir al-Sham"),
        ("1920", "Saint Petersburg", "Petrograd"),
        ("1950", "Saint Petersburg", "Leningrad"),
        ("2020", "Astana", "Nur-Sultan"),
        ("2020", "Iraq", "Iraq"),
    ],
)
def test_as_of(curated: Normalizer, date: str, text: str, expected: str) -> None:
    rewrite = curated.rewrite(text, "as-of", date=date)
    assert rewrite.text == expected
    assert curated.rewrite(expected, "as-of", date=date).text == expected


def test_as_of_in_another_language_and_in_templates(curated: Normalizer) -> None:
    asked = {"to": "{as-of} ({as-of:ar}, {id})", "date": "2016-10"}
    expected = "Jabhat Fateh al-Sham (جبهة فتح الشام, al-nusra-front)"
    assert curated.rewrite("al-Nusra Front", **asked).text == expected
    assert curated.rewrite("Eswatini", "as-of:de", date="2010").text == "Swasiland"
    for to in ("as-of", "{as-of}", "as-of:ar"):
        with pytest.raises(UsageError, match="date"):
            curated.rewrite("Iraq", to)


def test_as_of_resolutions(curated: Normalizer) -> None:
    assert curated.renderer("as-of", date="2010")(curated.resolve("Eswatini")) == "Swaziland"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_sample_styles_can_be_read_and_rewrite_once(curated: Normalizer, path: Path) -> None:
    once = curated.rewrite(NEWS, f"style:{path}").text
    assert once != NEWS
    assert curated.rewrite(once, f"style:{path}").text == once


def test_a_style_by_language(curated: Normalizer) -> None:
    path = next(path for path in STYLES if path.name == "style-c.yaml")
    assert curated.rewrite("ISIL, Burma, Iraq", f"style:{path}").text == "EI, Birmanie, Irak"
    assert curated.rewrite("Daesh, Burma", f"style:{path}:en").text == "ISIL, Myanmar"


def test_a_form_longer_than_what_is_recognised_in_it_is_put_in_once(small: Normalizer) -> None:
    once = small.rewrite("The PMU", "{name} militia").text
    assert once == "The Popular Mobilization Forces militia"
    assert small.rewrite(once, "{name} militia").text == once
    assert small.rewrite("Iraq", "Republic of {name} now").text == "Republic of Iraq now"
    assert small.rewrite("Republic of Iraq now", "Republic of {name} now").edits == ()


FAULTS = [
    ("forms:\n  nobody: X\n", ':2: there is no entity "nobody"'),
    ("base: 7\n", ':1: base must be "name"'),
    ("form:\n  iraq: X\n", ':1: unknown field "form" in a style. Did you mean "forms"?'),
    ("base: name\nforms: [iraq]\n", ":2: forms must be a mapping"),
    ("forms:\n  iraq:\n    Frensh: X\n", ':3: "Frensh" is not a language'),
    ("forms:\n  iraq: ''\n", ":2: a form must be one line of text; here it is nothing."),
    ("forms:\n  iraq: [X]\n", ":2: a form must be one line of text; here it is a list."),
    ("- iraq\n", ":1: a style must be a mapping"),
    ("forms:\n  iraq: X\n  iraq: Y\n", ":3: the key"),
    ("forms: {iraq: *x}\n", ":1: "),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_faults_in_styles_name_file_and_line(
    small: Normalizer, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "style.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(GazetteerError) as caught:
        small.rewrite("Iraq", f"style:{path}")
    assert f"{path}{message}" in str(caught.value)


def test_a_case_of_the_label_itself_stays(curated: Normalizer) -> None:
    """Kosova is listed in Albanian; in Croatian it is the genitive of Kosovo."""
    text = "Vojska s Kosova je stigla, rekao je."
    assert curated.rewrite(text, "hr").text == text
    assert curated.rewrite(text, "de").text == text.replace("Kosova", "Kosovo")


@pytest.mark.parametrize("affixes", ["keep", "drop"])
@pytest.mark.parametrize("markup", ["none", "html"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_function_may_leave_a_mention_as_it_stands(
    curated: Normalizer, nothing: str | None, markup: str, affixes: str
) -> None:
    text = "PMU fighters met Daesh. Убит Хезболлой, وداعش; #Daesh, Daesh's men."
    asked = {"hashtags": True, "markup": markup, "affixes": affixes}
    assert curated.rewrite(text, lambda mention: nothing, **asked).text == text
    some = curated.rewrite(
        text, lambda it: it.name if it.id == "popular-mobilization-forces" else nothing, **asked
    )
    assert some.text == text.replace("PMU", "Popular Mobilization Forces")
    assert some.undo() == text
    assert [edit.before for edit in some.edits] == ["PMU"]


def test_a_function_that_makes_no_text_is_told_of(curated: Normalizer) -> None:
    with pytest.raises(UsageError, match="made 3 of type int of 'Daesh'; return a string, or None"):
        curated.rewrite("Daesh left.", lambda mention: 3)


def test_unknown_forms_are_refused() -> None:
    for to in ("!", "as-of:!", "{nonsense}", "{name"):
        with pytest.raises(UsageError):
            renderer(to)
    with pytest.raises(GazetteerError, match="cannot be read"):
        renderer("style:/nowhere.yaml")


@pytest.mark.parametrize("to", ["xq", "fr", "{label:xq}", "as-of:xq", "as-of:xq-Latn"])
def test_a_language_that_nothing_is_named_in_is_refused(small: Normalizer, to: str) -> None:
    with pytest.raises(UsageError, match=r"in the language '(xq|fr|xq-Latn)'; give .*, or name\.$"):
        small.rewrite("Iraq", to, date="2020")


def test_languages_that_names_or_labels_are_in(curated: Normalizer, small: Normalizer) -> None:
    for to in ("ru", "ru-RU", "en", "en-GB", "{label:ja}", "as-of:ru"):
        assert small.rewrite("Iraq", to, date="2020").text != ""
    with pytest.raises(UsageError, match=r"give ar, fr, .*, one of \d+ more, or name"):
        curated.renderer("xq")
    assert build([]).rewrite("Iraq", "xq").text == "Iraq"  # it is not known what will be in it
