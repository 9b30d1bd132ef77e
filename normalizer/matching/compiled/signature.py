"""What a result depends on besides its input, in one short key."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from normalizer.matching.compiled.index import Index


def signature_of(index: Index, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what results depend on: the same signature on the same input gives the same bytes.

    The scores of spellings that nobody listed are computed with numpy, and the last of seven
    digits may differ between processors.

    Args:
        index: The compiled gazetteer.
        options: What was asked for; must be JSON.

    Returns:
        The versions of program, numpy and Unicode tables, the gazetteer's hash, the options, and
        under ``signature`` a key of all these.
    """
    fields = {
        "normalizer": version("entity-normalizer"),
        "gazetteer": index.fingerprint(),
        "unicode": unicodedata.unidata_version,
        "numpy": version("numpy"),
        "options": dict(sorted(options.items())),
    }
    key = json.dumps(fields, sort_keys=True).encode()
    return {"signature": hashlib.sha256(key).hexdigest()[:16], **fields}
