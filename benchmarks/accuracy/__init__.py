"""Accuracy across scripts and spellings on held-out names, beside what else one would install.

``python -m benchmarks.accuracy PATH``; see docs/accuracy.md.
"""
