"""The templates of pages, in which everything that data says is escaped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets"
"""The style sheet and scripts of the pages."""


def environment_for(what: str) -> Environment:
    """Return what reads the templates.

    Args:
        what: What is made with them, to begin a sentence with.

    Raises:
        UsageError: If Jinja2 is missing.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f"{what} is made with Jinja2. Install it: pip install 'entity-normalizer[site]'."
        ) from error
    return Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE / "templates"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
