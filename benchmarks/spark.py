"""Measure names in a Spark DataFrame on two workers of this machine beside one process.

    python -m benchmarks.spark --rows 10000000

One Parquet table of six columns, the names made from a fixed seed, once with exact variants and
once with 40% noisy ones; the column is replaced and the table written as Parquet again. Of Spark
the job is timed, not its start; of the one process the whole command `normalizer table`. Prints
Markdown; compare ratios, since machines are shared.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyspark
from pyspark.sql import DataFrame, SparkSession

import normalizer
from benchmarks.tables import Run, make_values
from benchmarks.timing import make_names
from normalizer.integrations.spark import resolve_columns, ship

_SEED = 8
_ROW_GROUP = 500_000
_WORKERS = 2


def write_parquet(path: Path, values: Sequence[str], rows: int) -> None:
    """Write a table of six columns, the second of them names."""
    rng = random.Random(_SEED)
    writer: Any = None
    for first in range(0, rows, _ROW_GROUP):
        numbers = range(first, min(first + _ROW_GROUP, rows))
        table = pa.table(
            {
                "row": numbers,
                "actor": rng.choices(values, k=len(numbers)),
                "place": ["somewhere"] * len(numbers),
                "date": ["2020-01-01"] * len(numbers),
                "note": [f"text of row {number}" for number in numbers],
                "code": [f"00{number % 97}" for number in numbers],
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    writer.close()


def cluster(folder: Path) -> SparkSession:
    """Return a session on a cluster of `_WORKERS` executors of one core on this machine."""
    home = folder / "spark"
    home.mkdir()
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    os.environ.update(
        SPARK_HOME=str(home), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable
    )
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.sql.files.maxPartitionBytes": "16m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master(f"local-cluster[{_WORKERS},1,2048]")
    session = builder.config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.range(10 * _WORKERS, numSlices=10 * _WORKERS).count()  # all have started
    return session


def written(frame: DataFrame, path: Path) -> float:
    """Write a frame and return the seconds that took."""
    begin = time.perf_counter()
    frame.write.parquet(str(path))
    return time.perf_counter() - begin


def differing(one: Path, many: Path) -> int:
    """Return in how many rows two written tables differ."""
    first, second = (pq.read_table(path).sort_by("row").column("actor") for path in (one, many))
    return int(pc.sum(pc.not_equal(first, second)).as_py())


def main() -> None:
    """Make the tables, run the command and the job, print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--distinct", type=int, default=50_000)
    parser.add_argument("--names", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given)


def measure(folder: Path, given: argparse.Namespace) -> None:
    """Measure everything in a folder of its own."""
    names = make_names(given.names, random.Random(_SEED))
    gazetteer = folder / "people.names"
    normalizer.build(
        {"id": f"e{number}", "type": "person", "name": name} for number, name in enumerate(names)
    ).save(gazetteer)
    print(f"{given.rows:,} rows, {given.distinct:,} distinct names of {given.names:,}.\n")
    print(
        "| names | one process, s | two workers, s | times as fast | Spark copying the table, s "
        "| rows that differ |\n| --- | --- | --- | --- | --- | --- |",
        flush=True,
    )
    spark = cluster(folder)
    shipped = ship(spark, gazetteer)
    for label, share in (("exact", 0.0), ("40% noisy", 0.4)):
        source, one, many = (folder / f"{label}{end}" for end in (".parquet", "-1.parquet", "-2"))
        write_parquet(source, list(make_values(names, given.distinct, share)), given.rows)
        command = ["-m", "normalizer", "table", str(source), "-c", "actor", "--replace", "--quiet"]
        alone = Run([*command, "-g", str(gazetteer), "-o", str(one)]).seconds
        frame = spark.read.parquet(str(source))
        copying = written(frame, folder / f"{label}-copy")
        together = written(resolve_columns(frame, "actor", shipped, replace=True), many)
        figures = f"{alone:.1f} | {together:.1f} | {alone / together:.2f} | {copying:.1f}"
        print(f"| {label} | {figures} | {differing(one, many)} |", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
