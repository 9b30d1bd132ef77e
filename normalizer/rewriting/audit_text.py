"""What a run over a text changed, into an audit log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normalizer.rewriting.audit_log import AuditLog, Digest, entry_of_edit
from normalizer.rewriting.text import Rewrite
from normalizer.rewriting.text_streams import TextEncoder


def record_text(
    log: AuditLog, header: Mapping[str, Any], parts: Iterable[Rewrite]
) -> Iterator[Rewrite]:
    """Yield the stretches of a rewritten text while they are written into a log.

    The run is on the disk when the last one has been taken.

    Args:
        log: The log.
        header: What is done with what; its ``encoding`` is the text's.
        parts: The stretches, in order.
    """
    log.begin(header)
    encoders = TextEncoder(header["encoding"]), TextEncoder(header["encoding"])
    before, after = Digest(), Digest()
    at = 0
    for part in parts:
        for edit in part.edits:
            log.add(entry_of_edit(edit._replace(start=at + edit.start, end=at + edit.end)))
        before.add(encoders[0](part.original))
        after.add(encoders[1](part.text))
        at += len(part.original)
        yield part
    log.end(before.content(), after.content())
