"""A Spark of several workers, each a process of its own, as on a cluster."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WORKERS = 2
QUICK_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"


def _not_to_be_had(what: str) -> None:
    """Skip, but on the machines that must run every test."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on a standalone cluster of this machine: master, workers, an executor each."""
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        _not_to_be_had("No pyspark: pip install 'entity-normalizer[spark]'.")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        _not_to_be_had("No Java: apt-get install default-jre-headless, or set JAVA_HOME.")
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        # The workers' folders are made in SPARK_HOME, which is not to be the installed package.
        for part in Path(pyspark.__file__).parent.iterdir():
            (folder / part.name).symlink_to(part)
        patch.setenv("SPARK_HOME", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_SUBMIT_ARGS", f"--driver-java-options '{QUICK_START}' pyspark-shell")
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.extraJavaOptions": QUICK_START,
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master(f"local-cluster[{WORKERS},1,1024]")
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()
