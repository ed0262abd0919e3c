"""The pages in Chromium: hearing, reading along, finding, and doing without scripts."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

JOURNEY, BRIDGE = "2025-06-01-die-lange-reise", "2025-05-09-die-bruecke"
EPISODE, OTHER = f"{JOURNEY}/{JOURNEY}.html", f"{BRIDGE}/{BRIDGE}.html"
STATE = """() => {
  const audio = document.querySelector('audio');
  const spoken = document.querySelector('.text [aria-current], h1 [aria-current]');
  return {
    at: audio.currentTime, paused: audio.paused, rate: audio.playbackRate, muted: audio.muted,
    spoken: spoken && spoken.textContent, last: audio.duration,
  };
}"""


def state(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def sentence(page: Any, words: str) -> Any:
    return page.locator(".text span[data-t]", has_text=words)


def begin(page: Any) -> None:
    page.get_by_role("button", name="Folge hören", exact=True).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.1")


def wait(page: Any, condition: str) -> None:
    page.wait_for_function(f"() => {{ const s = ({STATE})(); return {condition}; }}")


def test_plays_and_stops(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    begin(page)
    player = page.get_by_role("region", name="Player")
    assert player.get_by_role("link", name="Die lange Reise").is_visible()
    player.get_by_role("button", name="Anhalten").click()
    wait(page, "s.paused")
    before = state(page)["at"]
    player.get_by_role("button", name="30 Sekunden vor").click()
    wait(page, f"s.at > {before} + 5")
    player.get_by_role("button", name="15 Sekunden zurück").click()
    player.get_by_label("Tempo").select_option("1.5")
    assert state(page)["rate"] == 1.5
    slider = player.get_by_role("slider", name="Position")
    slider.focus()
    slider.press("Home")
    wait(page, "s.at < 0.5")


def test_a_sentence_is_marked_while_it_is_spoken_and_a_click_jumps_to_it(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    parts = []
    page.on("response", lambda r: parts.append(r.status) if ".mp3" in r.url else None)
    goal = sentence(page, "Am Ende waren alle müde.")
    goal.click()
    at = int(goal.get_attribute("data-t")) / 1000
    wait(page, f"s.spoken === 'Am Ende waren alle müde.' && !s.paused && s.at >= {at}")
    assert at <= state(page)["at"] < at + 2
    assert page.evaluate("location.hash") == f"#t={at:g}"
    assert set(parts) == {206}
    wait(page, "s.spoken.startsWith('Die Müdigkeit')")  # the next one, by itself
    chapter = page.locator(".chapters [aria-current]")
    assert "Die Ankunft" in chapter.text_content()
    page.locator(".chapters a", has_text="Die Abfahrt").click()
    wait(page, "s.spoken === 'Die Abfahrt'")


def test_times_beside_the_text_are_links_for_the_keyboard(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    link = page.locator(".text p", has_text="Der Zug kam").get_by_role("link")
    assert re.match(r"Ab \d:\d\d hören", link.get_attribute("aria-label"))
    link.focus()
    link.press("Enter")
    wait(page, "s.spoken === 'Der Zug kam pünktlich.'")


def test_a_link_to_a_sentence_opens_there(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    at = int(sentence(page, "Ein Zug ist").get_attribute("data-t")) / 1000
    again = visitor.open(f"{EPISODE}#t={at}")
    wait(again, "s.spoken === 'Ein Zug ist ein Versprechen.' && s.paused")
    again.keyboard.press("k")
    wait(again, f"!s.paused && s.at >= {at}")
    for written in ("#t=0:01", "#t=0m1s"):
        other = visitor.open(EPISODE + written)
        wait(other, "s.at === 1")


def test_the_spoken_sentence_can_be_shared(visitor: Any) -> None:
    page = visitor.open(EPISODE, permissions=["clipboard-read", "clipboard-write"])
    goal = sentence(page, "Niemand hatte")
    goal.click()
    wait(page, "s.spoken?.startsWith('Niemand')")
    page.get_by_role("button", name="Diese Stelle teilen").click()
    page.get_by_text("Link kopiert").wait_for()
    at = int(goal.get_attribute("data-t")) / 1000
    assert page.evaluate("navigator.clipboard.readText()") == f"{visitor.home}{EPISODE}#t={at:g}"


def test_keys(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    page.keyboard.press(" ")
    wait(page, "!s.paused && s.at > 0")
    page.keyboard.press("k")
    wait(page, "s.paused")
    page.keyboard.press("n")
    wait(page, "s.spoken === 'Die Abfahrt'")
    page.keyboard.press(".")
    wait(page, "s.spoken === 'Der Zug kam pünktlich.'")
    page.keyboard.press(",")
    wait(page, "s.spoken === 'Die Abfahrt'")
    page.keyboard.press("+")
    assert state(page)["rate"] == 1.2
    page.keyboard.press("m")
    assert state(page)["muted"]
    page.keyboard.press("ArrowLeft")
    wait(page, "s.at === 0")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Tastenkürzel")
    help_.wait_for()
    help_.get_by_label("Tastenkürzel benutzen").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_timeout(100)
    assert state(page)["at"] == 0
    page.reload()
    page.keyboard.press("?")
    assert not help_.is_visible()


def test_the_player_goes_on_while_pages_change(visitor: Any) -> None:
    page = visitor.open()
    page.get_by_role("button", name="Abspielen: Die lange Reise").click()
    wait(page, "!s.paused && s.at > 0.1")
    page.evaluate("document.querySelector('audio').same = true")
    page.get_by_role("main").get_by_role("link", name="Die Brücke").click()
    page.get_by_role("heading", name="Die Brücke", level=1).wait_for()
    assert page.url == visitor.home + OTHER
    assert page.title() == "Die Brücke – Probe"
    assert state(page)["spoken"] is None
    page.get_by_role("link", name="Die lange Reise").click()
    page.get_by_role("heading", name="Die lange Reise", level=1).wait_for()
    wait(page, "s.spoken && !s.paused")
    page.go_back()
    page.get_by_role("heading", name="Die Brücke", level=1).wait_for()
    page.go_back()
    page.get_by_role("heading", name="Folgen").wait_for()
    assert page.evaluate("document.querySelector('audio').same") is True
    assert not state(page)["paused"]
    page.locator("li", has_text="Die Brücke").get_by_role("button").click()
    wait(page, "!s.paused && s.last < 20")


def test_the_place_is_remembered(visitor: Any) -> None:
    page = visitor.open(EPISODE)
    sentence(page, "Niemand").click()
    wait(page, "s.spoken?.startsWith('Niemand') && !s.paused")
    page.keyboard.press("k")
    wait(page, "s.paused")
    at = state(page)["at"]
    page.goto(visitor.home)
    row = page.locator("li", has_text="Die lange Reise")
    row.get_by_text("noch 1").wait_for()
    page.get_by_role("region", name="Player").get_by_role("button", name="Abspielen").click()
    wait(page, f"!s.paused && Math.abs(s.at - {at}) < 1.5")


def test_searching_titles_and_texts(visitor: Any) -> None:
    page = visitor.open()
    box = page.get_by_role("searchbox")
    page.keyboard.press("/")
    box.type("bruck fluß")
    page.get_by_text("1 Treffer für „bruck fluß“").wait_for()
    found = page.locator(".found li")
    found.get_by_text("Hier steht eine Brücke").wait_for()
    assert found.locator("mark").all_text_contents() == ["Brücke", "Brücke", "Fluss"]
    box.fill("muede")
    page.get_by_text("1 Treffer für „muede“").wait_for()
    assert page.url.endswith("?suche=muede")
    found.get_by_role("link", name="Am Ende waren alle müde.").click()
    page.get_by_role("heading", name="Die lange Reise", level=1).wait_for()
    wait(page, "s.spoken === 'Am Ende waren alle müde.'")
    page.go_back()
    page.get_by_text("1 Treffer für „muede“").wait_for()
    box.fill("xyzzy")
    page.get_by_text("Keine Treffer für „xyzzy“").wait_for()
    box.press("Escape")
    page.get_by_role("heading", name="Folgen").wait_for()


def test_subscribing_without_a_base_url(visitor: Any) -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="needs zxing-cpp to read QR codes")
    page = visitor.open(permissions=["clipboard-read", "clipboard-write"])
    feed = f"{visitor.home}feed.xml"
    assert page.locator(".address code").text_content() == feed
    links = {a.text_content(): a.get_attribute("href") for a in page.locator(".apps a").all()}
    assert links["Apple Podcasts"] == feed.replace("http", "podcast", 1)
    assert unquote(links["Overcast"]) == f"overcast://x-callback-url/add?url={feed}"
    page.get_by_role("button", name="Kopieren").click()
    page.get_by_text("Link kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == feed
    picture = Image.open(io.BytesIO(page.locator(".qr svg").screenshot()))
    assert zxingcpp.read_barcode(picture).text == feed


def test_light_and_dark_can_be_chosen(visitor: Any) -> None:
    page = visitor.open(color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Helle oder dunkle Darstellung").click()
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light
    page.keyboard.press("t")
    assert page.evaluate(ground) == light


def test_without_scripts(visitor: Any) -> None:
    page = visitor.open(java_script_enabled=False)
    assert not page.get_by_role("searchbox").is_visible()
    assert page.get_by_role("button").count() == 0
    page.get_by_role("main").get_by_role("link", name="Die lange Reise").click()
    assert page.get_by_role("heading", name="Die lange Reise", level=1).is_visible()
    assert page.locator("audio[controls]").is_visible()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("Der Zug kam pünktlich.").is_visible()
    chapter = page.locator(".chapters a", has_text="Die Abfahrt").get_attribute("href")
    assert re.fullmatch(rf"{JOURNEY}.*\.mp3#t=\d+", chapter)
    page.get_by_role("link", name="Alle Folgen").click()
    feed = page.locator("#abonnieren .address a")
    assert feed.get_attribute("href") == "feed.xml"


def test_hostile_articles_are_shown_as_they_are(visitor: Any, show: Any) -> None:
    (slug,) = (e.slug for e in show.episodes.by_source().values() if e.source == "feind.md")
    page = visitor.open(f"{slug}/{slug}.html")
    assert page.title().startswith('</script><script>document.title = "gekapert"')
    page.keyboard.press(" ")
    wait(page, "!s.paused && s.at > 0.1")
    assert "gekapert" in page.get_by_role("heading", level=1).text_content()
    page.goto(visitor.home)
    assert page.title() == "Probe"
    page.get_by_role("searchbox").fill("gekapert")
    page.get_by_text("1 Treffer").wait_for()
    assert page.title() == "Probe"


def test_opened_as_a_file_it_plays_and_reads_along(visitor: Any, show: Any) -> None:
    page = visitor.open((show.paths.public / "index.html").as_uri())
    page.get_by_role("searchbox").fill("reise")
    page.locator(".all li", has_text="Die Brücke").wait_for(state="hidden")
    page.get_by_role("main").get_by_role("link", name="Die lange Reise").click()
    page.get_by_role("heading", name="Die lange Reise", level=1).wait_for()
    sentence(page, "Der Zug kam").click()
    wait(page, "s.spoken === 'Der Zug kam pünktlich.' && !s.paused")


def test_the_feed_is_readable(visitor: Any, show: Any) -> None:
    page = visitor.open((show.paths.public / "feed.xml").as_uri())
    titles = page.locator("item > title", has_text="Die lange Reise").all()
    assert [title.is_visible() for title in titles] == [True, False]  # the other is iTunes'
    assert not page.locator("item > guid").first.is_visible()
    size = "getComputedStyle(document.querySelector('channel > title')).fontSize"
    assert float(page.evaluate(size).removesuffix("px")) > 30


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("address", ["", EPISODE])
def test_nothing_is_wider_than_the_screen(visitor: Any, width: int, address: str) -> None:
    page = visitor.open(address, viewport={"width": width, "height": 800})
    page.keyboard.press("k")
    wait(page, "!s.paused")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
