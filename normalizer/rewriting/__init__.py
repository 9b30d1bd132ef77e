"""Rewriting texts, tables and files: what is not edited stays as it was, byte for byte."""
