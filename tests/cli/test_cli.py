from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import click
import pytest
import soundfile
from click.testing import CliRunner, Result
from shows import ARTICLE, configure, make

from podcast.audio import loudness
from podcast.cli import main

SLUG = "2025-05-09-die-bruecke"


def run(*words: object, ok: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == ok, result.output
    return result


def in_show(root: Path, *words: object, ok: int = 0) -> Result:
    return run("-C", root, *words, ok=ok)


def build(root: Path, *words: object, ok: int = 0) -> Result:
    return in_show(root, "build", "-j", "1", *words, ok=ok)


def verbs() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    context = click.Context(main)
    for name in main.list_commands(context):
        found.append((name,))
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, below) for below in command.commands]
    assert len(found) > 15
    return found


@pytest.mark.parametrize("verb", verbs(), ids=" ".join)
def test_every_verb_has_help_with_an_example_and_is_documented(verb: tuple[str, ...]) -> None:
    text = run(*verb, "--help").output
    assert "Example:" in text
    assert f"podcast {' '.join(verb)}" in text.partition("Example:")[2]
    docs = Path(__file__).parents[2] / "docs" / "commands.md"
    assert f"podcast {' '.join(verb)}" in docs.read_text("utf-8")


def test_from_an_empty_folder_to_a_listed_episode(tmp_path: Path) -> None:
    run("init", tmp_path / "neu", "--title", "Größe")
    built = build(tmp_path / "neu")
    assert "built" in built.stdout
    assert "Feed: " in built.stdout
    listed = in_show(tmp_path / "neu", "list")
    assert "2025-05-09-willkommen-im-eigenen-podcast  fresh" in listed.stdout
    assert "fresh" in build(tmp_path / "neu").stdout


def test_explain_names_what_is_said_otherwise_for_people_and_for_scripts(tmp_path: Path) -> None:
    make(tmp_path)
    printed = in_show(tmp_path, "explain", tmp_path / "seeds" / "bruecke.txt").stdout
    assert "neunten Mai" in printed
    found = json.loads(
        in_show(tmp_path, "explain", "--json", tmp_path / "seeds" / "bruecke.txt").stdout
    )
    assert list(found) == ["title", "dropped", "skipped", "passages", "doubts"]
    said = {
        passage["written"]: (passage["spoken"], passage["rule"]) for passage in found["passages"]
    }
    assert said["9. Mai"] == ("neunten Mai", "date")


def test_build_as_json(tmp_path: Path) -> None:
    make(tmp_path, {"a.txt": ARTICLE + "\nKommentar verfassen\n", "leer.txt": ""})
    result = build(tmp_path, "--json", ok=1)
    value = json.loads(result.stdout)
    good, bad = sorted(value["articles"], key=lambda row: str(row["source"]))
    assert (good["slug"], good["state"], good["reason"]) == (SLUG, "built", "not published yet")
    assert good["seconds"] > 5
    assert (good["synthesised"], good["reused"]) == (4, 0)
    assert good["dropped"] == ["Kommentar verfassen"]
    assert (bad["state"], bad["slug"]) == ("failed", None)
    assert value["failed"] == 1


def test_a_dry_run_says_why_and_does_nothing(tmp_path: Path) -> None:
    show = make(tmp_path)
    value = json.loads(build(tmp_path, "-n", "--json").stdout)
    assert [(row["state"], row["reason"]) for row in value["articles"]] == [
        ("new", "not published yet")
    ]
    assert not show.paths.public.exists()


def test_only_the_articles_that_are_named_are_built(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE})
    build(tmp_path, tmp_path / "seeds" / "b.txt")
    assert list(show.episodes.by_source()) == ["b.txt"]
    assert "nein.txt: does not exist" in build(tmp_path, "nein.txt", ok=1).stderr


