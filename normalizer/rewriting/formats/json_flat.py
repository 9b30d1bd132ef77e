"""The one wanted field of flat objects, which most lines of JSON are: one match finds it.

What is not surely such an object (an array or object inside, escapes in a key, the key missing or
there twice, faults) is left to `json_fields`, which finds the same field in it in many more steps.
"""

from __future__ import annotations

import re

from normalizer.rewriting.formats.json_fields import NUMBER, SPACE, Field
from normalizer.rewriting.formats.json_paths import Node
from normalizer.rewriting.table_options import ADDED

_CHARS = r'[^"\\\x00-\x1f]*'
_STRING = rf'"{_CHARS}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_CHARS})*"'
_VALUE = rf"(?:{_STRING}|{NUMBER}|true|false|null)"
_NULL = "null"


class FlatObjects:
    """Finds the field of one key.

    Args:
        key: The key, with nothing in it that must be escaped.
        added: Whether keys are to be added beside it; objects that have one of these are left.
    """

    def __init__(self, key: str, added: bool) -> None:
        self._key = key
        others = [key, *(f"{key}_{what}" for what in ADDED if added)]
        written = "|".join(map(re.escape, others))
        member = rf'{SPACE}"(?!(?:{written})"){_CHARS}"{SPACE}:{SPACE}{_VALUE}{SPACE}'
        wanted = rf'{SPACE}"{re.escape(key)}"{SPACE}:{SPACE}({_VALUE}){SPACE}'
        whole = rf"{SPACE}\{{(?:{member},)*{wanted}(?:,{member})*\}}{SPACE}"
        self._pattern = re.compile(whole)

    def field(self, text: str) -> Field | None:
        """Return the field, as the first column's; None where it must be looked for."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        start, end = match.span(1)
        written = match[1]
        # Of what stands in quotes nobody asks for the text but by the text's own place.
        field = Field(0, start, end, None if written == _NULL else written, False)
        field.key = self._key
        field.is_spaced = text[start - 1] == " "
        return field


def flat_objects(root: Node, added: bool) -> FlatObjects | None:
    """Return what finds the only field that paths lead to; None where they lead further.

    Args:
        root: Where the paths lead.
        added: Whether keys are to be added beside it.
    """
    if root.columns or root.items is not None or root.keys is None or len(root.keys) != 1:
        return None
    (key,) = root.keys
    node = root.child(key)
    is_plain = re.fullmatch(_CHARS, key) is not None
    if node is None or node.columns != [0] or node.has_keys or node.items or not is_plain:
        return None
    return FlatObjects(key, added)
