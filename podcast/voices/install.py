"""Install the model files of a voice, from the web or from a copy: all of them or none.

An interrupted download leaves `NAME.part` in the target folder, and the next attempt resumes it.
A file gets its final name only after its size and checksum have been verified.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from podcast.errors import VoiceError
from podcast.voices import model_files
from podcast.voices.model_files import ModelFile
from podcast.voices.spec import VoiceSpec

if TYPE_CHECKING:
    import httpx

Tell = Callable[[int, int], None]
"""Progress callback: bytes so far, and bytes in total."""

_BLOCK = 1 << 18  # bytes
_TIMEOUT_S = 30
_ATTEMPTS = 5  # consecutive ones that fetch less than _BLOCK
_WAIT_S = 0.5  # doubled after each of them
_SPARE = 10_000_000  # bytes of disk space to leave free
_USE_COPY = "check the connection, or install from a copy with --from FILE|URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Result of installing a voice's files."""

    path: Path
    """The network; its configuration is in the same folder."""
    fetched: int
    """Bytes that had to be fetched; 0 if everything was already installed."""
    resumed: int
    """Bytes left over from an earlier attempt."""


def install(
    spec: VoiceSpec, folder: Path, source: str = "", tell: Tell = lambda *_: None
) -> Installed:
    """Install the model of `spec` into `folder`, creating the folder if necessary.

    `source` overrides the address in the profile: a folder or an .onnx file, on this computer or
    on the web. Raises `VoiceError`; no incomplete file has its final name then.
    """
    if spec.model is None:
        raise VoiceError(
            f"voice {spec.name}", "has no model to install", "use it without installing anything"
        )
    if not (source or spec.model.url):
        raise VoiceError(
            f"voice {spec.name}",
            "has no download address in its profile",
            "install from a copy with --from FILE|URL",
        )
    network = _network(source or spec.model.url, spec.model.file)
    with _system_errors(folder), _locked(folder):
        missing = [p for p in model_files.parts(spec.model) if not _is_whole(folder / p.name, p)]
        before = sum(_size(_partial(folder, part)) for part in missing)
        _check_space(folder, model_files.total(missing) - before)
        for number, part in enumerate(missing):
            address = network + part.name.removeprefix(spec.model.file)
            _fetch(address, folder, part, _part_progress(tell, missing, number))
        fetched = sum(_size(_partial(folder, part)) for part in missing)
        for part in missing:
            _partial(folder, part).replace(folder / part.name)
    return Installed(
        path=folder / spec.model.file, fetched=max(0, fetched - before), resumed=before
    )


def _network(source: str, file: str) -> str:
    """Path or URL of the network; `source` may name the folder that contains it."""
    local = source.removeprefix("file://")
    if "://" not in local:
        path = Path(local).expanduser()
        return str(path / file if path.is_dir() else path)
    return source if source.endswith(".onnx") else f"{source.rstrip('/')}/{file}"


def _part_progress(tell: Tell, parts: list[ModelFile], number: int) -> Callable[[int], None]:
    """Callback for one part that reports the progress of the whole installation."""
    before, total = model_files.total(parts[:number]), model_files.total(parts)
    return lambda size: tell(before + size, total)


def _fetch(address: str, folder: Path, part: ModelFile, progress: Callable[[int], None]) -> None:
    """Fetch and verify one part as `NAME.part`; if a resumed one is wrong, start over once."""
    path = _partial(folder, part)
    resumed = _size(path) > 0
    fetch = _from_web if "://" in address else _from_disk
    fetch(address, path, part, progress)
    if not _is_whole(path, part):
        path.unlink(missing_ok=True)
        if not resumed:
            raise VoiceError(
                address, "has the wrong checksum: it is not the file that the profile describes"
            )
        _fetch(address, folder, part, progress)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _from_disk(address: str, path: Path, part: ModelFile, progress: Callable[[int], None]) -> None:
    with _opened(address) as source, path.open("wb") as file:
        size = os.fstat(source.fileno()).st_size
        if part.bytes and size != part.bytes:
            raise VoiceError(address, f"has {size} bytes instead of {part.bytes}")
        while block := source.read(_BLOCK):
            file.write(block)
            progress(file.tell())


def _opened(address: str) -> BinaryIO:
    try:
        return Path(address).open("rb")
    except OSError as error:
        raise VoiceError(address, f"cannot be read: {error.strerror}") from None


def _from_web(address: str, path: Path, part: ModelFile, progress: Callable[[int], None]) -> None:
    """Download the whole file, resuming after every interruption."""
    if not part.sha256 or not part.bytes:
        fix = "add bytes, sha256, config_bytes and config_sha256 under [model]"
        raise VoiceError(address, "cannot be verified: the profile gives no size or checksum", fix)
    failures = 0
    while (before := _size(path)) < part.bytes:
        try:
            _download(address, path, part, progress)
        except _InterruptedDownloadError as error:
            failures = 0 if _size(path) - before >= _BLOCK else failures + 1
            if failures == _ATTEMPTS:
                raise VoiceError(address, str(error), _USE_COPY) from None
            time.sleep(_WAIT_S * 2**failures)


def _download(address: str, path: Path, part: ModelFile, progress: Callable[[int], None]) -> None:
    """Request the missing bytes, once.

    Raises `_InterruptedDownloadError` if another request may fetch more.
    """
    import httpx

    have = _size(path)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with httpx.stream(
            "GET", address, headers=headers, timeout=_TIMEOUT_S, follow_redirects=True
        ) as response:
            _save(response, path, part, progress)
    except httpx.TimeoutException:
        raise _InterruptedDownloadError(f"did not respond within {_TIMEOUT_S} s") from None
    except httpx.TransportError as error:
        raise _InterruptedDownloadError(
            f"cannot be reached: {error or type(error).__name__}"
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise VoiceError(address, f"cannot be downloaded: {error}", _USE_COPY) from None


def _save(
    response: httpx.Response, path: Path, part: ModelFile, progress: Callable[[int], None]
) -> None:
    have = _size(path) if response.status_code == 206 else 0
    _check_answer(response, have, path, part)
    with path.open("ab" if have else "wb") as file:
        for block in response.iter_raw():
            have += len(block)
            if have > part.bytes:
                raise VoiceError(str(response.request.url), f"has more than {part.bytes} bytes")
            file.write(block)
            progress(have)
    if have < part.bytes:
        raise _InterruptedDownloadError(f"ended after {have} of {part.bytes} bytes")


def _check_answer(response: httpx.Response, have: int, path: Path, part: ModelFile) -> None:
    code = response.status_code
    address, answer = str(response.request.url), f"returned {code} {response.reason_phrase}"
    if code == 416:  # the partial file is longer than the file itself
        path.unlink(missing_ok=True)
        raise _InterruptedDownloadError(answer)
    if code in {408, 429} or code >= 500:
        raise _InterruptedDownloadError(answer)
    if code not in {200, 206}:
        raise VoiceError(address, answer, _USE_COPY)
    length = response.headers.get("content-length", "")
    if length.isdigit() and have + int(length) != part.bytes:
        what = f"has {have + int(length)} bytes instead of {part.bytes}"
        raise VoiceError(address, what, "use the file that the profile describes")


class _InterruptedDownloadError(Exception):
    """The download stopped before it was complete."""


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Create the folder and lock it against concurrent installations."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        what = "is in use by another installation"
        raise VoiceError(folder, what, "try again when it has finished") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _system_errors(folder: Path) -> Iterator[None]:
    """Convert an `OSError` about the folder into a `VoiceError` with a fix."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            fix = "free some space and try again: the download resumes where it stopped"
            raise VoiceError(folder, "the disk is full", fix) from None
        fix = "install it elsewhere: with --user, or in a show of your own"
        raise VoiceError(folder, f"cannot be written: {error.strerror}", fix) from None


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free - _SPARE:
        what = f"not enough disk space: {needed / 1e6:.0f} MB needed, {free / 1e6:.0f} MB free"
        raise VoiceError(folder, what, "free some space and try again")


def _partial(folder: Path, part: ModelFile) -> Path:
    return folder / f"{part.name}.part"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_whole(path: Path, part: ModelFile) -> bool:
    size = _size(path)
    if not size or (part.bytes and size != part.bytes):
        return False
    return not part.sha256 or model_files.digest(path) == part.sha256
