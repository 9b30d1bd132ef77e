"""Annotations: marks where the mentions are, and the text back when they are taken away."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer, UsageError
from normalizer.rewriting.annotate import FORMATS, annotate
from normalizer.rewriting.annotate_tokens import tokens

TEXT = "The PMU\tand <Hashd\nal-Shaabi> & [Iraq] \\ |Iraq's| 人民动员力量.\r\n\r\nEnd"


class Marks(HTMLParser):
    """What a parser of HTML reads in an annotated text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.ids: list[str | None] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids.append(dict(attrs)["data-id"])

    def handle_data(self, data: str) -> None:
        self.text += data


def from_html(marked: str) -> str:
    return html.unescape(re.sub(r"</?mark[^>]*>", "", marked))


def from_markdown(marked: str) -> str:
    link = r'\[((?:\\.|[^\[\]\\])*)\]\(#[^\s()]+ "(?:\\.|[^"\\])*"\)'
    plain = re.sub(link, lambda match: re.sub(r"\\(.)", r"\1", match[1]), marked)
    return re.sub(r"<mark [^>]*>(.*?)</mark>", r"\1", plain, flags=re.DOTALL)


def from_jsonl(marked: str) -> str:
    text = json.loads(marked)["text"]
    assert isinstance(text, str)
    return text


def from_conll(marked: str) -> str:
    spaces = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "\\": "\\", "p": "|"}
    parts = []
    for line in filter(None, marked.split("\n")):
        token, _, _, notes = line.split("\t")
        told = dict(note.split("=", 1) for note in notes.split("|") if note != "_")
        before, after = told.get("SpacesBefore", ""), told.get("SpacesAfter", "")
        if not told.keys() & {"SpacesAfter", "SpaceAfter"}:
            after = " "
        parts += [re.sub(r"\\(.)", lambda m: spaces[m[1]], part) for part in (before,)]
        parts += [token, re.sub(r"\\(.)", lambda m: spaces[m[1]], after)]
    return "".join(parts)


BACK = {
    "html": from_html,
    "markdown": from_markdown,
    "jsonl": from_jsonl,
    "conll": from_conll,
    "spacy": from_jsonl,
}


@pytest.mark.parametrize("form", BACK)
def test_the_text_comes_back(small: Normalizer, form: str) -> None:
    assert BACK[form](annotate(TEXT, small.find(TEXT), form)) == TEXT


PIECES = st.lists(
    st.sampled_from(
        ["PMU", "Hashd al-Shaabi", "Hashd\nal-Shaabi", "Iraq", "l'Iraq", "人民动员力量", " ", "  ",
         "\n", "\r\n", "\t", "<", "&", "&amp;", '"', "[", "]", "\\", "|", "(", "é", "=", "\u2028",
         "\x85", "İ", "\ud800", "_", "U.S.", "\n\n"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=PIECES)
def test_any_text_comes_back(small: Normalizer, text: str) -> None:
    mentions = small.find(text)
    for form, back in BACK.items():
        if form == "conll" and not text.strip():
            continue  # a text without tokens has no lines
        assert back(annotate(text, mentions, form)) == text, form
    spans = tokens(text, mentions)
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())
    assert Marks(annotate(text, mentions, "html")).ids == [mention.id for mention in mentions]
    borders = {at for span in spans for at in span}
    assert all(mention.start in borders and mention.end in borders for mention in mentions)


def test_html(small: Normalizer) -> None:
    text = "The PMU <b> & Iraq"
    mark = '<mark data-id="iraq" data-type="place" title="Iraq">Iraq</mark>'
    marked = annotate(text, small.find(text, types=["place"]), "html")
    assert marked == f"The PMU &lt;b&gt; &amp; {mark}"
    assert Marks(marked).text == text
    source = "<p title='Iraq'>A&amp;B Iraq</p>"
    marked = annotate(source, small.find(source, markup="html"), "html", "html")
    assert marked == f"<p title='Iraq'>A&amp;B {mark}</p>"


def test_markdown(small: Normalizer) -> None:
    text = "**Iraq** [Iraq](x)"
    marked = annotate(text, small.find(text, markup="markdown"), "markdown", "markdown")
    mark = '<mark data-id="iraq" data-type="place" title="Iraq">Iraq</mark>'
    assert marked == f'**[Iraq](#iraq "Iraq")** [{mark}](x)'


def test_brat(small: Normalizer) -> None:
    text = "İ The PMU, Hashd\r\nal-Shaabi"
    lines = annotate(text, small.find(text), "brat").split("\n")
    assert lines == [
        "T1\torganization 6 9\tPMU",
        "N1\tReference T1 normalizer:popular-mobilization-forces\tPopular Mobilization Forces",
        "T2\torganization 11 16;18 27\tHashd al-Shaabi",
        "N2\tReference T2 normalizer:popular-mobilization-forces\tPopular Mobilization Forces",
        "",
    ]
    for line in lines[:3:2]:
        _, where, surface = line.split("\t")
        spans = [part.split() for part in where.split(" ", 1)[1].split(";")]
        assert " ".join(text[int(a) : int(b)] for a, b in spans) == surface


def test_conll(small: Normalizer) -> None:
    text = "In l'Iraq the Hashd\nal-Shaabi.\nEnd"
    rows = annotate(text, small.find(text), "conll").split("\n")
    assert rows == [
        "In\tO\t_\t_",
        "l'\tO\t_\tSpaceAfter=No",
        "Iraq\tB-place\tiraq\t_",
        "the\tO\t_\t_",
        "Hashd\tB-organization\tpopular-mobilization-forces\tSpacesAfter=\\n",
        "al\tI-organization\tpopular-mobilization-forces\tSpaceAfter=No",
        "-\tI-organization\tpopular-mobilization-forces\tSpaceAfter=No",
        "Shaabi\tI-organization\tpopular-mobilization-forces\tSpaceAfter=No",
        ".\tO\t_\tSpacesAfter=\\n",
        "",
        "End\tO\t_\tSpaceAfter=No",
        "",
    ]


def test_forms_that_do_not_go_together_are_refused() -> None:
    for form, markup in (("rtf", "none"), ("conll", "html"), ("html", "markdown")):
        with pytest.raises(UsageError):
            annotate("", [], form, markup)
    for form in FORMATS:
        annotate("", [], form)


@pytest.mark.slow
def test_spacy_reads_it(small: Normalizer) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is heavy; pip install spacy to run this")
    text = f" {TEXT}  Iraq "
    mentions = small.find(text)
    data = json.loads(annotate(text, mentions, "spacy"))
    doc = spacy.tokens.Doc(spacy.blank("xx").vocab).from_json(data, validate=True)
    assert doc.text == text
    assert [(ent.start_char, ent.end_char) for ent in doc.ents] == [m[:2] for m in mentions]
    spans = doc.spans["entities"]
    found = [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in spans]
    assert found == [(m.start, m.end, m.type, m.id) for m in mentions]
