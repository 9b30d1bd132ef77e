"""Redirects: IDs that were given up, each with the one that stands for it now.

They lie in one file, ``redirects.yaml``, beside the folders of a gazetteer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from normalizer.errors import GazetteerError
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.yaml_nodes import Document, load

REDIRECTS = "redirects.yaml"


@dataclass(frozen=True, slots=True)
class Redirects:
    """The redirects of a gazetteer.

    Attributes:
        targets: The ID in force by each old one.
        document: The file; None where there is none.
        faults: Faults in its form.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    document: Document | None = None
    faults: Faults = field(default_factory=Faults)


NO_REDIRECTS = Redirects()


def read_redirects(path: str | os.PathLike[str]) -> Redirects:
    """Read the redirects of a gazetteer.

    Args:
        path: The gazetteer's folder; a single file has no redirects.

    Returns:
        The redirects, faults in their form included.

    Raises:
        GazetteerError: If the file cannot be read or is not strict YAML.
    """
    file = os.path.join(os.fspath(path), REDIRECTS)
    if not os.path.isfile(file):
        return NO_REDIRECTS
    document = load(file)
    return redirects_of(document)


def redirects_of(document: Document) -> Redirects:
    """Return what a file of redirects says.

    Args:
        document: The file.

    Returns:
        The redirects, faults in their form included.
    """
    faults = Faults()
    targets: dict[str, str] = {}
    if isinstance(document.data, Mapping):
        for old, target in document.data.items():
            if isinstance(target, str) and target:
                targets[old] = target
            else:
                faults.wrong_shape(target, f'the redirect of "{old}"', "one ID", (old,))
    else:
        faults.wrong_shape(document.data, "redirects", "a mapping of old IDs to new ones", ())
    return Redirects(targets, document, faults)


def redirect_targets(path: str | os.PathLike[str]) -> dict[str, str]:
    """Return the ID in force by each old one, from a file without a fault.

    Args:
        path: The gazetteer's folder, or a single file, which has none.

    Returns:
        The targets.

    Raises:
        GazetteerError: If the file cannot be read or has faults; each is named with its line.
    """
    redirects = read_redirects(path)
    document = redirects.document
    if redirects.faults and document is not None:
        raise GazetteerError(
            [f"{document.path}:{document.line(it.at)}: {it.message}" for it in redirects.faults]
        )
    return dict(redirects.targets)
