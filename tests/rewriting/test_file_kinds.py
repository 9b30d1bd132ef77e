"""What is no text is said to be none, and texts of every encoding pass."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import NormalizerError, TableError
from normalizer.rewriting.file_kinds import refuse_what_is_no_text
from normalizer.rewriting.text_streams import read_parts
from tests.rewriting.conftest import Rewritten

TEXT = "The PMU and الحشد الشعبي left.\n"


def _zip() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("xl/workbook.xml", TEXT * 99, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _parquet() -> bytes:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    written = io.BytesIO()
    parquet.write_table(pa.table({"actor": ["PMU", "Daesh"]}), written)
    return written.getvalue()


def _feather() -> bytes:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import feather

    written = io.BytesIO()
    feather.write_feather(pa.table({"actor": ["PMU", "Daesh"]}), written)
    return written.getvalue()


BINARY: list[tuple[Callable[[], bytes], str, str]] = [
    (_zip, "`normalizer table`", "save it as .xlsx"),
    (_parquet, "`normalizer table`", "--format parquet"),
    (_feather, "`normalizer table`", "--format arrow"),
    (lambda: gzip.compress(TEXT.encode()), "gzip -dc", r"ends in \.gz"),
    (lambda: bz2.compress(TEXT.encode()), "bzip2 -dc", r"ends in \.bz2"),
    (lambda: lzma.compress(TEXT.encode()), "xz -dc", r"ends in \.xz"),
    (lambda: b"%PDF-1.7\n\xe2\xe3\xcf", "plain text", "in text"),
]


@pytest.mark.parametrize(("made", "remedy", "table_remedy"), BINARY)
def test_files_of_other_kinds(
    made: Callable[[], bytes], remedy: str, table_remedy: str, rewritten: Callable[..., Rewritten]
) -> None:
    data = made()
    with pytest.raises(NormalizerError, match=f"^It is .* not text; .*{remedy}"):
        refuse_what_is_no_text(data, "utf-8")
    with pytest.raises(NormalizerError, match=remedy):
        list(read_parts(io.BytesIO(data), "utf-8", "x"))
    told = f"not delimited text but, by its first bytes, .*{table_remedy}"
    with pytest.raises(TableError, match=told):
        rewritten("csv", data, 1)


@pytest.mark.parametrize("text", [TEXT, "PMU", "Силы народной мобилизации", "الحشد الشعبي\n"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_asks_for_its_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(NormalizerError, match="--encoding utf-16"):
        refuse_what_is_no_text(data, "utf-8")
    assert "".join(read_parts(io.BytesIO(data), encoding, "x")) == text


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc"))),
    st.sampled_from(["utf-8", "utf-8-sig", "windows-1251", "iso-8859-6", "shift_jis", "gb18030"]),
)
def test_texts_of_other_encodings_pass(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    read = "".join(read_parts(io.BytesIO(data), "utf-8", "x"))
    assert read.encode("utf-8", "surrogateescape") == data


@pytest.mark.parametrize("data", [b"", b"PMU\0Daesh\0", b"PK", b"PAR1 BZh9", b"\x1b[1mPMU\x1b[0m"])
def test_what_is_odd_but_text_passes(data: bytes) -> None:
    assert "".join(read_parts(io.BytesIO(data), "utf-8", "x")).encode() == data
