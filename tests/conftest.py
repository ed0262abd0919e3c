"""No test reaches the network or the home folder."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a red run means a change; `--hypothesis-profile explore`
# looks for new ones, and `quick` tries a tenth. None has a deadline: machines are busy.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=10)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("repeat")

# Started in the background of a script, this process ignores Ctrl-C, and all that it starts would.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for servers and processes."""
    return (os.cpu_count() or 1) + 1


REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test wanted to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