def test_rebuild(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(tmp_path)
    before = show.episodes.named(SLUG)
    value = json.loads(in_show(tmp_path, "rebuild", "bruecke", "--json", "-j", "1").stdout)
    assert [(r["state"], r["synthesised"], r["reused"]) for r in value["articles"]] == [
        ("built", 0, 4)
    ]
    value = json.loads(in_show(tmp_path, "rebuild", SLUG, "--fresh", "--json", "-j", "1").stdout)
    assert [(r["synthesised"], r["reused"]) for r in value["articles"]] == [(4, 0)]
    assert show.episodes.named(SLUG) == before
    assert "matches no episode" in in_show(tmp_path, "rebuild", "tunnel", ok=1).stderr


def test_show_puts_written_and_spoken_side_by_side(tmp_path: Path) -> None:
    make(tmp_path)
    build(tmp_path)
    assert "12,50 Euro" in in_show(tmp_path, "show", "bruecke").stdout
    value = json.loads(in_show(tmp_path, "show", "bruecke", "--json").stdout)
    row = next(row for row in value["sentences"] if "12,50" in row["written"])
    assert row["spoken"] == "Sie kostete zwölf Euro fünfzig."
    starts = [row["start"] for row in value["sentences"]]
    assert starts == sorted(starts)
    assert None not in starts


def test_list_as_json_knows_all_states(tmp_path: Path) -> None:
    make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE, "c.txt": ARTICLE})
    build(tmp_path)
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE + "\nNeu.\n", "utf-8")
    (tmp_path / "seeds" / "b.txt").unlink()
    (tmp_path / "seeds" / "d.txt").write_text(ARTICLE, "utf-8")
    rows = json.loads(in_show(tmp_path, "list", "--json").stdout)
    assert {row["source"]: row["state"] for row in rows} == {
        "a.txt": "stale",
        "b.txt": "orphaned",
        "c.txt": "fresh",
        "d.txt": "new",
    }


def test_prune(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE})
    build(tmp_path)
    (tmp_path / "seeds" / "b.txt").unlink()
    assert "podcast build --prune" in build(tmp_path).stdout
    assert "withdrawn" in build(tmp_path, "--prune").stdout
    assert list(show.episodes.by_source()) == ["a.txt"]


def test_cache(tmp_path: Path) -> None:
    make(tmp_path)
    build(tmp_path)
    in_show(tmp_path, "rebuild", "bruecke", "-j", "1")
    value = json.loads(in_show(tmp_path, "cache", "--json").stdout)
    assert (value["clips"], value["hit_rate"]) == (4, 0.5)
    assert "4 clips" in in_show(tmp_path, "cache").stdout
    assert "deleted 0 clips" in in_show(tmp_path, "cache", "prune").stdout
    assert "deleted 4 clips" in in_show(tmp_path, "cache", "prune", "--mb", "0").stdout


def test_the_cache_is_bounded_by_show_toml(tmp_path: Path) -> None:
    make(tmp_path, cache_mb="0.1")
    build(tmp_path)
    value = json.loads(in_show(tmp_path, "cache", "--json").stdout)
    assert 0 < value["bytes"] <= 100_000


def test_check(tmp_path: Path) -> None:
    show = make(tmp_path)
    assert "podcast build" in in_show(tmp_path, "check", ok=1).stdout
    build(tmp_path)
    assert "0 errors" in in_show(tmp_path, "check").stdout
    show.episodes.media(show.episodes.named(SLUG)).write_bytes(b"")
    value = json.loads(in_show(tmp_path, "check", "--json", ok=1).stdout)
    assert value["errors"] >= 1
    assert any(SLUG in problem["where"] for problem in value["problems"])


def test_voices(tmp_path: Path) -> None:
    assert "pico" in run("voices").stdout
    rows = json.loads(run("voices", "--json").stdout)
    assert {"pico", "tone"} <= {row["voice"] for row in rows}
    path = tmp_path / "probe.wav"
    run("voices", "say", "pico", "Am 9. Mai.", "-o", path)
    with wave.open(str(path)) as sound:
        assert sound.getnframes() / sound.getframerate() > 0.7
    run("voices", "say", "pico", "Am 9. Mai.", "-o", path.with_suffix(".mp3"))
    assert soundfile.info(path.with_suffix(".mp3")).duration > 0.7
    other = run("voices", "say", "pico", "Ja.", "-o", path.with_suffix(".xyz"), ok=1)
    assert "use one of: .wav, .mp3, .flac, .ogg" in other.stderr
    assert "'loriot': does not exist" in run("voices", "say", "loriot", "x", ok=1).stderr
    assert "nothing to say" in run("voices", "say", "pico", "…", ok=1).stderr
    assert (
        "cannot be written" in run("voices", "say", "pico", "Ja.", "-o", "/nein/x.wav", ok=1).stderr
    )


