"""The catalogue in a real browser: its search, and that no name of a gazetteer runs as code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from normalizer.catalogue.site import write_site
from normalizer.entity import Entity
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import loose_skeleton

CASES = Path(__file__).parents[1] / "cases"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "chrome")
ENOUGH_FIRST = 0.9

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def site(curated_entities: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "site"
    write_site(curated_entities, folder, "Test")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium, else the one of Playwright; without one the tests fail."""
    path = next(filter(None, map(shutil.which, INSTALLED)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path)
        except Error as error:
            pytest.fail(
                "No browser: apt-get install chromium, or playwright install chromium. "
                f"({error.message})"
            )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may say nothing on the console, show no dialog and fetch from files alone."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: faults.extend(_outside(request.url)))
    yield page
    page.close()
    assert faults == []


def _outside(address: str) -> list[str]:
    return [] if address.startswith(("file:", "data:")) else [address]


def _search(page: Page, query: str) -> None:
    page.get_by_label("A name, in any spelling").fill(query)


def test_search_finds_a_spelling_and_leads_to_its_page(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    _search(page, "Hachd al-Chaabi")
    first = page.get_by_role("list", name="Entities found").get_by_role("listitem").first
    first.get_by_text("Popular Mobilization Forces").wait_for()
    assert "listed as “Hachd al-Chaabi”" in first.inner_text()
    assert "found" in page.get_by_role("status").inner_text()
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "Popular Mobilization Forces":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/popular-mobilization-forces.html")
    assert page.locator("h1").inner_text() == "Popular Mobilization Forces"


def test_search_by_address_and_without_a_result(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri() + "?q=Касем%20Сулеймани")
    page.get_by_role("listitem").get_by_text("Qasem Soleimani").wait_for()
    _search(page, "zzzzqqqqxxxx")
    page.get_by_text("No entity has a name like this.").wait_for()
    assert page.get_by_role("list", name="Entities found").get_by_role("listitem").count() == 0


def test_nine_of_ten_queries_find_their_entity_first(page: Page, site: Path) -> None:
    lines = (CASES / "site_search.tsv").read_text(encoding="utf-8").splitlines()
    cases = [line.split("\t")[:2] for line in lines if not line.startswith("#")]
    page.goto((site / "index.html").as_uri())
    found = page.evaluate(
        "queries => { const search = makeSearch(catalogueData);"
        " return queries.map((query) => search(query)[0]?.page ?? null); }",
        [query for query, _ in cases],
    )
    misses = [
        f"{query}: {first}, not {wanted}"
        for (query, wanted), first in zip(cases, found, strict=True)
        if first != wanted
    ]
    assert len(cases) >= 60
    assert len(misses) <= (1 - ENOUGH_FIRST) * len(cases), "\n".join(misses)
    assert "Hachd al-Chaabi" not in "".join(misses)


def test_the_browser_spells_as_python_does(
    page: Page, site: Path, curated_entities: list[Entity]
) -> None:
    names = sorted({name.text for entity in curated_entities for name in entity.all_names()})
    page.goto((site / "index.html").as_uri())
    spelled = page.evaluate(
        "names => { const spelling = makeSpelling(catalogueData.tables);"
        " return names.map((name) => { const romanised = spelling.romanise(name);"
        " return [spelling.fold(name), romanised, spelling.skeleton(romanised)]; }); }",
        names,
    )
    for name, (folded, romanised, skeleton) in zip(names, spelled, strict=True):
        assert folded == fold(name)
        assert romanised == romanise(name)
        assert skeleton == loose_skeleton(romanised)


def test_names_from_right_to_left_are_marked(page: Page, site: Path) -> None:
    page.goto((site / "entity" / "hezbollah.html").as_uri())
    name = page.locator("bdi", has_text="حزب الله").first
    assert name.get_attribute("lang") == "ar"
    assert name.evaluate("element => getComputedStyle(element).direction") == "rtl"
    persian = page.locator("bdi[lang=fa]").first
    assert persian.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_statistics_are_drawn(page: Page, site: Path) -> None:
    page.goto((site / "statistics.html").as_uri())
    page.get_by_role("img", name="Entities by type").wait_for()
    page.get_by_text("Names by script: the numbers").click()
    page.get_by_role("rowheader", name="Arabic").first.wait_for()


def test_a_hostile_gazetteer_runs_no_code(page: Page, hostile_site: Path) -> None:
    for path in sorted(hostile_site.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.title().endswith("A <b>title</b>")
    page.goto((hostile_site / "index.html").as_uri())
    _search(page, "</script><script>alert('name')</script>")
    results = page.get_by_role("list", name="Entities found")
    link = results.get_by_role("link").first
    link.wait_for()
    assert link.inner_text() == "</script><script>alert('name')</script>"
    assert results.locator("script").count() == 0
    _search(page, "<img src=x onerror=document.title='taken'>")
    page.get_by_text("No entity has a name like this.").wait_for()
    assert page.locator("img[src]").count() == 0
