"""Formats of tables besides delimited text: each gives batches of cells and takes them back."""
