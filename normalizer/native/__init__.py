"""Inner loops in C, built where there is a compiler, and how they are loaded.

They are an aid, not a need: what uses them does the same in numpy where they are missing.
"""
