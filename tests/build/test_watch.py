from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import shows
from click.testing import CliRunner

from podcast.build.watch import _matters
from podcast.cli import main


def test_what_does_not_matter_is_not_built() -> None:
    for name in (".neu.txt.swp", "neu.txt~", "neu.txt.part", ".lock", "4913", "public", "models"):
        assert not _matters(Path("/x/seeds") / name), name
    for name in ("neu.txt", "unter/neu.md", "show.toml", "lexicon.toml", "cover.jpg"):
        assert _matters(Path("/x/seeds") / name), name


def wait_for(line: str, path: Path) -> None:
    deadline = time.monotonic() + 30
    while line not in path.read_text("utf-8"):
        assert time.monotonic() < deadline, path.read_text("utf-8")
        time.sleep(0.05)


def test_articles_are_published_while_serving(tmp_path: Path) -> None:
    show, log = shows.make(tmp_path / "show"), tmp_path / "log"
    (show.paths.seeds / "schlecht.txt").write_bytes(b"x\0\0")
    command = [sys.executable, "-m", "podcast", "-C", str(show.paths.root), "serve"]
    command += ["--host", "127.0.0.1", "--port", "0", "--rebuild"]
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        wait_for("Press Ctrl-C", log)
        text = log.read_text("utf-8")
        assert text.count("failed  schlecht.txt: ") == 1
        feed = text.partition("Feed: ")[2].partition("\n")[0]
        assert "Die Brücke" in httpx.get(feed).text
        (show.paths.seeds / "neu.txt").write_text(shows.ARTICLE.replace("Brücke", "Mauer"), "utf-8")
        wait_for("die-mauer", log)
        assert "Die Mauer" in httpx.get(feed).text
        shows.configure(show.paths.root, base_url='"https://casts.example/"')
        deadline = time.monotonic() + 30
        while "https://casts.example/feed.xml" not in httpx.get(feed).text:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert "Traceback" not in log.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--token", "kurz"], "at least 16 characters"),
        (["--password", "x"], "--user NAME"),
        (["--user", "a:b", "--password", "x"], "colon"),
        (["--trust-proxy", "10.0.0.0/99"], "such as 10.0.0.0/8"),
    ],
)
def test_wrong_options_are_explained(options: list[str], said: str, tmp_path: Path) -> None:
    show = shows.make(tmp_path / "show")
    result = CliRunner().invoke(main, ["-C", str(show.paths.root), "serve", *options])
    assert result.exit_code == 2
    assert said in result.output


def test_the_token_of_the_show_counts(tmp_path: Path) -> None:
    show, key = shows.make(tmp_path / "show"), "Zeitung-0123456789"
    with show.paths.settings.open("a") as file:
        file.write(f'\n[server]\ntoken = "{key}"\n')
    (show.paths.public / "x").mkdir(parents=True)
    (show.paths.public / "feed.xml").write_text("<rss/>")
    command = [sys.executable, "-m", "podcast", "-C", str(show.paths.root), "serve", "--json"]
    command += ["--host", "127.0.0.1", "--port", "0", "--user", "jana"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PODCAST_PASSWORD": "geheim"},
    )
    assert process.stderr
    feed = process.stderr.readline().removeprefix("Feed: ").strip()
    assert feed.endswith(f"/{key}/feed.xml")
    assert httpx.get(feed).status_code == 401
    assert httpx.get(feed, auth=("jana", "geheim")).text == "<rss/>"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert [json.loads(line)["status"] for line in out.splitlines()] == [401, 200]
    assert "geheim" not in out + err
    assert key not in out
