"""Puts the compiled curated gazetteer into the wheel, so that nothing is compiled on first use."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGazetteer(BuildHookInterface):  # type: ignore[misc]  # hatchling is for builds only
    """Compiles ``gazetteer/`` when a wheel is built; not for an editable install, where it changes.

    It lies in the wheel as `normalizer.matching.compiled.shipped` looks for it.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell the builder of the files."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from normalizer.matching.compiled.shipped import IN_PACKAGE, write_shipped  # noqa: PLC0415

        self._folder = TemporaryDirectory()
        for name in write_shipped(os.path.join(self.root, "gazetteer"), self._folder.name):
            target = "/".join(("normalizer", *IN_PACKAGE, name))
            build_data["force_include"][os.path.join(self._folder.name, name)] = target

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled files: they are in the wheel."""
        if version != "editable":
            self._folder.cleanup()
