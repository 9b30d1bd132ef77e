"""Workbooks: the wanted cells change, their formats and everything else stay."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from normalizer.errors import NormalizerError, TableError, UsageError
from normalizer.rewriting.formats.excel import ExcelTable
from normalizer.rewriting.row_columns import RowColumns, parse_condition
from normalizer.rewriting.table_options import TableOptions

SHEET = "xl/worksheets/sheet1.xml"
CELLS = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "tables" / "excel_cells.yaml").read_text("utf-8")
)
PMU, IS = "Popular Mobilization Forces", "Islamic State"
XML = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opened(raw: bytes, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), **options)


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sample() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Fälle"
    sheet.append(["id", "actor", "when", "total"])
    day = datetime.datetime(2015, 1, 2)
    for number, (actor, when) in enumerate(
        [("PMU", day), (" Daesh ", 2016), ("a & b <c>", "soon"), (5, None), (None, day)], 2
    ):
        sheet.append([number, actor, when, f"=A{number}*2"])
        sheet.cell(number, 2).font = Font(italic=True, color="FFFF0000")
        sheet.cell(number, 2).fill = PatternFill("solid", "FF00FF00")
    sheet["B7"] = '=CONCATENATE("PM", "U")'
    sheet["B8"] = CellRichText(TextBlock(InlineFont(b=True), "Da"), "esh")
    sheet.column_dimensions["B"].width = 41
    sheet.row_dimensions[3].height = 33
    sheet.freeze_panes = "B2"
    sheet.merge_cells("A10:C10")
    sheet["B2"].comment = Comment("PMU", "somebody")
    other = book.create_sheet("Other")
    other.append(["actor", "x"])
    other.append(["PMU", 1])
    return saved(book)


def test_replaced(rewritten: Callable[..., Any]) -> None:
    raw = sample()
    out, report, edits = rewritten("excel", raw, "actor", replace=True)
    before, after = members(raw), members(out)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    one, other = (opened(data, rich_text=True)["Fälle"] for data in (raw, out))
    changed = {"B2": PMU, "B3": f" {IS} ", "B8": IS}
    for row in one.iter_rows():
        for cell in row:
            twin = other[cell.coordinate]
            assert str(twin.value) == changed.get(cell.coordinate, str(cell.value))
            assert (twin.style_id, twin.number_format) == (cell.style_id, cell.number_format)
    assert other["B8"].value[0].font.b is True
    assert other.column_dimensions["B"].width == 41
    assert (other.freeze_panes, other.merged_cells.ranges) == ("B2", one.merged_cells.ranges)
    assert other["B2"].comment.text == "PMU"
    assert [(e.row, e.column, e.name, e.before, e.after) for e in edits] == [
        (2, 2, "actor", "PMU", PMU),
        (3, 2, "actor", " Daesh ", f" {IS} "),
        (8, 2, "actor", "Daesh", IS),
    ]
    assert report.abstained == {"unknown": 1, "not text": 1, "formula": 1}
    again = rewritten("excel", out, "actor", replace=True)
    assert (again[0], again[2]) == (out, [])


def test_added(rewritten: Callable[..., Any]) -> None:
    raw = sample()
    out = rewritten("excel", raw, "actor")[0]
    before, after = members(raw), members(out)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    sheet = opened(out)["Fälle"]
    assert sheet.dimensions == "A1:H10"
    assert [cell.value for cell in sheet[1]][4:] == [
        "actor_id", "actor_name", "actor_score", "actor_evidence",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[2]][4:] == [
        "popular-mobilization-forces", PMU, 0.99, "listed",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][4:] == [None, None, None, "unknown"]
    assert [cell.value for cell in sheet[6]][4:] == [None] * 4
    stripped = after[SHEET].split(b"<sheetData>")[1]
    for cell in before[SHEET].split(b"<sheetData>")[1].split(b"</row>"):
        assert cell.rstrip(b"\n") in stripped


def test_sheets_and_rows(rewritten: Callable[..., Any]) -> None:
    raw = sample()
    for sheet in ("Other", "2"):
        out = rewritten("excel", raw, "actor", replace=True, sheet=sheet)[0]
        assert opened(out)["Other"]["A2"].value == PMU
        assert members(out)[SHEET] == members(raw)[SHEET]
    rows = RowColumns(date="when", where=(parse_condition("id!=4"),))
    _, report, edits = rewritten("excel", raw, "actor", replace=True, rows=rows)
    assert [edit.evidence for edit in edits] == [
        ("listed", "date 2015-01-02"), ("listed", "date 2016"), ("listed",),
    ]  # fmt: skip
    assert report.skipped == 1
    assert rewritten("excel", raw, 2, replace=True, header=False)[1].changed == 3


def test_a_title_above_the_header(rewritten: Callable[..., Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "PMU incidents"
    sheet.merge_cells("A1:C1")
    for row in (["id", "actor"], [1, "PMU"], [2, "=B3"]):
        sheet.append(row)
    raw = saved(book)
    with pytest.raises(UsageError, match="row 2 has it: give --header-row 2"):
        rewritten("excel", raw, "actor")
    with pytest.raises(UsageError, match="Row 7 of the sheet is empty"):
        rewritten("excel", raw, "actor", header_row=7)
    out, report, _ = rewritten("excel", raw, "actor", header_row=2)
    rows = [[cell.value for cell in row] for row in opened(out).active.iter_rows()]
    assert (rows[0][0], rows[1][3:], rows[2][4]) == (
        "PMU incidents",
        ["actor_id", "actor_name", "actor_score", "actor_evidence"],
        PMU,
    )
    assert report.rows == 2
    _, _, edits = rewritten("excel", raw, "actor", header_row=2, replace=True)
    assert [(edit.row, edit.name, edit.after) for edit in edits] == [(3, "actor", PMU)]


def test_after_wrong_use_nothing_is_written(rewritten: Callable[..., Any]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["actor", "actor_id"])
    for column in ("nix", "actor"):
        target = io.BytesIO()
        with pytest.raises(UsageError):
            ExcelTable(io.BytesIO(saved(book)), target, TableOptions(columns=(column,)))
        assert target.getvalue() == b""


@given(st.lists(st.text() | st.sampled_from(["PMU", "_x000D_", "a\rb"]), max_size=5))
@settings(max_examples=15, deadline=None)
def test_any_text_comes_through(rewritten: Callable[..., Any], texts: list[str]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["actor"])
    kept = [text for text in texts if not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(text)]
    kept = [text for text in kept if text.isprintable() and not text.startswith("=")]
    for text in kept:
        sheet.append([f"PMU;{text}"])
    out = rewritten("excel", saved(book), "actor", replace=True, split=";")[0]
    values = [cell.value for cell in opened(out).active["A"][1:]] if kept else []
    assert values == [
        ";".join(PMU if part.strip() == "PMU" else part for part in f"PMU;{text}".split(";"))
        for text in kept
    ]


def test_characters_that_xml_cannot_hold(rewritten: Callable[..., Any]) -> None:
    out, _, edits = rewritten("excel", book_of("<c t='inlineStr'><is><t>Hashd</t></is></c>"), "a",
                              replace=True)  # fmt: skip
    assert b"al-\xe1\xb8\xa4ashd &lt;\xc2\xab_x000B_" in members(out)["xl/w/s.xml"]
    assert rewritten("excel", out, "a", replace=True)[2] == []
    assert "\x0b" in edits[0].after


def book_of(cells: str, start: str = f"{XML}>", strings: str = "") -> bytes:
    """A workbook as other programs write them: other folders, no cell names, prefixes."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    header = "<row><c t='inlineStr'><is><t>a</t><rPh><t>x</t></rPh></is></c></row>"
    parts = {
        "_rels/.rels": f"<Relationships xmlns='{package}'><Relationship Id='x' "
        f"Type='{relation}/officeDocument' Target='/xl/book.xml'/></Relationships>",
        "xl/book.xml": "<w:workbook xmlns:w='http://purl.oclc.org/ooxml/spreadsheetml/main' "
        f"xmlns:r='{relation}'><w:sheets><w:sheet name='S' sheetId='1' r:id='i'/></w:sheets>"
        "</w:workbook>",
        "xl/_rels/book.xml.rels": f"<Relationships xmlns='{package}'>"
        f"<Relationship Id='i' Type='{relation}/worksheet' Target='w/s.xml'/>"
        f"<Relationship Id='j' Type='{relation}/sharedStrings' Target='strings.xml'/>"
        "</Relationships>",
        "xl/strings.xml": f"<sst>{strings}</sst>",
        "xl/w/s.xml": f"{start}<sheetData>{header}<row>{cells}</row></sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CELLS])
def test_cells_of_all_kinds(rewritten: Callable[..., Any], case: dict[str, str]) -> None:
    cell, after = case["before"], case.get("after", case["before"])
    strings = (
        "<si><r><rPr><b/></rPr><t>P</t></r><r><rPr><i/></rPr><t>MU</t></r></si>"
        "<si><t>Daesh</t><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    )
    raw = book_of(cell, strings=strings)
    out = rewritten("excel", raw, "a", replace=True)[0]
    expected = members(raw)
    expected["xl/w/s.xml"] = expected["xl/w/s.xml"].replace(cell.encode(), after.encode())
    assert members(out) == expected


@pytest.mark.parametrize(
    ("raw", "options", "error", "message"),
    [
        (b"\xd0\xcf\x11\xe0", {}, TableError, "not a readable .xlsx workbook"),
        (b"", {}, TableError, "not a readable .xlsx workbook"),
        (sample()[:2000], {}, TableError, "not a readable .xlsx workbook"),
        (book_of("", f"<!DOCTYPE x [<!ENTITY a 'b'>]>{XML}>"), {}, TableError, "document ty"),
        (book_of("", f"<?xml version='1.0' encoding='latin-1'?>{XML}>"), {}, TableError, "latin"),
        (book_of("</c>"), {}, TableError, "XML that cannot be read"),
        (book_of("<c t='s'><v>9</v></c>"), {}, TableError, "shared string '9'"),
        (book_of("<c r='1A'/>"), {}, TableError, "'1A'"),
        (book_of("<c t='str'><v>PMU</v></c><c><v>1</v></c>"), {"replace": False}, TableError,
         "Row 2: it has a cell in column B"),
        (sample(), {"sheet": "No"}, UsageError, "no sheet 'No'; .* 1 'Fälle', 2 'Other'"),
        (sample(), {}, UsageError, "no column 'a'; its columns are 1 'id'"),
    ],
)  # fmt: skip
def test_faults(
    rewritten: Callable[..., Any],
    raw: bytes,
    options: dict[str, Any],
    error: type[NormalizerError],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        rewritten("excel", raw, "a", **{"replace": True, **options})


def test_an_empty_sheet(rewritten: Callable[..., Any]) -> None:
    raw = saved(openpyxl.Workbook())
    assert members(rewritten("excel", raw, "a", replace=True)[0]) == members(raw)
