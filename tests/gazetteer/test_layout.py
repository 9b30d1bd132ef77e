"""The layout: it says the same, keeps every comment, and laying out twice changes nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import GazetteerError
from normalizer.gazetteer.layout import laid_out
from normalizer.gazetteer.yaml_nodes import parse

CASES = (
    # A comment goes with what it stands at.
    ("type: x\n# of the ID\nid: a\n", "# of the ID\nid: a\ntype: x\n"),
    ("# head\n\nid: a # beside\n# last\n", "# head\nid: a # beside\n# last\n"),
    ("id: a\nnames: # all\n- text: b # one\n# above\n- {text: c} # two\n",
     "id: a\nnames: # all\n  - text: b # one\n  # above\n  # two\n  - text: c\n"),
    ("id: a\nsources: [a, # one\n  b]\n", "id: a\nsources:\n  - a # one\n  - b\n"),
    ("id: a\nexamples:\n- text: b\n  finds: [c, d] # both\n",
     "id: a\nexamples:\n  - text: b\n    finds: [c, d] # both\n"),
    ("id: a\nexamples:\n- text: b\n  finds: [c, # it\n  d]\n",
     "id: a\nexamples:\n  - text: b\n    finds:\n      - c # it\n      - d\n"),
    ("id: 'a # no comment'\n", 'id: "a # no comment"\n'),
    ("id: a\nnotes: | # why\n  One.\n\n  # no comment\n  Two.\n# end\n",
     "id: a\nnotes: | # why\n  One.\n\n  # no comment\n  Two.\n# end\n"),
    # What other readers of YAML would not take for a string is quoted, and nothing else.
    ("since: '2013'\nuntil: 'NO'\nname: 'None of it'\n",
     'name: None of it\nsince: "2013"\nuntil: "NO"\n'),
    ("id: 'yes'\ntype: '1:30'\nname: '0x1F'\n", 'id: "yes"\ntype: "1:30"\nname: "0x1F"\n'),
    ("id: 'it''s'\nname: 'קג\"ב'\n", "id: it's\nname: קג\"ב\n"),
    ("id: '\"'\nname: \"\\u00ad\"\n", "id: '\"'\nname: \"\\u00AD\"\n"),
    ("finds: ['a, b', \"c's\", 'd]']\n", "finds: [\"a, b\", c's, \"d]\"]\n"),
    ("name: جبهه\u200cی آبی\n", "name: جبهه\u200cی آبی\n"),
    ("id: a\r\nname: b\r\n", "id: a\nname: b\n"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_layout(text: str, wanted: str) -> None:
    # `finds` is written in a line wherever it stands; at the top it has no order.
    assert laid_out(parse(text, "x.yaml")) == wanted
    assert laid_out(parse(wanted, "x.yaml")) == wanted


TEXTS = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text("ab:#,[]{}'\"-?!&*|>%@` \n\u200c~0129.eNoy", min_size=1, max_size=8),
    st.sampled_from(["NO", "on", "010", "9:59", "2014-06-29", "~", "null", ".5", "-", "a: b", "#"]),
)
CONDITIONS = st.fixed_dictionaries(
    {}, optional={"case": TEXTS, "since": TEXTS, "requires_context": st.lists(TEXTS, max_size=3)}
)
ENTITIES = st.fixed_dictionaries(
    {"id": TEXTS},
    optional={
        "notes": TEXTS,
        "labels": st.dictionaries(TEXTS, TEXTS, max_size=2),
        "names": st.lists(
            st.fixed_dictionaries(
                {"text": TEXTS}, optional={"kind": TEXTS, "conditions": CONDITIONS}
            ),
            max_size=3,
        ),
        "sources": st.lists(TEXTS, max_size=2),
    },
)


def _is_read(text: str) -> bool:
    try:
        parse(text, "x.yaml")
    except GazetteerError:
        return False
    return True


@given(ENTITIES)
@settings(max_examples=300, deadline=None)
def test_any_entity_says_the_same_and_stays_so(entity: dict[str, object]) -> None:
    text = json.dumps(entity)  # JSON is YAML, and knows no better layout
    if not _is_read(text):
        return  # control characters and their like, which the reader refuses
    document = parse(text, "x.yaml")
    first = laid_out(document)
    again = parse(first, "x.yaml")
    assert again.data == document.data
    assert laid_out(again) == first


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_comments_are_kept_wherever_they_stand(data: st.DataObject) -> None:
    lines = [
        "type: organization", "id: a", "names:", "  - text: b", "    kind: c",
        "    conditions: {case: exact, requires_context: [d,", "       e]}", "  - {text: f,",
        "     kind: g}", "examples:", "  - text: h", "    finds: [i, j]", "notes: k",
    ]  # fmt: skip
    wanted = []
    for number, line in enumerate(list(lines)):
        kind = data.draw(st.sampled_from(["", "", "beside", "above"]))
        comment = f"# {number}"
        if kind:
            wanted.append(comment)
        if kind == "beside":
            lines[number] = f"{line} {comment}"
        elif kind == "above":
            lines[number] = f"{data.draw(st.sampled_from(['', '  ', '     ']))}{comment}\n{line}"
    text = "\n".join(lines) + "\n"
    document = parse(text, "x.yaml")
    first = laid_out(document)
    found = [line[line.index("#") :].split(" # ") for line in first.split("\n") if "#" in line]
    comments = [f"# {part.removeprefix('# ')}" for parts in found for part in parts]
    assert sorted(comments) == sorted(wanted)
    again = parse(first, "x.yaml")
    assert again.data == document.data
    assert laid_out(again) == first
