"""Measures of accuracy and speed; nothing of it is part of the package."""