def test_voices_compared(tmp_path: Path) -> None:
    text = "Der Zug kommt. Er ist pünktlich."
    folder = tmp_path / "Vergleich"
    rows = json.loads(run("voices", "compare", text, "pico", "tone", "-o", folder, "--json").stdout)
    assert [row["voice"] for row in rows] == ["pico", "tone"]
    for row in rows:
        samples, rate = soundfile.read(row["file"], dtype="float32")
        assert len(samples) / rate == pytest.approx(row["duration_s"], abs=0.01)
        assert loudness.measure(samples, rate) == pytest.approx(-19, abs=1.0)
        assert row["times_real_time"] > 1
        assert -120 <= row["noise_db"] < -10
    assert rows[0]["licence"] == "Apache-2.0"
    missing = run("voices", "compare", text, "pico", "kerstin", "-o", tmp_path / "nie", ok=1)
    assert "run: podcast voices install kerstin" in missing.stderr
    assert not (tmp_path / "nie").exists()


def test_voices_installed(tmp_path: Path) -> None:
    make(tmp_path / "show", {})
    rows = json.loads(run("voices", "install", "--list", "--json").stdout)
    assert {"voice": "pavoque", "commercial": False, "installed": False}.items() <= next(
        row for row in rows if row["voice"] == "pavoque"
    ).items()
    nowhere = in_show(tmp_path / "show", "voices", "install", "kerstin", "--from", "/nein", ok=1)
    assert "/nein.json: cannot be read" in nowhere.stderr
    assert "name a voice" in run("voices", "install", ok=2).stderr


def test_play_without_a_sound_device_is_one_line(tmp_path: Path) -> None:
    make(tmp_path)
    build(tmp_path)
    result = in_show(tmp_path, "play", "bruecke", "--from", "Kapitel 9", ok=1)
    assert result.stderr.startswith("Error: ")
    assert "Die Brücke" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [(["list"], "is not inside a show"), (["build"], "podcast init FOLDER")],
)
def test_outside_of_a_show(tmp_path: Path, words: list[str], message: str) -> None:
    assert message in in_show(tmp_path, *words, ok=1).stderr


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    run("gibtsnicht", ok=2)
    build(tmp_path, "--hilfe", ok=2)


def test_a_broken_show_toml_names_the_line(tmp_path: Path) -> None:
    make(tmp_path)
    configure(tmp_path, voice="tone")
    assert "show.toml: is not valid TOML" in build(tmp_path, ok=1).stderr


def test_a_bug_is_three_and_leaves_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    monkeypatch.setattr("podcast.report.listing.rows", lambda _: 1 / 0)
    result = in_show(tmp_path, "list", ok=3)
    log = Path(result.stderr.split()[-1])
    assert "ZeroDivisionError" in log.read_text("utf-8")
    assert "Traceback" not in result.stderr
    log.unlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    show = make(tmp_path)
    (show.paths.root / "feed").chmod(0o500)
    assert "feed" in build(tmp_path, ok=1).stderr
    (show.paths.root / "feed").chmod(0o700)


@pytest.mark.timing
@pytest.mark.skipif(not shutil.which("ps"), reason="needs ps to see what is left")
def test_ctrl_c_stops_at_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    text = "Ein Satz, der lang genug ist, um eine Weile zu dauern.\n\n"
    articles = {
        f"{n}.txt": f"Nummer {n}\n\n" + text.replace("Ein", f"Ein {n}.") * 60 for n in range(30)
    }
    show = make(tmp_path, articles, voice='"pico"')
    with subprocess.Popen(
        [sys.executable, "-m", "podcast", "-C", tmp_path, "build", "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr
        process.stderr.readline()
        time.sleep(1)
        begun = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(10) == 130
        assert time.monotonic() - begun < 5
        rest = process.stderr.read().decode()
    assert rest.endswith("Stopped.\n")
    assert "Traceback" not in rest
    assert any(show.paths.clips.rglob("*.clip"))
    assert not list(show.paths.clips.rglob(".*"))
    assert not (show.paths.root / "feed" / ".staging").exists()
    for _ in range(30):
        if not living(process.pid):
            return
        time.sleep(0.1)
    raise AssertionError(living(process.pid))


def living(group: int) -> list[str]:
    """The processes of a group that have not ended (a zombie has)."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True)  # noqa: S607
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]
