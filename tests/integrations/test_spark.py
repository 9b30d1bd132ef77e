"""A real Spark with two workers gives what one process gives, even if a worker is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizer import Edit, Normalizer, UsageError
from normalizer.rewriting.edits import revert
from tests.case_files import rows

from .conftest import WORKERS

pytest.importorskip("pyspark", reason="Spark is not installed: pip install '.[spark]'")

from normalizer.integrations.spark import (  # which needs it
    Shipped,
    resolve_columns,
    rewrite_columns,
    ship,
)

pytestmark = pytest.mark.slow

NAMES = [row[0] for row in rows("spellings.tsv")]
TEXTS = [
    "The PMU fought Daesh near Mosul.",
    "وصل قاسم سليماني إلى بغداد.",
    "Хезболла и Хашд аш-Шааби",
    "Nobody is named here.",
    "",
    None,
]
ROUNDING = 0.0015
"""Scores are shown in three decimals, and their last digits differ with a name's neighbours."""


@pytest.fixture(scope="module")
def gazetteer(spark: Any, curated: Normalizer) -> Shipped:
    shipped = ship(spark, curated)
    assert ship(spark, curated) == shipped  # once is enough
    return shipped


def rows_of(count: int) -> list[tuple[int, str | None, str]]:
    cells = [None, "", *NAMES]
    return [(at, cells[at * 7 % len(cells)], "tag") for at in range(count)]


def frame_of(spark: Any, rows: list[tuple[int, str | None, str]], partitions: int) -> Any:
    return spark.createDataFrame(rows, "n int, actor string, other string").repartition(partitions)


def check(found: list[Any], rows: list[tuple[int, str | None, str]], curated: Normalizer) -> None:
    """Hold rows that came from the cluster to what one process gives."""
    assert sorted((row.n, row.actor, row.other) for row in found) == rows
    expected = curated.resolve_many([actor for _, actor, _ in rows])
    for row in found:
        local = expected[row.n]
        assert (row.actor_id, row.actor_name) == (local.id, local.name)
        if local.id is not None:
            assert abs(row.actor_score - local.score) < ROUNDING
        assert row.actor is None or row.actor_evidence is not None or not row.actor


def test_two_workers_give_what_one_process_gives(
    spark: Any, gazetteer: Shipped, curated: Normalizer
) -> None:
    from pyspark import SparkFiles

    def home(_: int) -> str:
        time.sleep(0.2)
        return SparkFiles.get(gazetteer.name)

    places = spark.sparkContext.range(4 * WORKERS, numSlices=4 * WORKERS).map(home).collect()
    assert len(set(places)) == WORKERS
    rows = rows_of(3000)
    found = resolve_columns(frame_of(spark, rows, 5), "actor", gazetteer)
    assert found.columns[3:] == ["actor_id", "actor_name", "actor_score", "actor_evidence"]
    check(found.collect(), rows, curated)


def test_a_killed_executor_costs_no_row(
    spark: Any, gazetteer: Shipped, curated: Normalizer, tmp_path: Path
) -> None:
    rows = rows_of(3000)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "200")
    dying = frame_of(spark, rows, 4).mapInArrow(
        killer(str(tmp_path / "killed")), "n int, actor string, other string"
    )
    found = resolve_columns(dying, "actor", gazetteer).collect()
    assert (tmp_path / "killed").read_text(encoding="utf-8").startswith("java ")
    check(found, rows, curated)


def killer(mark: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """Return a step that kills its executor, once, when some batches have gone through."""

    def step(batches: Iterator[Any]) -> Iterator[Any]:
        for number, batch in enumerate(batches):
            if number == 2:
                kill_once()
            yield batch

    def kill_once() -> None:
        try:
            file = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return
        process = os.getppid()  # the forking daemon, whose parent is the executor
        for _ in range(3):
            name = Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
            if name == "java":
                break
            stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
            process = int(stat.rpartition(")")[2].split()[1])
        os.write(file, f"{name} {process}".encode())
        os.close(file)
        os.kill(process, signal.SIGKILL)
        time.sleep(60)

    return step


def test_texts_come_with_edits_that_undo_them(
    spark: Any, gazetteer: Shipped, curated: Normalizer
) -> None:
    frame = spark.createDataFrame(list(enumerate(TEXTS * 5)), "n int, text string").repartition(3)
    found = rewrite_columns(frame, "text", gazetteer).collect()
    assert len(found) == len(TEXTS) * 5
    for row in found:
        if row.text is None:
            assert row.text_text is row.text_edits is None
            continue
        local = curated.rewrite(row.text)
        assert row.text_text == local.text
        edits = [Edit(**edit.asDict()) for edit in row.text_edits]
        assert [edit[:5] for edit in edits] == [edit[:5] for edit in local.edits]
        assert revert(row.text_text, edits) == row.text


def test_rows_and_options_count(spark: Any, curated: Normalizer, tmp_path: Path) -> None:
    path = tmp_path / "curated.names"
    curated.save(path)
    frame = spark.sql(
        "select * from values ('PMU', 'on the power management unit', date'2015-03-02', 1),"
        " ('PMU; Daesh', 'near Tikrit', null, 2), (null, null, null, 3)"
        " as t(actor, notes, day, count)"
    )
    found = resolve_columns(
        frame, ["act*", "count"], path, replace=True, to="{name} [{id}]", split=";",
        context_columns=["notes"], date_column="day",
    )  # fmt: skip
    assert found.schema == frame.schema
    assert [row.actor for row in found.orderBy("count").collect()] == [
        "PMU",
        "Popular Mobilization Forces [popular-mobilization-forces]; Islamic State [islamic-state]",
        None,
    ]


def test_wrong_use_is_told_before_any_task_runs(spark: Any, gazetteer: Shipped) -> None:
    frame = spark.sql("select 'PMU' as actor, 1 as Actor_ID, 2 as count")
    for options, message in (
        ({"columns": "nobody"}, "no column 'nobody'"),
        ({"columns": "actor"}, "two columns 'actor_id'"),
        ({"columns": "actor", "replace": True, "strictness": "2%"}, "strictness"),
        ({"columns": "actor", "replace": True, "to": "{nix}"}, "nix"),
        ({"columns": "actor", "replace": True, "date_column": "day"}, "day"),
    ):
        with pytest.raises(UsageError, match=message):
            resolve_columns(frame, gazetteer=gazetteer, **options)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="type int"):
        rewrite_columns(frame, "count", gazetteer)
    with pytest.raises(UsageError, match=r"\.names"):
        resolve_columns(frame, "actor", "gazetteer.yaml", replace=True)
