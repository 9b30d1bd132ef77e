"""From spellings to entities: the compiled index, candidates, evidence, resolution, scanning."""
