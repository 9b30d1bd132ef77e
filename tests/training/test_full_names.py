"""Full names made for the fit of the score: what both lists keep of a person."""

from __future__ import annotations

import random

from training.full_names import persons

NAMES = {
    "ar": ["Ali Hassan Majid", "Omar Bashir", "Khalid Meshaal", "Ahmed Jabari", "Salim Idris"],
    "ru": ["Igor Girkin", "Sergei Lavrov", "Denis Pushilin", "Anton Chekhov", "Omar Bashir"],
}


def _made(seed: int) -> list[tuple[str, str, str]]:
    rng = random.Random(seed)
    return [(it.query, it.name, it.relative) for it in persons(NAMES, {}, 20, set(), rng)]


def test_the_listed_name_has_the_ends_of_a_real_one_and_relatives_its_last_word() -> None:
    real = {(name.split()[0], name.split()[-1]) for names in NAMES.values() for name in names}
    related = 0
    for seed in range(20):
        for _, name, relative in _made(seed):
            words = name.split()
            assert (words[0], words[-1]) in real
            if relative:
                related += 1
                assert relative.split()[1:] == words[1:]
    assert related > 10


def test_nobody_is_made_twice_and_the_same_chance_makes_the_same() -> None:
    for seed in range(20):
        ends = [(name.split()[0], name.split()[-1]) for _, name, _ in _made(seed)]
        assert len(ends) == len(set(ends)) == 9  # Omar Bashir is in both
        assert _made(seed) == _made(seed)
