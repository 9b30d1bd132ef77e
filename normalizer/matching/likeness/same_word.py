"""Whether two words of names differ only in what writers of Latin letters do differently.

Soleimany and Suleimani, Gaddafi and Qadhafi, Assad and Assade are; Putin and Putyatin, Zarif and
Zarifi, Arafa and Arafat are two names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.spelling.skeleton import even_skeleton, skeleton

_GLIDE = re.compile("[iy]j$")  # as in Navalnij, which others end with a vowel
_LONG = re.compile("(?<=[aeiou])h$")  # only shows that the vowel is long, or was a consonant once
_ARTICLE = re.compile("^[ae]l(?=.{4})")  # joined to the word by some
_VOWELS = frozenset("aeiouy")
_TELLING = 2  # consonants that say enough; of Zia and Shah schemes could write either for the other
_MUTE = "e"  # behind a consonant it may be there for the reader's sake: Assade, Fidane


@lru_cache(maxsize=1 << 14)
def are_one_word(one: str, other: str) -> bool:
    """Tell whether two words are spellings of one by their consonants and by how they end.

    Args:
        one: A romanised word.
        other: Another one.

    Returns:
        True where the consonants are the same but for those that schemes write for one another
        and for an article, and both end with a vowel, or neither.
    """
    if one == other:
        return True
    key = even_skeleton(one)
    if len(key) < _TELLING and skeleton(one) != skeleton(other):
        return False
    if key != even_skeleton(other):
        bare = _ARTICLE.sub("", one), _ARTICLE.sub("", other)
        return bare != (one, other) and are_one_word(*bare)
    ends = [_LONG.sub("", _GLIDE.sub("i", word))[-1:] for word in (one, other)]
    vowels = [end in _VOWELS for end in ends]
    return vowels[0] == vowels[1] or ends[vowels.index(True)] == _MUTE
