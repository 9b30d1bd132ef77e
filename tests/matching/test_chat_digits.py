"""Digits that stand for Arabic letters."""

from __future__ import annotations

import pytest

from normalizer.matching.names.chat_digits import without_digits
from tests.case_files import rows


@pytest.mark.parametrize(("written", "read"), rows("chat_digits.tsv"))
def test_digits_are_read(written: str, read: str) -> None:
    assert without_digits(written) == read
