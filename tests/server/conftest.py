from __future__ import annotations

from pathlib import Path

import pytest
from serving import published


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return published(tmp_path)
