"""The type of arrays whose numbers may be of any kind."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

Numbers = npt.NDArray[Any]
"""An array of numbers; what kind of numbers, the text beside it says."""
