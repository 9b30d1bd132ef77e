"""Resolve the column `actor` of Parquet files and rewrite their column `report`: SOURCE TARGET."""

import sys

from pyspark.sql import SparkSession

import normalizer
from normalizer.integrations.spark import resolve_columns, rewrite_columns, ship

spark = SparkSession.builder.appName("names").getOrCreate()
source, target = sys.argv[1:]
names = ship(spark, normalizer.load())  # or the path of a .names file that every node has
frame = spark.read.parquet(source)
frame = resolve_columns(frame, "actor", names, context_columns=["report"])
frame = rewrite_columns(frame, "report", names)
frame.write.mode("overwrite").parquet(target)
spark.read.parquet(target).select("actor", "actor_id", "actor_score", "report_text").show(
    truncate=False
)
spark.stop()
