"""The rules for gazetteer data: a module per family, each with its `RULES`.

To add a rule, write a function that yields a fault for each violation and put a
`normalizer.gazetteer.rules.base.Rule` with its name, reason and remedy into the `RULES` of the
family's module; add a case to ``tests/cases/gazetteer_faults/``.
"""
