"""The first article gives the same bytes as ever: a change of them must be meant."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from shows import build

from podcast.show.show import Show

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests" / "data" / "golden" / "seed.json").read_text("utf-8"))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Pico speaks the same samples with glibc only"
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's show, built from nothing."""
    root = tmp_path_factory.mktemp("golden")
    for name in ("seeds", "voices", "feed"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("public", ".*"))
    show = Show(root)
    (result,) = build(show)
    assert result.state == "built"
    return show.paths.public


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def environment() -> str:
    """All that the samples depend on besides this program."""
    packages = ("py-nanotts", "numpy", "soxr", "lameenc")
    flags = set(Path("/proc/cpuinfo").read_text("utf-8").split())
    simd = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "no AVX"
    versions = " ".join(f"{name} {version(name)}" for name in packages)
    return f"{platform.machine()} {simd} {versions}"


@pytest.mark.parametrize("name", GOLDEN["files"])
def test_texts_and_feeds(name: str, public: Path) -> None:
    text = (public / name).read_text("utf-8")
    text = re.sub(r"(artikel-podcast v?)[\d.]+", r"\1VERSION", text)
    text = re.sub(r'(<generator version=)"[\d.]+"', r'\1"VERSION"', text)
    # The name and the address of the MP3 have its hash, which is compared below.
    text = re.sub(r"-[0-9a-f]{10}\.mp3", "-HASH.mp3", text)
    assert sha256(text.encode()) == GOLDEN["files"][name]


def test_the_length_of_the_mp3(public: Path) -> None:
    (media,) = public.glob("*/*.mp3")
    assert media.stat().st_size == GOLDEN["mp3"]["bytes"]


def test_the_mp3(public: Path) -> None:
    known, here = GOLDEN["mp3"]["sha256"], environment()
    if here not in known:
        pytest.skip(f"no golden hash for {here}")
    (media,) = public.glob("*/*.mp3")
    assert sha256(media.read_bytes()) == known[here]
