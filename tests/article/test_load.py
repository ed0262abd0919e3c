from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podcast.article import READERS, load, readable
from podcast.errors import ArticleError
from podcast.models import Article

DATA = Path(__file__).parent.parent / "data" / "articles"
SEED = Path(__file__).parent.parent.parent / "seeds" / "000_fb37115679c221c5.txt"


def described(article: Article) -> dict[str, Any]:
    """What a golden file holds: all but what depends on the file's place and age."""
    return {
        "title": article.title,
        "author": article.author,
        "published": article.published.isoformat() if article.dated else None,
        "language": article.language,
        "link": article.link,
        "tags": list(article.tags),
        "blocks": [[block.kind, block.text] for block in article.blocks],
        "dropped": list(article.dropped),
        "skipped": list(article.skipped),
    }


@pytest.mark.parametrize("golden", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_golden_articles(golden: Path) -> None:
    article = load(golden.with_suffix(""), golden.stem)
    assert described(article) == json.loads(golden.read_text("utf-8"))


def test_every_golden_article_is_read() -> None:
    assert {path.suffix for path in DATA.iterdir()} <= {*READERS, ".json"}
    articles = [path for path in DATA.iterdir() if path.suffix != ".json"]
    assert all(path.with_name(f"{path.name}.json").exists() for path in articles)


def test_the_seed() -> None:
    article = load(SEED, SEED.name)
    assert article.title == "Trumps Geheimgespräche mit Putin"
    assert article.author == "Vitaly Portnikov"
    assert (article.published, article.dated) == (datetime(2025, 2, 10), True)
    assert article.dropped == ("Kommentar verfassen",)
    assert {block.kind for block in article.blocks} == {"paragraph"}
    assert len(article.blocks) == 13
    assert article.blocks[-1].text.endswith("miteinander kommunizieren.")


@pytest.mark.parametrize(
    ("name", "contents", "message"),
    [
        ("leer.txt", b"", "leer.txt: is empty"),
        ("leer.md", b" \n\t\r\n", "leer.md: is empty"),
        ("mark.txt", b"\xef\xbb\xbf", "mark.txt: has no text to speak"),
        ("zeichen.txt", b"*** ... ---\n\n!?\n", "zeichen.txt: has no text to speak"),
        ("bild.md", b"![Bild](a.png)\n", "bild.md: has no text to speak"),
        ("titel.txt", b"Titel|Autor. 10.02.2025.\n", "titel.txt: has no text to speak – add"),
        ("moebel.txt", b"Teilen\n\nDrucken\n", "moebel.txt: has no text to speak"),
        ("binaer.txt", bytes(range(256)) * 9, "binaer.txt: is a binary file"),
        (
            "a.pdf",
            b"%PDF",
            "a.pdf: .pdf files are not supported – use one of: .txt, .text, .md, .markdown",
        ),
        ("ohne", b"Text", "ohne: extensionless files are not supported"),
        ("q'\"ä.txt", b"%PDF-1.7", "q'\"ä.txt: is a PDF"),
    ],
)
def test_articles_that_cannot_be_read(
    tmp_path: Path, name: str, contents: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(contents)
    with pytest.raises(ArticleError) as error:
        load(path, name)
    assert str(error.value).startswith(message)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"weg\.txt: cannot be read: No such file"):
        load(tmp_path / "weg.txt", "weg.txt")
    (tmp_path / "ordner.txt").mkdir()
    with pytest.raises(ArticleError, match=r"ordner\.txt: cannot be read: Is a directory"):
        load(tmp_path / "ordner.txt", "ordner.txt")


def test_readable_goes_by_the_suffix() -> None:
    assert readable(Path("a/B.TXT"))
    assert readable(Path("a.b.markdown"))
    assert not readable(Path("a.html"))
    assert not readable(Path("txt"))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
def test_the_age_of_the_file_stands_in_for_a_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    path = tmp_path / "a.txt"
    path.write_text("Titel\n\nText.")
    os.utime(path, (1_700_000_000.75, 1_700_000_000.75))
    article = load(path, "a.txt")
    assert (article.published, article.dated) == (datetime(2023, 11, 14, 22, 13, 20), False)


@pytest.mark.parametrize(
    ("contents", "title"),
    [
        ("Hallo Welt.", "Hallo Welt"),
        (
            "Ein Satz, der kein Titel ist, denn er geht weiter.",
            "Ein Satz, der kein Titel ist, denn er …",
        ),
        ("|Anna Berg. 10.02.2025\n\nKurz.", "Kurz"),
    ],
)
def test_titles_without_a_title(tmp_path: Path, contents: str, title: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(contents)
    assert load(path, "a.txt").title == title


def test_a_heading_stands_in_for_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("- Ein Punkt\n- noch einer\n\n## Die Lage\n\nText.")
    assert load(path, "a.md").title == "Die Lage"


@pytest.mark.timing
@pytest.mark.parametrize("suffix", READERS)
def test_big_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes("Ein Satz über Größe und Maß. ".encode() * 70_000)  # 2 MB, one line
    begin = time.process_time()
    assert len(load(path, path.name).blocks) == 1
    assert time.process_time() - begin < 60  # quadratic time would be hours


@pytest.mark.parametrize("suffix", READERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=120) | st.text(max_size=120).map(str.encode))
def test_nothing_but_article_errors(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    try:
        article = load(path, path.name)
    except ArticleError:
        return
    assert article.title.strip()
    assert article.blocks


def test_data_is_not_taken_for_a_word(tmp_path: Path) -> None:
    path = tmp_path / "daten.txt"
    path.write_text("Titel\n\nEin Satz.\n\n" + "Ab3" * 100_000, "utf-8")
    with pytest.raises(
        ArticleError, match=r"daten\.txt: contains a word of 300,000 characters: 'Ab3.*' …"
    ):
        load(path, "daten.txt")
