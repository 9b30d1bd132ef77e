"""The project's own cases, asked of the curated gazetteer."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import normalizer

_CASES = Path(__file__).parents[2] / "tests" / "cases"

# Right, abstained and wrong answers, by set.
Outcomes = dict[str, Counter[str]]


def ask_cases() -> Outcomes:
    """Resolve the unlisted spellings and the look-alikes, and read the look-alike sentences."""
    gazetteer = normalizer.load()
    outcomes: Outcomes = {
        "unlisted spellings": Counter(),
        "names that resemble listed ones": Counter(),
        "look-alike names": Counter(),
        "look-alike sentences": Counter(),
    }
    for line in (_CASES / "spellings.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, entity, _tag, _note = line.split("\t")
        resolution = gazetteer.resolve(name)
        kind = "names that resemble listed ones" if entity == "-" else "unlisted spellings"
        if resolution.abstained:
            outcomes[kind]["abstained"] += 1
        else:
            outcomes[kind]["right" if resolution.id == entity else "wrong"] += 1
    for line in (_CASES / "lookalikes.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "name" in case:
            resolution = gazetteer.resolve(case["name"], context=case.get("context"))
            linked = not resolution.abstained and resolution.id in case.get("not", [resolution.id])
            outcomes["look-alike names"]["wrong" if linked else "abstained"] += 1
            continue
        found = [[mention.text, mention.id] for mention in gazetteer.find(case["text"])]
        unwanted = any(entity in case.get("not", ()) for _text, entity in found)
        is_wrong = unwanted or found != case.get("mentions", found)
        outcomes["look-alike sentences"]["wrong" if is_wrong else "right"] += 1
    return outcomes
