"""Puts the compiled curated gazetteer and the compiled inner loops into the wheel."""

from __future__ import annotations

import os
import sys
import sysconfig
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledParts(BuildHookInterface):  # type: ignore[misc]  # hatchling is for builds only
    """Compiles what a wheel carries, so that nothing is compiled on first use.

    `gazetteer/` lies in the wheel as `normalizer.matching.compiled.shipped` looks for it; not in an
    editable install, where it changes. The inner loops in C are compiled for either, where there is
    a compiler; a wheel with them is one for this kind of machine.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell the builder of the files."""
        sys.path.insert(0, self.root)
        from normalizer.native.build import build  # noqa: PLC0415

        native = ("normalizer", "native")
        if version == "editable":
            build(os.path.join(self.root, *native))
            return
        from normalizer.matching.compiled.shipped import IN_PACKAGE, write_shipped  # noqa: PLC0415

        self._folder = TemporaryDirectory()
        included = build_data["force_include"]
        for name in write_shipped(os.path.join(self.root, "gazetteer"), self._folder.name):
            target = "/".join(("normalizer", *IN_PACKAGE, name))
            included[os.path.join(self._folder.name, name)] = target
        if library := build(self._folder.name):
            included[library] = "/".join((*native, os.path.basename(library)))
            machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{machine}"
            build_data["pure_python"] = False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled files: they are in the wheel."""
        if version != "editable":
            self._folder.cleanup()
