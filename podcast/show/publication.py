"""Atomic publishing: if the process dies, the folder is in either the old or the new state.

Changes are staged beside the folder. A second folder is then assembled from hard links to all
unchanged and all new files, and one system call swaps the two. If that is impossible (no such call,
a folder that is a mount point or a symbolic link, no hard links), a journal lists the moves to
make, and the next process completes those that a crash interrupted.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from podcast import files
from podcast.errors import PublishError
from podcast.show.paths import JOURNAL

_MAX_LINKED = 1000
"""Above this number of episodes, use a journal of moves instead of linking.

Linking all unchanged files would then take longer than everything else, whereas moves cost only
what changes. Moves are ordered so that the feed never names a file that does not exist yet.
"""


class Publication:
    """The folder `public`, and the folder beside it that stages its next state."""

    def __init__(self, public: Path, staging: Path) -> None:
        self._public, self._staging = public, staging
        self._journal = staging / JOURNAL

    @property
    def is_interrupted(self) -> bool:
        """Whether a process died while making the moves of a journal."""
        return self._journal.exists()

    def stage(self, slug: str) -> Path:
        """Create an empty staging folder for the files of the episode `slug`."""
        folder = self._staged(slug)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise PublishError.of(error, folder) from None
        return folder

    def unstage(self, slug: str) -> None:
        """Discard the staged files of `slug`."""
        shutil.rmtree(self._staged(slug), ignore_errors=True)

    def current(self, slug: str, name: str) -> Path:
        """Return the path of a file of the episode `slug`: staged if possible, else published."""
        staged = self._staged(slug)
        return (staged if staged.is_dir() else self._public / slug) / name

    def commit(
        self, slugs: Sequence[str], single: Iterable[tuple[str, bytes]], remove: Sequence[str] = ()
    ) -> None:
        """Publish staged episodes and `single` files; withdraw the files and folders in `remove`.

        Each single file is a path below the folder and its contents; `single` is consumed lazily.
        If this raises `PublishError`, nothing has changed.
        """
        try:
            self._public.mkdir(parents=True, exist_ok=True)
            names = [self._stage_single(name, data) for name, data in single]
            plan = {"episodes": list(slugs), "single": names, "remove": list(remove)}
            if not self._exchanged(plan):
                files.write_atomically(self._journal, files.json_bytes(plan))
            self.recover()
        except OSError as error:
            raise PublishError.of(error, self._public) from None

    def recover(self) -> None:
        """Make the moves listed in the journal, if there is one; then clear the staging folder."""
        if self.is_interrupted:
            plan = json.loads(self._journal.read_bytes())
            for slug in plan["episodes"]:
                self._move(slug)
            for name in plan["single"]:  # the feed comes last
                staged = self._staging / "single" / name
                if staged.exists():
                    (self._public / name).parent.mkdir(parents=True, exist_ok=True)
                    staged.replace(self._public / name)
            for name in plan["remove"]:
                _delete(self._public, name)
            self._journal.unlink()
        self.clear()

    def clear(self) -> None:
        """Discard all staged files unless a journal still needs them."""
        if not self.is_interrupted:
            shutil.rmtree(self._staging, ignore_errors=True)

    def _exchanged(self, plan: Mapping[str, Sequence[str]]) -> bool:
        """Assemble the new state from links and swap it in. Returns False if impossible."""
        if self._public.is_symlink() or sum(1 for _ in self._public.iterdir()) > _MAX_LINKED:
            return False
        new = self._staging / "public"
        shutil.rmtree(new, ignore_errors=True)
        try:
            _link(self._public, new, without={*plan["episodes"], *plan["single"], *plan["remove"]})
            for slug in plan["episodes"]:
                _link(self._staged(slug), new / slug)
            for name in plan["single"]:
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).unlink(missing_ok=True)
                os.link(self._staging / "single" / name, new / name)
            for name in plan["remove"]:
                _delete(new, name)
            return files.exchange(new, self._public)
        except OSError:
            return False

    def _stage_single(self, name: str, data: bytes) -> str:
        path = self._staging / "single" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, data)
        return name

    def _move(self, slug: str) -> None:
        staged, final = self._staged(slug), self._public / slug
        if not staged.exists():
            return  # already moved before the crash
        if final.exists():
            old = self._staging / "old" / slug
            old.parent.mkdir(exist_ok=True)
            shutil.rmtree(old, ignore_errors=True)
            final.rename(old)
        staged.rename(final)

    def _staged(self, slug: str) -> Path:
        return self._staging / "episodes" / slug


def _delete(root: Path, name: str) -> None:
    """Remove a file or folder below `root` and all parent folders that become empty."""
    path = root / name
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # stops at the first non-empty folder
        for folder in list(path.parents)[: len(Path(name).parents) - 1]:
            folder.rmdir()


def _link(source: Path, target: Path, without: set[str] | None = None) -> None:
    """Copy a folder as hard links, omitting the top-level entries named in `without`."""

    def unwanted(folder: str, _: Any) -> set[str]:
        return without or set() if Path(folder) == source else set()

    shutil.copytree(source, target, symlinks=True, ignore=unwanted, copy_function=os.link)
