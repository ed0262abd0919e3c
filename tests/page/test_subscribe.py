from __future__ import annotations

from podcast.page import subscribe

FEED = "https://example.org/a%20b/feed.xml?x=1&y=2"


def test_links_into_apps() -> None:
    assert {app.name: app.link for app in subscribe.apps(FEED, "Äpfel & Co")} == {
        "Apple Podcasts": "podcast://example.org/a%20b/feed.xml?x=1&y=2",
        "AntennaPod": "https://antennapod.org/deeplink/subscribe"
        "?url=https%3A%2F%2Fexample.org%2Fa%2520b%2Ffeed.xml%3Fx%3D1%26y%3D2"
        "&title=%C3%84pfel%20%26%20Co",
        "Overcast": "overcast://x-callback-url/add"
        "?url=https%3A%2F%2Fexample.org%2Fa%2520b%2Ffeed.xml%3Fx%3D1%26y%3D2",
        "Pocket Casts": "pktc://subscribe/example.org/a%20b/feed.xml?x=1&y=2",
    }


def test_without_an_address_the_patterns_wait_for_one() -> None:
    for app in subscribe.apps("", "Titel"):
        assert app.link == ""
        assert "{bare}" in app.pattern or "{encoded}" in app.pattern


def test_the_code_is_an_svg_that_holds_the_address() -> None:
    svg = subscribe.qr(FEED)
    assert svg.startswith("<svg")
    assert "style" not in svg
