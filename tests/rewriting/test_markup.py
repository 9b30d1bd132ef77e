"""Names in HTML and Markdown: only running text is rewritten, and no other byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer, UsageError
from normalizer.rewriting.html_tokens import TEXT, html_tokens
from normalizer.rewriting.markup import markup_named, markup_of_file
from tests.case_files import records


@pytest.mark.parametrize("case", records("html_text.jsonl"), ids=lambda case: case["html"])
def test_text_nodes_are_those_of_the_standard(case: dict[str, str]) -> None:
    assert running_text("html", case["html"]).strip("\n") == case["text"].strip("\n")


@pytest.mark.parametrize("case", records("markdown_text.jsonl"), ids=lambda case: case["markdown"])
def test_running_text_of_markdown(case: dict[str, str]) -> None:
    assert running_text("markdown", case["markdown"]) == case["text"]


def running_text(markup: str, source: str) -> str:
    reader = markup_named(markup)
    assert reader is not None
    return reader.view(source).text


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        ("html", "<p>Hashd <b>al-Shaabi</b>, PMU", "<p>Hashd <b>al-Shaabi</b>, {PMF}"),
        ("html", "Hashd al-Sha&rsquo;abi &amp; co", "{PMF} &amp; co"),
        ("html", "Hashd al&#45;Shaabi&nbsp;men", "{PMF}&nbsp;men"),
        ("html", "&#1575;&#1604;حشد الشعبي", "{PMF}"),
        ("html", "<b>Iraq</b>i <i>PMU</i>", "<b>Iraq</b>i <i>{PMF}</i>"),
        ("html", "<code>a</code>Ansar al-Sharia", "<code>a</code>Ansar al-Sharia"),
        ("markdown", "**PMU** `PMU` [PMU](PMU)", "**{PMF}** `PMU` [{PMF}](PMU)"),
        ("markdown", "Hashd **al-Shaabi** Hashd al\\-Shaabi", "Hashd **al-Shaabi** {PMF}"),
    ],
)
def test_rewriting(small: Normalizer, markup: str, source: str, expected: str) -> None:
    expected = expected.replace("{PMF}", "Popular Mobilization Forces")
    rewrite = small.rewrite(source, markup=markup)
    assert rewrite.text == expected
    assert rewrite.undo() == source
    assert [source[m.start : m.end] for m in rewrite.mentions] == [m.text for m in rewrite.mentions]


def test_names_are_escaped_and_templates_are_not() -> None:
    from normalizer import build

    own = build([{"id": "att", "type": "company", "name": "A*T&T <x>", "names": ["ATT Inc"]}])
    assert own.rewrite("ATT Inc", markup="html").text == "A*T&amp;T &lt;x&gt;"
    assert own.rewrite("ATT Inc", markup="markdown").text == "A\\*T&T \\<x>"
    linked = own.rewrite("ATT Inc", '<a href="/{id}">{name}</a>', markup="html").text
    assert linked == '<a href="/att">A*T&amp;T &lt;x&gt;</a>'
    for to in ("name", '<a href="/{id}">{name}</a>'):
        once = own.rewrite("ATT Inc", to, markup="html").text
        assert own.rewrite(once, to, markup="html").text == once


def test_the_suffix_tells_the_markup() -> None:
    names = {"a.html": "html", "A.HTM": "html", "a.md": "markdown", "a.txt": "none", "-": "none"}
    assert {name: markup_of_file(name) for name in names} == names
    assert markup_of_file("a.html", "none") == "none"
    with pytest.raises(UsageError, match="markup"):
        markup_named("rtf")


PIECES = st.lists(
    st.sampled_from(
        ["PMU", "Hashd al-Shaabi", "Iraq", " ", "\n", "\n\n", "<p>", "</p>", "<b>", "</b>", "<",
         "<!--", "-->", "--!>", "<script>", "</script>", "<SCRIPT ", "<code>", "</code>",
         "<p title='", "'", '"', "=", "/", "<br/>", "&amp;", "&#8217;", "&", ";", "<![CDATA[",
         "<?php", "?>", "</", "<title>", "</title>", "`", "```", "~~~", "    ", "- ", "[", "](",
         ">", "<pre>", "]]>", ")", "]", "]: ", "*", "_", "\\",
         "---\n", "> ", "\r\n", "\x00", "\ud800", "الحشد الشعبي"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(source=PIECES)
def test_outside_of_text_nodes_no_byte_changes(small: Normalizer, source: str) -> None:
    rewrite = small.rewrite(source, markup="html")
    tokens = list(html_tokens(source))
    assert "".join(source[token.start : token.end] for token in tokens) == source
    texts = [(token.start, token.end) for token in tokens if token.kind == TEXT]
    for edit in rewrite.edits:
        assert any(start <= edit.start and edit.end <= end for start, end in texts)
    markup = [source[token.start : token.end] for token in tokens if token.kind != TEXT]
    after = [rewrite.text[t.start : t.end] for t in html_tokens(rewrite.text) if t.kind != TEXT]
    assert after == markup
    assert rewrite.undo() == source
    assert small.rewrite(rewrite.text, markup="html").text == rewrite.text


@settings(max_examples=400, deadline=None)
@given(source=PIECES)
def test_markdown_keeps_its_markup(small: Normalizer, source: str) -> None:
    rewrite = small.rewrite(source, markup="markdown")
    assert rewrite.undo() == source
    assert small.rewrite(rewrite.text, markup="markdown").text == rewrite.text
    code = running_text("markdown", source)
    for edit in rewrite.edits:
        assert edit.before in code or "&" in edit.before or "\\" in edit.before


@settings(max_examples=200, deadline=None)
@given(source=st.text())
def test_any_text_may_be_called_marked_up(small: Normalizer, source: str) -> None:
    for markup in ("html", "markdown"):
        assert small.rewrite(source, markup=markup).undo() == source
