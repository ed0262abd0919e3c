"""Getting the files of a voice: from the web or from a copy, whole or not at all.

What was fetched before an interruption lies beside its place as `NAME.part`, and the next attempt
goes on from there. A file gets its name only when its size and checksum are right.
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
from podcast.models import VoiceSpec
from podcast.voices import model_files
from podcast.voices.model_files import ModelFile

if TYPE_CHECKING:
    import httpx

Tell = Callable[[int, int], None]
"""Progress: bytes there are, and bytes there will be."""

_BLOCK = 1 << 18  # bytes
_TIMEOUT_S = 30
_ATTEMPTS = 5  # in a row that bring nothing worth mentioning
_WAIT_S = 0.5  # after the first of them, then twice as long each time
_SPARE = 10_000_000  # bytes of the disk that are left alone
_ELSEWHERE = "check the connection, or give a copy with --from FILE|URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What became of a voice's files."""

    path: Path
    """The network; its configuration is beside it."""
    fetched: int
    """Bytes that had to be fetched; 0 where everything was there."""
    resumed: int
    """Bytes that an earlier attempt had left."""


def install(
    spec: VoiceSpec, folder: Path, source: str = "", tell: Tell = lambda *_: None
) -> Installed:
    """Put the model of `spec` into `folder`, which is made if it is not there.

    `source` is a folder or an .onnx file, on this computer or on the web, instead of the address
    in the profile. Raises `VoiceError`; then nothing that is not whole has its final name.
    """
    if spec.model is None:
        raise VoiceError(f"voice {spec.name}", "has nothing to install", "it needs no model")
    if not (source or spec.model.url):
        raise VoiceError(
            f"voice {spec.name}", "its profile names no address", "give a copy with --from FILE|URL"
        )
    network = _network(source or spec.model.url, spec.model.file)
    with _system_errors(folder), _alone(folder):
        missing = [p for p in model_files.parts(spec.model) if not _is_whole(folder / p.name, p)]
        before = sum(_size(_partial(folder, part)) for part in missing)
        _check_space(folder, model_files.total(missing) - before)
        for number, part in enumerate(missing):
            address = network + part.name.removeprefix(spec.model.file)
            _fetch(address, folder, part, _told(tell, missing, number))
        fetched = sum(_size(_partial(folder, part)) for part in missing)
        for part in missing:
            _partial(folder, part).replace(folder / part.name)
    return Installed(
        path=folder / spec.model.file, fetched=max(0, fetched - before), resumed=before
    )


def _network(source: str, file: str) -> str:
    """Address of the network, of which `source` may be the folder."""
    local = source.removeprefix("file://")
    if "://" not in local:
        path = Path(local).expanduser()
        return str(path / file if path.is_dir() else path)
    return source if source.endswith(".onnx") else f"{source.rstrip('/')}/{file}"


def _told(tell: Tell, parts: list[ModelFile], number: int) -> Callable[[int], None]:
    """Progress of one part as progress of all."""
    before, total = model_files.total(parts[:number]), model_files.total(parts)
    return lambda size: tell(before + size, total)


def _fetch(address: str, folder: Path, part: ModelFile, told: Callable[[int], None]) -> None:
    """One part, complete and checked, as `NAME.part`; a wrong one is tried once from the start."""
    path = _partial(folder, part)
    resumed = _size(path) > 0
    bring = _from_web if "://" in address else _from_disk
    bring(address, path, part, told)
    if not _is_whole(path, part):
        path.unlink(missing_ok=True)
        if not resumed:
            raise VoiceError(
                address, "is not the file that the profile names: its checksum is another"
            )
        _fetch(address, folder, part, told)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _from_disk(address: str, path: Path, part: ModelFile, told: Callable[[int], None]) -> None:
    with _opened(address) as source, path.open("wb") as file:
        size = os.fstat(source.fileno()).st_size
        if part.bytes and size != part.bytes:
            raise VoiceError(address, f"has {size} bytes instead of {part.bytes}")
        while block := source.read(_BLOCK):
            file.write(block)
            told(file.tell())


