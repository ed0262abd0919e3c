"""axe-core finds nothing, in light and dark, on a telephone and on a desk."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

JOURNEY = "2025-06-01-die-lange-reise"
pytest.importorskip("axe_playwright_python", reason="needs axe: pip install -e '.[browser]'")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Any) -> list[tuple[str, list[str]]]:
    # By the browser's own door: the page's policy admits no foreign script.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("axe.run()")
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_found(visitor: Any, width: int, scheme: str) -> None:
    page = visitor.open(viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert violations(page) == []
    page.get_by_role("searchbox").fill("zug")
    page.get_by_text("1 Treffer").wait_for()
    assert violations(page) == []
    page.goto(f"{visitor.home}{JOURNEY}/{JOURNEY}.html")
    page.locator(".text span[data-t]").nth(2).click()
    page.locator(".text [aria-current]").wait_for()
    page.wait_for_timeout(300)  # until colours have changed
    assert violations(page) == []
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []
