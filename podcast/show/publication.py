"""Publishing as one step: whatever moment the process dies, the folder is the old one or the new.

What is to change is staged beside the folder. Then a second folder is put together, of links to all
files that stay and all that are new, and the two change places in one system call. Where the system
cannot do that (no such call, a folder that is a mount point or a symbolic link, no hard links), a
journal lists the moves to be made, and whoever comes after a process that died completes them.
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

_MANY = 1000
"""Episodes for which linking all that stays takes longer than all else: moves cost only what
changes, and are made in an order in which the feed never names what is not there yet."""


class Publication:
    """The folder `public` and the place beside it where the next state of it is prepared."""

    def __init__(self, public: Path, staging: Path) -> None:
        self._public, self._staging = public, staging
        self._journal = staging / JOURNAL

    @property
    def half_done(self) -> bool:
        """Whether a process died while it made the moves of a journal."""
        return self._journal.exists()

    def stage(self, slug: str) -> Path:
        """An empty folder in which the files of the episode `slug` are put together."""
        folder = self._staged(slug)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise PublishError.of(error, folder) from None
        return folder

    def unstage(self, slug: str) -> None:
        """Throw away what was staged for `slug`."""
        shutil.rmtree(self._staged(slug), ignore_errors=True)

    def current(self, slug: str, name: str) -> Path:
        """Where a file of the episode `slug` lies: as staged, or else as published."""
        staged = self._staged(slug)
        return (staged if staged.is_dir() else self._public / slug) / name

    def commit(
        self, slugs: Sequence[str], single: Iterable[tuple[str, bytes]], remove: Sequence[str] = ()
    ) -> None:
        """Publish staged episodes and `single` files; withdraw the files and folders in `remove`.

        Single files are paths below the folder and what they hold, taken one after the other.
        Raises `PublishError`; then nothing has changed.
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
        """Make the moves that the journal lists, if there is one; then clear the staging folder."""
        if self.half_done:
            plan = json.loads(self._journal.read_bytes())
            for slug in plan["episodes"]:
                self._move(slug)
            for name in plan["single"]:  # the feed is the last of them
                staged = self._staging / "single" / name
                if staged.exists():
                    (self._public / name).parent.mkdir(parents=True, exist_ok=True)
                    staged.replace(self._public / name)
            for name in plan["remove"]:
                _delete(self._public, name)
            self._journal.unlink()
        self.clear()

    def clear(self) -> None:
        """Throw away what is staged, unless a journal still needs it."""
        if not self.half_done:
            shutil.rmtree(self._staging, ignore_errors=True)

    def _exchanged(self, plan: Mapping[str, Sequence[str]]) -> bool:
        """Whether the new state could be linked together and put in place in one step."""
        if self._public.is_symlink() or sum(1 for _ in self._public.iterdir()) > _MANY:
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
            return  # moved before the process died
        if final.exists():
            old = self._staging / "old" / slug
            old.parent.mkdir(exist_ok=True)
            shutil.rmtree(old, ignore_errors=True)
            final.rename(old)
        staged.rename(final)

    def _staged(self, slug: str) -> Path:
        return self._staging / "episodes" / slug


def _delete(root: Path, name: str) -> None:
    """Remove a file or a folder below `root`, and the folders that it leaves empty."""
    path = root / name
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # until one is not empty
        for folder in list(path.parents)[: len(Path(name).parents) - 1]:
            folder.rmdir()


def _link(source: Path, target: Path, without: set[str] | None = None) -> None:
    """A copy of a folder whose files are hard links; `without` some entries of its top level."""

    def unwanted(folder: str, _: Any) -> set[str]:
        return without or set() if Path(folder) == source else set()

    shutil.copytree(source, target, symlinks=True, ignore=unwanted, copy_function=os.link)