def _opened(address: str) -> BinaryIO:
    try:
        return Path(address).open("rb")
    except OSError as error:
        raise VoiceError(address, f"cannot be read: {error.strerror}") from None


def _from_web(address: str, path: Path, part: ModelFile, told: Callable[[int], None]) -> None:
    """Download, going on after every break, until there is nothing more to be had."""
    if not part.sha256 or not part.bytes:
        fix = "add bytes, sha256, config_bytes and config_sha256 under [model]"
        raise VoiceError(address, "the profile does not say which file this must be", fix)
    vain = 0
    while (before := _size(path)) < part.bytes:
        try:
            _download(address, path, part, told)
        except _InterruptedDownloadError as error:
            vain = 0 if _size(path) - before >= _BLOCK else vain + 1
            if vain == _ATTEMPTS:
                raise VoiceError(address, str(error), _ELSEWHERE) from None
            time.sleep(_WAIT_S * 2**vain)


def _download(address: str, path: Path, part: ModelFile, told: Callable[[int], None]) -> None:
    """Request what is missing, once.

    Raises `_InterruptedDownloadError` where another request may bring more.
    """
    import httpx

    have = _size(path)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with httpx.stream(
            "GET", address, headers=headers, timeout=_TIMEOUT_S, follow_redirects=True
        ) as response:
            _save(response, path, part, told)
    except httpx.TimeoutException:
        raise _InterruptedDownloadError(f"did not answer in {_TIMEOUT_S} s") from None
    except httpx.TransportError as error:
        raise _InterruptedDownloadError(
            f"cannot be reached: {error or type(error).__name__}"
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise VoiceError(address, f"cannot be downloaded: {error}", _ELSEWHERE) from None


def _save(
    response: httpx.Response, path: Path, part: ModelFile, told: Callable[[int], None]
) -> None:
    have = _size(path) if response.status_code == 206 else 0
    _check_answer(response, have, path, part)
    with path.open("ab" if have else "wb") as file:
        for block in response.iter_raw():
            have += len(block)
            if have > part.bytes:
                raise VoiceError(str(response.request.url), f"has more than {part.bytes} bytes")
            file.write(block)
            told(have)
    if have < part.bytes:
        raise _InterruptedDownloadError(f"ended after {have} of {part.bytes} bytes")


def _check_answer(response: httpx.Response, have: int, path: Path, part: ModelFile) -> None:
    code = response.status_code
    address, answer = str(response.request.url), f"answered {code} {response.reason_phrase}"
    if code == 416:  # what is there already is longer than the file
        path.unlink(missing_ok=True)
        raise _InterruptedDownloadError(answer)
    if code in {408, 429} or code >= 500:
        raise _InterruptedDownloadError(answer)
    if code not in {200, 206}:
        raise VoiceError(address, answer, _ELSEWHERE)
    length = response.headers.get("content-length", "")
    if length.isdigit() and have + int(length) != part.bytes:
        what = f"has {have + int(length)} bytes instead of {part.bytes}"
        raise VoiceError(address, what, "it is not the file that the profile names")


class _InterruptedDownloadError(Exception):
    """The download stopped before its end."""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Make the folder, and keep other installations out of it."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        what = "another installation is at work there"
        raise VoiceError(folder, what, "try again when it is done") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _system_errors(folder: Path) -> Iterator[None]:
    """What the system says about the folder, as one sentence with what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            fix = "make room and try again: it goes on where it stopped"
            raise VoiceError(folder, "the disk is full", fix) from None
        fix = "choose another place: --user, or a show of your own"
        raise VoiceError(folder, f"cannot be written: {error.strerror}", fix) from None


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free - _SPARE:
        what = f"the disk is full: {needed / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free"
        raise VoiceError(folder, what, "make room and try again")


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
