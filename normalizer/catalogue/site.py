"""Writes the catalogue: a folder of pages that any static host, or a file browser, can show.

Nothing on a page is fetched from elsewhere. Everything that a gazetteer says is escaped by the
templates; a policy in each page lets no script run but those beside it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.catalogue.pages import Link, Pages, link_to, page_name
from normalizer.catalogue.search_data import search_data
from normalizer.catalogue.statistics import charts
from normalizer.catalogue.templating import ASSETS, environment_for
from normalizer.entity import Entity
from normalizer.errors import UsageError
from normalizer.spelling.romanise import romanise

if TYPE_CHECKING:
    from jinja2 import Environment

_MARK = ".normalizer-catalogue"
"""Tells a folder that this module wrote, and may replace, from any other."""


def write_site(entities: Sequence[Entity], folder: str | os.PathLike[str], title: str) -> int:
    """Write the catalogue of a gazetteer.

    Args:
        entities: The gazetteer, sorted by ID.
        folder: Where to. A catalogue that is there is replaced as a whole, once the new one is
            complete.
        title: What the pages call the gazetteer.

    Returns:
        The number of pages.

    Raises:
        UsageError: If the folder holds something that is no catalogue, or Jinja2 is missing.
        OSError: If it cannot be written.
    """
    target = Path(folder)
    if target.is_symlink() or (target.exists() and not _is_replaceable(target)):
        raise UsageError(
            f"{target} is not empty and is not a catalogue. Choose an empty or new folder with "
            "--output."
        )
    environment = environment_for("The catalogue")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        count = 0
        for name, content in _files(entities, environment, title):
            path = made / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
            count += name.endswith(".html")
        for asset in sorted(ASSETS.iterdir()):
            shutil.copyfile(asset, made / asset.name)
        (made / _MARK).touch()
        made.chmod(0o755)  # mkdtemp makes a folder that a web server may not read
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return count


def _is_replaceable(folder: Path) -> bool:
    return folder.is_dir() and ((folder / _MARK).is_file() or not any(folder.iterdir()))


def _files(
    entities: Sequence[Entity], environment: Environment, title: str
) -> Iterator[tuple[str, str]]:
    """Yield the relative path and content of each file that is made."""
    types: dict[str, list[Entity]] = {}
    for entity in entities:
        types.setdefault(entity.type, []).append(entity)
    type_pages = {type_: page_name(type_) for type_ in sorted(types)}
    names = sum(len(entity.all_names()) for entity in entities)
    shared = {"title": title, "type_pages": type_pages}

    template = environment.get_template("entity.html")
    pages = Pages(entities)
    for entity in entities:
        page = pages.page(entity)
        content = template.render(shared, page=page, root="../")
        yield f"entity/{page.link.page}.html", content
    template = environment.get_template("type.html")
    for type_, members in types.items():
        content = template.render(shared, type=type_, letters=_by_letter(members), root="../")
        yield f"type/{type_pages[type_]}.html", content
    counts = {type_: len(members) for type_, members in sorted(types.items())}
    yield (
        "index.html",
        environment.get_template("index.html").render(
            shared, counts=counts, entities=len(entities), names=names, root=""
        ),
    )
    yield (
        "statistics.html",
        environment.get_template("statistics.html").render(
            shared, charts=charts(entities), entities=len(entities), names=names, root=""
        ),
    )
    yield "search-data.js", search_data(entities)


def _by_letter(entities: Sequence[Entity]) -> list[tuple[str, list[Link]]]:
    """Links by the first letter of the romanised name; what begins with none stands under #."""
    keyed = sorted(
        ((romanise(entity.name), entity.id, link_to(entity)) for entity in entities),
        key=lambda item: item[:2],
    )
    letters: dict[str, list[Link]] = {}
    for key, _, link in keyed:
        letters.setdefault(key[:1].upper() if key[:1].isalpha() else "#", []).append(link)
    return list(letters.items())
