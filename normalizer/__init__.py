"""Every way a name is written, in any script, to one canonical entity.

Start with `load` (the curated gazetteer) or `build` (your own entities), then use
`Normalizer.resolve`, `Normalizer.find` and `Normalizer.rewrite`.
"""

from normalizer.api import Normalizer, build, load
from normalizer.errors import (
    GazetteerError,
    IndexFileError,
    NormalizerError,
    TableError,
    UndoError,
    UsageError,
)
from normalizer.matching.names.results import Candidate, Mention, Resolution
from normalizer.rewriting.edits import Edit
from normalizer.rewriting.text import Rewrite

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "Edit",
    "GazetteerError",
    "IndexFileError",
    "Mention",
    "Normalizer",
    "NormalizerError",
    "Resolution",
    "Rewrite",
    "TableError",
    "UndoError",
    "UsageError",
    "__version__",
    "build",
    "load",
]
