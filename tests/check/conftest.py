from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from published import Published, mp3, publish, tone


@pytest.fixture(scope="session")
def audio() -> bytes:
    return mp3(tone())


@pytest.fixture(scope="session")
def _flawless(tmp_path_factory: pytest.TempPathFactory, audio: bytes) -> Path:
    return publish(tmp_path_factory.mktemp("flawless") / "public", audio).root


@pytest.fixture
def folder(tmp_path: Path, _flawless: Path) -> Published:
    """A published folder with two episodes and no flaw, to plant one in."""
    shutil.copytree(_flawless, tmp_path / "public")
    return Published(tmp_path / "public")
