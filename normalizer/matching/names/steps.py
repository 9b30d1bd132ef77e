"""Tell step by step how one name is resolved."""

from __future__ import annotations

from normalizer.matching.compiled.index import Index
from normalizer.matching.names.listed import Asked
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.variants import variants
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import skeleton


def explanation(index: Index, resolver: Resolver, text: str, asked: Asked) -> str:
    """Return the steps from a name to its resolution, for people to read.

    Args:
        index: The compiled gazetteer.
        resolver: The resolver over it.
        text: The name.
        asked: Context and the like.

    Returns:
        Lines of text.
    """
    resolution = resolver.resolve(text, asked)
    romanised = romanise(text, asked.language)
    lines = [
        f"name        {text}",
        f"folded      {fold(text)}",
        f"romanised   {romanised}",
        f"skeleton    {skeleton(romanised)}",
    ]
    lines.extend(f"also read   {it.text} ({it.note})" for it in variants(text.strip()))
    lines.append(f"compared with {index.name_count} names of {index.entity_count} entities")
    if resolution.abstained:
        lines.append(f"abstained   {resolution.reason}")
    else:
        lines.append(
            f"resolved    {resolution.id} ({resolution.name}), score {resolution.score:.3f}"
        )
        lines.append(f"by          {resolution.method}")
    lines.extend(f"because     {sentence}" for sentence in resolution.evidence)
    candidates = resolver.candidates(text, 5, asked)
    for candidate in candidates:
        lines.append(f"candidate   {candidate.score:.3f}  {candidate.id}  (“{candidate.matched}”)")
        lines.extend(f"              {sentence}" for sentence in candidate.evidence)
    return "\n".join(lines)
