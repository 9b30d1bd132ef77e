"""Fit the score: the values of meeting sounds, then the weights of the evidence.

    python -m training.fit_score ../shared/data/names

reads train.tsv.gz and parts_train.jsonl.gz, and writes ``sound_scores.npz`` and
``score_weights.json`` into normalizer/matching/likeness/data. Same data, same files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.likeness import align, evidence, nearest, score
from normalizer.matching.likeness.proposals import Proposals, nearness
from normalizer.matching.likeness.sounds import encode
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names import objections
from normalizer.spelling.script import LATIN
from training import fit_sounds, logistic
from training.encoder_data import kept_out
from training.look_alike_search import LookAlikeSearch, build
from training.names import (
    FULL_LENGTHS,
    Pair,
    held_out,
    look_alikes,
    noisy,
    one_spelling,
    read_pairs,
    read_parts,
    reordered,
    shortened,
)

_OUT = Path(__file__).parent.parent / "normalizer" / "matching" / "likeness" / "data"
SCORE_WEIGHTS = _OUT / "score_weights.json"
"""Where the models lie; `training.fit_persons` writes one of them."""
_SEED = 20240
_LATIN = "latin"
_TOGETHER = 200
"""Queries whose candidates are compared at a time."""
_MORE = {"zh": 3}
"""How many times as many queries more of a language whose kind of pair no other has."""
_FULL_HAN = 4
"""Up to so many characters made-up full names are written without a separator."""
_TOLD = {"hangul": (("ko",), " "), "kana": (("ja",), "・"), "cyrillic": (("ru", "uk", "bg"), " ")}
"""Kinds of pairs in two scripts whose tables other kinds do without: the languages, and what stands
between the words of a full name."""
_MORE_TOLD, _TIMES = 4, 3
"""How many times as many queries a gazetteer of these, and how many gazetteers at most."""
_DEPTH, _RANDOM = 12, 3
"""Look-alikes a query is set against, and names at random."""


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def search_over(names: list[str]) -> LookAlikeSearch:
    """Return a search over names, in memory."""
    sections = build(names)
    return LookAlikeSearch(lambda name: memoryview(sections[name]))


def proposals_over(names: list[str]) -> Proposals:
    """Return what proposes names by their letters, in memory."""
    sections = nearest.build(names)
    return Proposals(lambda name: memoryview(sections[name]), names.__getitem__)


def sound_queries(
    pairs: dict[str, list[Pair]], parts: list[dict[str, list[str]]], most: int
) -> fit_sounds.Queries:
    """Return what the sound tables learn from: pairs of each language with mined look-alikes."""
    rng = random.Random(_SEED)
    sample: list[Pair] = []
    truth: dict[str, set[str]] = defaultdict(set)
    for found in pairs.values():
        for pair in found:
            truth[pair.query].add(pair.name.casefold())
        usable = [pair for pair in found if not held_out(pair.name)]
        sample += rng.sample(usable, min(len(usable), most))
    latin = [forms[LATIN] for forms in parts if len(forms.get(LATIN, ())) > 1]
    for forms in rng.sample(latin, min(len(latin), 2 * most)):
        query, name = rng.sample(forms, 2)
        if not held_out(name):
            sample.append(Pair(_LATIN, query, name))
            truth[query] |= {form.casefold() for form in forms}
    names = sorted({pair.name for pair in sample})
    numbers = {name: number for number, name in enumerate(names)}
    search = search_over(names)
    wrong = np.full((len(sample), 24), -1, dtype=np.int32)
    scripts = np.zeros(len(sample), dtype=np.int64)
    for row, pair in enumerate(sample):
        scripts[row] = align.table_number(Spelling.of(pair.query).script, LATIN)
        near = [n for n, _ in search.search(pair.query, 40)]
        others = [n for n in near if names[n].casefold() not in truth[pair.query]]
        others += [rng.randrange(len(names)) for _ in range(2)]
        wrong[row, : len(others[-24:])] = others[-24:] if len(others) < 24 else [
            *others[:22], *others[-2:]
        ]  # fmt: skip
    counts = Counter(scripts.tolist())
    return fit_sounds.Queries(
        scripts,
        fit_sounds.padded([encode(Spelling.of(pair.query).romanised) for pair in sample]),
        fit_sounds.padded([encode(search.spelling(n).romanised) for n in range(len(names))]),
        np.array([numbers[pair.name] for pair in sample]),
        wrong,
        np.array([counts[script] ** -0.6 for script in scripts.tolist()]),
    )


def score_groups(
    pairs: dict[str, list[Pair]], parts: list[dict[str, list[str]]], size: int, each: int
) -> list[logistic.Group]:
    """Return compared candidates: for each query its true name, and what looks like it."""
    rng = random.Random(_SEED + 1)
    kept = {
        language: [pair for pair in found if kept_out(pair.name)]
        for language, found in pairs.items()
    }
    filler = sorted({pair.name for found in kept.values() for pair in found})
    groups: list[logistic.Group] = []
    for language, found in kept.items():
        chosen = rng.sample(found, min(len(found), each))
        groups += compared_with_listed(
            language, chosen, found, filler, size, rng, aloud=language not in _MORE
        )
    latin = [
        Pair(_LATIN, *rng.sample(forms[LATIN], 2))
        for forms in parts
        if len(forms.get(LATIN, ())) > 1 and kept_out(forms[LATIN][0])
    ]
    latin = [pair for pair in latin if one_spelling(pair.query, pair.name)]
    latin = rng.sample(latin, min(len(latin), 2 * each))
    latin += [Pair(_LATIN, noisy(name, rng), name) for name in rng.sample(filler, 4 * each)]
    full = [name for name in filler if len(name.split()) > 1]
    some = rng.sample(full, min(len(full), 3 * each))
    latin += [Pair(_LATIN, noisy(reordered(name, rng), rng), name) for name in some]
    latin += [
        Pair(_LATIN, f"{one.query} {two.query}", f"{one.name} {two.name}")
        for one, two in zip(rng.sample(latin, each), rng.sample(latin, each), strict=True)
    ]
    latin += _full_names([name for name in filler if " " not in name], each, rng)
    groups += compared_with_listed(_LATIN, latin, latin, filler, size, rng)
    for script in ("Arab", "Cyrl", "Hebr", "Grek"):
        forms = [part[script] for part in parts if part.get(script)]
        several = [Pair(script, *rng.sample(items, 2)) for items in forms if len(items) > 1]
        several = [pair for pair in several if one_spelling(pair.query, pair.name)]
        some = rng.sample(several, min(len(several), each))
        if len(some) > 20:
            some += [
                Pair(script, f"{one.query} {two.query}", f"{one.name} {two.name}")
                for one, two in zip(some, rng.sample(some, len(some)), strict=True)
            ]
        groups += compared_with_listed(script, some, some, [items[0] for items in forms], size, rng)
    for language, times in _MORE.items():
        found = kept[language]
        some = rng.sample(found, min(len(found), times * each))
        groups += compared_with_listed(language, some, found, filler, size, rng)
        full = [_of_two(*rng.sample(found, 2), rng) for _ in range(each)]
        groups += compared_with_listed(language, full, full, filler, size, rng)
    return groups


def told_groups(
    pairs: dict[str, list[Pair]], kinds: list[str], size: int, each: int
) -> list[logistic.Group]:
    """Return compared candidates, as `score_groups` does, of some kinds in `_TOLD`."""
    kept = {
        language: [pair for pair in pairs[language] if kept_out(pair.name)]
        for languages, _ in _TOLD.values()
        for language in languages
    }
    filler = sorted({pair.name for found in kept.values() for pair in found})
    groups: list[logistic.Group] = []
    for kind in kinds:
        languages, separator = _TOLD[kind]
        rng = random.Random(_SEED + 2)
        for language in languages:
            found = kept[language]
            asked = rng.sample(found, min(len(found), _TIMES * _MORE_TOLD * each))
            for first in range(0, len(asked), _MORE_TOLD * each):
                some = asked[first : first + _MORE_TOLD * each]
                made = compared_with_listed(language, some, found, filler, size, rng)
                count = min(each, len(some))
                full = [_full_name(*rng.sample(found, 2), separator, rng) for _ in range(count)]
                made += compared_with_listed(language, full, full, filler, size, rng)
                groups += [group for group in made if group.kind == kind]
    return groups


def _full_name(one: Pair, other: Pair, separator: str, rng: random.Random) -> Pair:
    """Make up a full name, now and then with the family name first in one of the two."""
    names = [one.name, other.name]
    if rng.random() < 0.2:
        names.reverse()
    return Pair(one.language, f"{one.query}{separator}{other.query}", " ".join(names))


def _of_two(one: Pair, other: Pair, rng: random.Random) -> Pair:
    """Make up a full name; without a separator the family name comes first, as often in Latin."""
    if len(one.query + other.query) > _FULL_HAN:
        return Pair(one.language, f"{one.query}·{other.query}", f"{one.name} {other.name}")
    names = [one.name, other.name]
    if rng.random() < 0.5:
        names.reverse()
    return Pair(one.language, one.query + other.query, " ".join(names))


def _full_names(words: list[str], count: int, rng: random.Random) -> list[Pair]:
    """Make up full names that share words; each is asked for with words left out."""
    common = rng.sample(words, count // 10)
    made = []
    for _ in range(count):
        name = [
            rng.choice(common if rng.random() < 0.5 else words)
            for _ in range(rng.choice(FULL_LENGTHS))
        ]
        # Not the other way round: a word more in the query may tell of somebody else.
        made.append(Pair(_LATIN, noisy(" ".join(shortened(name, rng)), rng), " ".join(name)))
    return made


def compared_with_listed(
    language: str,
    chosen: list[Pair],
    known: list[Pair],
    filler: list[str],
    size: int,
    rng: random.Random,
    entity: EntityRecord | None = None,
    *,
    aloud: bool = False,
) -> list[logistic.Group]:
    """Compare queries with candidates of a gazetteer of their own language, filled up to a size.

    Args:
        language: Of the queries.
        chosen: The queries and their names.
        known: What else is listed.
        filler: What the gazetteer is filled up with.
        size: How many names it has.
        rng: Where chance comes from.
        entity: What the names are of, where it counts what is known against a match.
        aloud: Whether no table is asked how they are written.

    Returns:
        A group a query.
    """
    names = {pair.name for pair in chosen}
    for pool in ([pair.name for pair in known], filler):
        spare = [name for name in pool if name not in names]
        names |= set(rng.sample(spare, max(0, min(len(spare), size - len(names)))))
    listed = sorted(names)
    queries = [pair.query for pair in chosen]
    proposed = proposals_over(listed).propose(queries, _DEPTH + 6, thorough=True, aloud=aloud)
    truth: dict[str, set[str]] = defaultdict(set)
    for pair in known:
        truth[pair.query].add(pair.name.casefold())
    full = [words for pair in chosen if len(words := pair.name.split()) > 1]
    similar = _similar_words(
        sorted({word for name in listed for word in name.split()}),
        sorted({word for words in full for word in words}),
    )
    asked: list[tuple[Pair, list[Spelling], int]] = []
    for pair, found in zip(chosen, proposed, strict=True):
        right = Spelling.of(pair.name)
        near = [Spelling.of(listed[proposal.number]) for proposal in found]
        others = [
            spelling
            for spelling in near
            if spelling.text.casefold() not in truth[pair.query]
            and spelling.romanised != right.romanised
        ][:_DEPTH]
        # A small gazetteer has nothing alike to offer: such names must be known, too.
        others += [
            Spelling.of(name)
            for name in rng.sample(listed, _RANDOM)
            if name.casefold() not in truth[pair.query]
        ]
        made = [Spelling(text) for text in look_alikes(pair.name, listed, similar, rng)]
        asked.append((pair, [right, *others, *made], len(others)))
    groups: list[logistic.Group] = []
    for first in range(0, len(asked), _TOGETHER):
        groups += _groups(language, asked[first : first + _TOGETHER], entity, aloud)
    _say(f"{language}: {len(groups)} queries over {len(listed)} names")
    return groups


def _groups(
    language: str,
    asked: list[tuple[Pair, list[Spelling], int]],
    entity: EntityRecord | None,
    aloud: bool,
) -> list[logistic.Group]:
    """Compare queries with their candidates, all together.

    Args:
        language: Of the queries.
        asked: Pairs; for each the true name and other candidates; how many of those are listed.
        entity: What the names are of, where it counts what is known against a match.
        aloud: Whether no table is asked how they are written.
    """
    pairs = [(Spelling.of(pair.query), name) for pair, names, _ in asked for name in names]
    near = nearness([(query.text, name.text) for query, name in pairs], aloud=aloud)
    is_person = entity is not None and entity.type == "person"
    compared = evidence.compare_many(pairs, near, [is_person] * len(pairs))
    evidence.let_meet([it for it in compared if not score.is_judged_by_letters(it.kind)])
    words = objections.word_likeness(compared) if entity else {}
    found = iter(compared)
    groups = []
    for pair, names, count in asked:
        some = list(islice(found, len(names)))
        query, right = Spelling.of(pair.query), names[0]
        script = right.script if query.script == LATIN else query.script
        features = np.array([_measured(it) for it in some])
        against = [_is_objected(it, entity, words) for it in some] if entity else None
        objected = np.array(against) if against else None
        groups.append(logistic.Group(language, some[0].kind, script, features, count, objected))
    return groups


def _measured(comparison: evidence.Comparison) -> tuple[float, ...]:
    """What the model of a comparison goes by, nothing else."""
    if score.is_judged_by_letters(comparison.kind):
        return score.letters_alone(comparison.near.measured)
    return comparison.features


def _is_objected(
    comparison: evidence.Comparison, entity: EntityRecord, words: objections.WordLikeness
) -> bool:
    """Tell whether something is known against a match that letters do not show.

    A word more in the middle of a full name counts, too, though it only makes the match doubtful.
    """
    query = comparison.query
    if objections.distinct_names(query, comparison):
        return True
    return any(objections.other_name(query, comparison, entity, words))


def _similar_words(words: list[str], asked: list[str]) -> Callable[[str], list[str]]:
    """Return what gives the words most like one, but for those that may spell the same.

    Args:
        words: The words to choose from.
        asked: The words that it will be asked for.
    """
    proposed = dict(
        zip(asked, proposals_over(words).propose(asked, 12, thorough=True), strict=True)
    )

    def similar(word: str) -> list[str]:
        plain = Spelling.of(word).romanised
        found = [Spelling.of(words[proposal.number]) for proposal in proposed[word]]
        return [
            spelling.text
            for spelling in found
            if Levenshtein.distance(spelling.romanised, plain)
            > (2 if spelling.skeletons == Spelling.of(word).skeletons else 1)
        ]

    return similar


def _use(values: np.ndarray) -> None:
    """Store sound tables and use them in this process."""
    stored = np.clip(np.round(values * align.SCALE), -127, 127).astype(np.int8)
    np.savez_compressed(align.DATA, values=stored)
    align.forget()


def main() -> None:
    """Fit everything and write the data files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz and parts_train.jsonl.gz")
    parser.add_argument("--steps", type=int, default=4500, help="batches for the sound tables")
    parser.add_argument("--most", type=int, default=6000, help="pairs a language for them")
    parser.add_argument("--size", type=int, default=3000, help="names a gazetteer for the score")
    parser.add_argument("--each", type=int, default=600, help="queries a language for the score")
    parser.add_argument("--sounds-only", action="store_true", help="keep the score's weights")
    parser.add_argument("--score-only", action="store_true", help="keep the sound tables")
    told = "keep them and the score of other kinds than these"
    parser.add_argument("--only", nargs="+", choices=list(_TOLD), metavar="KIND", help=told)
    options = parser.parse_args()
    pairs = read_pairs(options.data)
    parts = list(read_parts(options.data))
    if not (options.score_only or options.only):
        # Twice: the second time against the look-alikes that the first fit falls for.
        final, align.DATA = align.DATA, Path(tempfile.mkdtemp()) / "sound_scores.npz"
        values = fit_sounds.first_values()
        for steps in (options.steps // 3, options.steps):
            _use(values)
            queries = sound_queries(pairs, parts, options.most)
            _say(f"{len(queries.right)} pairs for the sounds")
            values = fit_sounds.fit(queries, steps, _SEED, _say)
        align.DATA = final  # written once, when done: others may be using the old one
        _use(values)
        if options.sounds_only:
            return
    groups = told_groups(pairs, options.only or list(_TOLD), options.size, options.each)
    if not options.only:
        groups += score_groups(pairs, parts, options.size, options.each)
    _write(*logistic.fit(groups, _SEED, _say))


def _write(fitted: logistic.Fitted, figures: dict[str, Any]) -> None:
    """Write the score of the kinds that were fitted, beside those that were not."""
    document = json.loads(SCORE_WEIGHTS.read_text(encoding="utf-8"))
    document["figures"] |= figures
    document["scripts"] |= fitted.scripts
    document["weights"] |= {
        kind: dict(zip(score.FEATURES, weights, strict=True))
        for kind, weights in fitted.weights.items()
    }
    SCORE_WEIGHTS.write_text(as_text(document), encoding="utf-8")


def as_text(document: dict[str, Any]) -> str:
    """Return the models as they are stored."""
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
