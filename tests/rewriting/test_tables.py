"""Tables rewritten: only the cells that should change do, and each change is told of."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import NormalizerError, TableError, UsageError
from normalizer.rewriting import table_cells
from normalizer.rewriting.cell_outcomes import in_a_cell
from normalizer.rewriting.edits import backwards, splice
from normalizer.rewriting.tables import CellEdit, TableOptions, TableReport, rewrite_table

CASES = Path(__file__).parent.parent / "cases" / "tables"
ACTORS = Path(__file__).parents[3] / "shared" / "inputs" / "actors.csv"
NAMES = {
    "PMU": ("popular-mobilization-forces", "Popular Mobilization Forces", 0.99),
    "Daesh": ("islamic-state", "Islamic State", 0.9),
    "ISIL": ("islamic-state", "Islamic State", 0.9),
    "Islamic State": ("islamic-state", "Islamic State", 1.0),
    "Forces": ("forces", "Forces, Armed", 0.99),
    "Inch": ("inch", '5" Band', 0.99),
    "Semicolon": ("semicolon", "A; B", 0.99),
    "Hashd": ("hashd", "al-Ḥashd", 0.99),
    "Formula": ("formula", "=cmd", 0.99),
}


class Resolution(NamedTuple):
    id: str | None
    name: str | None
    score: float
    evidence: tuple[str, ...]
    reason: str
    method: str = ""


def resolve(texts: list[str]) -> list[Resolution]:
    assert len(set(texts)) == len(texts), "each is asked for once"
    assert all(text and text == text.strip() for text in texts)
    known = [NAMES.get(text) for text in texts]
    return [
        Resolution(*found, ("exact", "English"), "")
        if found
        else Resolution(None, None, 0.0, (), "unknown")
        for found in known
    ]


def rewrite(
    raw: bytes, block: int = 1 << 16, **options: Any
) -> tuple[bytes, TableReport, list[CellEdit]]:
    target, edits = io.BytesIO(), []
    report = rewrite_table(
        io.BytesIO(raw),
        target,
        resolve,
        TableOptions(**{"columns": ("actor",), "replace": True, **options}),
        on_edit=edits.append,
        block_size=block,
    )
    return target.getvalue(), report, edits


def load(name: str, **defaults: Any) -> list[Any]:
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [
        pytest.param(
            case["before"], case["after"], {**defaults, **case.get("options", {})}, id=case["name"]
        )
        for case in cases
    ]


TABLES = load("replace.yaml") + load("add.yaml", replace=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be", "gb18030"])
@pytest.mark.parametrize(("before", "after", "options"), TABLES)
def test_cases(before: str, after: str, options: dict[str, Any], encoding: str) -> None:
    raw, expected = before.encode(encoding), after.encode(encoding)
    for block in (*range(1, 18), 1 << 16):
        assert rewrite(raw, block, encoding=encoding, **options)[0] == expected, block


@pytest.mark.parametrize(("before", "after", "options"), TABLES)
def test_edits_are_all_there_is(before: str, after: str, options: dict[str, Any]) -> None:
    """They make the new table of the old one, and the old one of the new one."""
    for block in (5, 1 << 16):
        _, report, edits = rewrite(before.encode(), block, **options)
        splices = [(e.at, e.raw_before, e.raw_after) for e in edits]
        made = [(at, old.encode(), new.encode()) for at, old, new in splices]
        assert b"".join(splice([before.encode()], made)) == after.encode()
        assert b"".join(splice([after.encode()], backwards(made))) == before.encode()
        if options.get("replace", True) and not options.get("escape_formulas"):
            assert report.changed == len(edits)


def test_edits_say_where_what_and_why() -> None:
    raw = b'n,actor\n"a\nb",x\n1,PMU\n2," Forces"\n'
    _, report, edits = rewrite(raw, block=3)
    id, name, score = NAMES["PMU"]
    why = ("exact", "English")
    assert edits == [
        CellEdit(3, 4, 2, "actor", "PMU", name, "PMU", name, id, score, why, 18),
        CellEdit(
            4, 5, 2, "actor", " Forces", " Forces, Armed", '" Forces"', '" Forces, Armed"',
            "forces", 0.99, why, 24,
        ),
    ]  # fmt: skip
    assert (report.rows, report.changed, report.resolved) == (3, 2, 2)
    assert report.abstained == {"unknown": 1}


def test_escapes_are_edits_too() -> None:
    out, report, edits = rewrite(b"actor,n\nFormula,=1\n", escape_formulas=True)
    assert out == b"actor,n\n'=cmd,'=1\n"
    assert [(e.row, e.column, e.before, e.after) for e in edits] == [
        (2, 1, "Formula", "'=cmd"),
        (2, 2, "=1", "'=1"),
    ]
    assert (report.changed, report.escaped) == (1, 2)
    assert edits[0].evidence == ("exact", "English", "formula escaped")
    added, _, edits = rewrite(b"actor\nFormula\n", replace=False, escape_formulas=True)
    assert edits[1].raw_after == ",formula,'=cmd,0.990,exact | English"
    assert added.endswith(b"\nFormula,formula,'=cmd,0.990,exact | English\n")


@pytest.mark.parametrize(
    ("raw", "options", "error", "message"),
    [
        (b'n,actor\n1,"PMU\n', {}, TableError, "^Line 2: the quote"),
        (b"n,actor\n1,PMU\n\n1\n", {}, TableError, "^Line 4: this row and .* fields, 1 and 2"),
        (
            b'n,actor\n"1\n1",PMU\n1,2,3\n',
            {},
            TableError,
            "^Line 4: this row and .* fields, 3 and 2",
        ),
        (b"actor,actor\nPMU,PMU\n", {}, UsageError, "2 columns are named 'actor'.*: 1, 2"),
        (b"n, actor\n", {}, UsageError, "no column 'actor'; its columns are 1 'n', 2 ' actor'"),
        (b"n,actor\n", {"columns": (3,)}, UsageError, "no column 3; its columns are"),
        (b"n,actor\n", {"columns": (0,)}, UsageError, "no column 0"),
        (b"n,actor\n", {"columns": (-1,)}, UsageError, "no column -1"),
        (b"n,actor\n", {"columns": ("actor", 2)}, UsageError, "is given twice"),
        (b"PMU\n", {"header": False}, UsageError, "it has 1, by number only"),
        (b"actor,actor_id\n", {"replace": False}, UsageError, "two columns 'actor_id'"),
        (b"actor;n\nPMU;1\n", {}, UsageError, "are 1 'actor;n', .* give --delimiter ';'"),
        (b'"a,b"\nPMU\n', {}, UsageError, r"its columns are 1 'a,b'\."),
        (b"actor\n\xff\n", {}, TableError, "^Byte 6 "),
        (b"n,actor\n1,x\n2,Hashd\n", {"encoding": "latin-1"}, TableError, "^Line 3: .*cannot wri"),
        (b"actor\nHashd\n", {"encoding": "shift_jis"}, TableError, "^Line 2: .*cannot write"),
        (b"actor\nx;Semicolon\n", {"split": ";"}, TableError, "^Line 2: .*holds the separator"),
        (b"actor\nForces\n", {"quote": None}, TableError, "^Line 2: .*needs quotes"),
        (b"actor\n" + b"x" * 99, {"field_cap": 50}, TableError, "^Line 2: a field .* than 50"),
        (b"Title\n\nn,actor\n", {}, UsageError, "'Title'; row 3 .*: give --header-row 3"),
        (b'Title\n"n",actor"\n', {}, UsageError, "its columns are 1 'Title'"),
        (b"Title\n\nn,actor\n", {"header_row": 2}, UsageError, "Row 2 of the table is empty"),
        (b"actor\n", {"header_row": 5}, UsageError, "Row 5 of the table is empty"),
        (b"actor\n", {"header_row": 0}, UsageError, "counts from 1"),
        (b"actor\n", {"header_row": 1, "header": False}, UsageError, "--no-header"),
        (b"", {"columns": ()}, UsageError, "No column is given"),
        (b"", {"split": ""}, UsageError, "separator of values is empty"),
    ],
)
def test_faults(
    raw: bytes, options: dict[str, Any], error: type[NormalizerError], message: str
) -> None:
    for block in (1, 5, 1 << 16):
        with pytest.raises(error, match=message):
            rewrite(raw, block, **options)


def test_columns_by_number_in_a_string_and_names_that_are_numbers() -> None:
    assert rewrite(b"n,actor\nPMU,PMU\n", columns=("1",))[0].startswith(b"n,actor\nPop")
    assert rewrite(b"n,1\nPMU,Daesh\n", columns=("1",))[0] == b"n,1\nPMU,Islamic State\n"


def test_evidence_is_written_in_ascii_where_the_encoding_lacks_its_signs() -> None:
    def found(texts: list[str]) -> list[Resolution]:
        why = ("listed as “الحشد”", "née")
        return [Resolution("pmf", "Forces", 1.0, why, "") for _ in texts]

    for encoding, expected in (
        ("latin-1", '"listed as ""\\u0627\\u0644\\u062d\\u0634\\u062f"" | n\\xe9e"'),
        ("utf-8", "listed as “الحشد” | née"),
    ):
        target = io.BytesIO()
        options = TableOptions(columns=(1,), encoding=encoding)
        rewrite_table(io.BytesIO(b"actor\nPMU\n"), target, found, options)
        assert target.getvalue().decode(encoding).endswith(f"PMU,pmf,Forces,1.000,{expected}\n")


def test_columns_of_one_name_get_columns_with_their_numbers() -> None:
    data = b"n,actor,actor\n1,PMU,\n"
    header = rewrite(data, columns=(2, 3), replace=False)[0].split(b"\n")[0].decode()
    kinds = ("id", "name", "score", "evidence")
    assert header.split(",")[3:] == [f"actor_{at}_{kind}" for at in (2, 3) for kind in kinds]
    alone = rewrite(data, columns=(3,), replace=False)[0].split(b"\n")[0].decode()
    assert alone.split(",")[3] == "actor_id"


def test_other_encodings_are_proposed() -> None:
    with pytest.raises(TableError, match=r"is not utf-8 .*such as windows-1256 \(Arabic\)"):
        rewrite("n,actor\n1,داعش\n".encode("windows-1256"))


def test_latin_1_and_utf_16_with_its_mark() -> None:
    raw = "café,actor\nÿ,PMU\n"
    expected = raw.replace("PMU", "Popular Mobilization Forces")
    assert rewrite(raw.encode("latin-1"), encoding="latin-1")[0] == expected.encode("latin-1")
    for order in ("utf-16-le", "utf-16-be"):
        marked = ("\ufeff" + raw).encode(order)
        assert rewrite(marked, encoding="utf-16")[0] == ("\ufeff" + expected).encode(order)


def test_render_fills_the_cell_and_the_name_column() -> None:
    def shout(found: Resolution) -> str:
        return (found.name or "").upper()

    assert rewrite(b"actor\nPMU\n", to=shout)[0] == b"actor\nPOPULAR MOBILIZATION FORCES\n"
    added = rewrite(b"actor\nDaesh\n", to=shout, replace=False)[0]
    assert b"islamic-state,ISLAMIC STATE,0.900" in added


def test_a_field_of_200_kb_passes() -> None:
    big = b'"' + b"x\r\n" * 70_000 + b'"'
    raw = b"n,actor\n" + big + b",PMU\n" + b"y" * 200_000 + b",x\n1," + big + b"\n"
    expected = raw.replace(b"PMU", b"Popular Mobilization Forces")
    assert rewrite(raw)[0] == expected
    assert rewrite(raw, 1 << 20)[0] == expected


def test_rewriting_again_changes_nothing() -> None:
    once = rewrite(b"actor\nPMU\nDaesh\n Forces\n")[0]
    again, _, edits = rewrite(once)
    assert (again, edits) == (once, [])


def test_resolver_is_asked_once_a_block_and_the_store_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[list[str]] = []

    def counted(texts: list[str]) -> list[Resolution]:
        calls.append(texts)
        return resolve(texts)

    raw = b"actor\n" + b'PMU\n"PMU"\n PMU\nnobody\n' * 5000
    options = TableOptions(columns=("actor",), replace=True)
    rewrite_table(io.BytesIO(raw), io.BytesIO(), counted, options, block_size=4096)
    assert calls == [["PMU", "nobody"]]
    calls.clear()
    monkeypatch.setattr(table_cells, "_LIMIT_CELLS", 10)
    raw = b"actor\n" + b"".join(b"x%d\n" % (i % 500) for i in range(5000))
    target = io.BytesIO()
    rewrite_table(io.BytesIO(raw), target, counted, options, block_size=1024)
    assert target.getvalue() == raw
    assert len(calls) > 10
    assert max(map(len, calls)) < 300


CELLS = st.sampled_from(
    ["PMU", '"PMU"', "x", "", '"a,b"', '"a\nb"', '"q""q"', "Forces", ' "', "=1", "داعش", '"Daesh"']
)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.tuples(
                st.lists(CELLS, min_size=width, max_size=width),
                st.sampled_from(["\n", "\r\n", "\r"]),
            ),
            max_size=8,
        )
    ),
    st.one_of(st.integers(1, 17), st.just(4096)),
    st.data(),
)
@settings(max_examples=400)
def test_only_the_wanted_cells_change(
    rows: list[tuple[list[str], str]], block: int, data: st.DataObject
) -> None:
    width = len(rows[0][0]) if rows else 1
    column = data.draw(st.integers(0, width - 1))
    raw = "".join(",".join(row) + end for row, end in rows)
    new = {
        "PMU": "Popular Mobilization Forces",
        '"PMU"': '"Popular Mobilization Forces"',
        "Forces": '"Forces, Armed"',
        '"Daesh"': '"Islamic State"',
    }
    expected = "".join(
        ",".join(new.get(cell, cell) if i == column else cell for i, cell in enumerate(row)) + end
        for row, end in rows
    )
    out = rewrite(raw.encode(), block, columns=(column + 1,), header=False)[0]
    assert out.decode() == expected


@pytest.mark.skipif(not ACTORS.exists(), reason="the shared inputs are not here")
def test_the_analysts_table() -> None:
    raw = ACTORS.read_bytes()
    expected = raw.replace(b",PMU,", b",Popular Mobilization Forces,")
    expected = expected.replace(b",ISIL,", b",Islamic State,")
    expected = expected.replace(b'"Daesh"', b'"Islamic State"')
    for block in (1, 7, 64, 1 << 16):
        assert rewrite(raw, block, split=";")[0] == expected


def test_evidence_in_a_cell_ends_no_sentence() -> None:
    assert in_a_cell(("like “Qasim”", "«qasim» is written the same.")) == (
        "like “Qasim” | «qasim» is written the same"
    )
