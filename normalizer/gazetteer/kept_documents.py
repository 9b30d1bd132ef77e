"""What files said when they were last read, so that those with the same bytes are not parsed again.

Reading YAML strictly takes most of the time that a gazetteer's files need.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from normalizer.gazetteer.yaml_nodes import Document, Plain, load


class KeptDocuments:
    """The data of YAML files, by a hash of their bytes.

    Args:
        known: What was kept before; all of it was read without a fault.
    """

    def __init__(self, known: Mapping[str, Plain]) -> None:
        self._known = known
        self.read: dict[str, Plain] = {}
        """What was read now, to be kept."""

    def load(self, path: str | os.PathLike[str]) -> Document:
        """Read a YAML file as `normalizer.gazetteer.yaml_nodes.load` does.

        Args:
            path: The file.

        Returns:
            Its data. Where that was kept there are neither places nor text: whoever finds a fault
            has to load the file itself to tell where it is.

        Raises:
            GazetteerError: As `load`.
        """
        from hashlib import sha256  # noqa: PLC0415  # not on a cold start

        try:
            with open(path, "rb") as file:
                key = sha256(file.read()).hexdigest()
        except OSError:
            return load(path)  # which tells why
        data = self._known.get(key)
        document = load(path) if data is None else Document(os.fspath(path), data, {}, "")
        self.read[key] = document.data
        return document
