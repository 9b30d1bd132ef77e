"""Lint: all rules over a gazetteer, those included that ask the real resolver, and its reports."""
