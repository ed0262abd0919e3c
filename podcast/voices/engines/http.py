"""Use any server that implements OpenAI's `/v1/audio/speech`, on this machine or elsewhere."""

from __future__ import annotations

import os
import random
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from podcast import files
from podcast.errors import VoiceError
from podcast.german.sentences.clauses import clauses
from podcast.german.voiceable import voiceable
from podcast.models import Clip
from podcast.voices.engines import received_audio
from podcast.voices.engines.received_audio import UnusableAudioError
from podcast.voices.engines.trim import joined, trimmed
from podcast.voices.spec import Voice, VoiceSpec

if TYPE_CHECKING:
    import httpx

_LONGEST = 2000  # characters per request; OpenAI's own limit is 4096
_CONNECT_S = 10
_TIMEOUT_S = 120
_RETRIES = 5
_PARALLEL = 4
_RAW_RATE = 24_000  # Hz, of the `pcm` format, which has no header
_WAIT_S, _LONGEST_WAIT_S = 0.5, 60.0
_TRANSIENT = {408, 409, 423, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529}
_MESSAGE_LIMIT = 200  # characters of a server's error message to show


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return HttpEngine(spec)


class HttpEngine:
    """A voice on a server.

    Options: `base_url` up to and including `/v1`, `model`, `voice`, `response_format`, `rate` of
    raw sound, `speed`, `instructions`; `key_env`, the environment variable that holds the key;
    `timeout_s` per request, `retries`, and `parallel`, the most requests to run at once.
    """

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` if the key is missing. Does not contact the server yet."""
        check(spec)
        self._spec = spec
        self._rate = 0
        self._given_up = False  # once a sentence has failed, the following get only one try each
        self._client: httpx.Client | None = None

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.voices.spec.Voice`."""
        spoken = [self._sentence(text) for text in sentences]
        return joined(spoken, self._rate or _RAW_RATE)

    def _sentence(self, text: str) -> bytes:
        pieces = clauses(voiceable(text), _LONGEST)
        return b"".join(self._piece(piece) for piece in pieces if any(map(str.isalnum, piece)))

    def _piece(self, text: str) -> bytes:
        pcm, rate = self._received(text)
        self._rate = self._rate or rate
        return trimmed(received_audio.at_rate(pcm, rate, self._rate), self._rate)

    def _received(self, text: str) -> tuple[bytes, int]:
        """Request until usable sound arrives or all tries have failed. Raises `VoiceError`."""
        tries = 1 if self._given_up else 1 + self._option("retries", _RETRIES)
        for number in range(tries):
            try:
                found = self._send(text)
            except _TransientError as error:
                if number == tries - 1:
                    self._given_up = True
                    raise self._failed(text, str(error), tries) from None
                time.sleep(_wait(number, error.wait_s))
            else:
                self._given_up = False
                return found
        raise AssertionError("at least one try is always made")

    def _send(self, text: str) -> tuple[bytes, int]:
        """Send one request. Raises `_TransientError` if a retry may help, else `VoiceError`."""
        import httpx

        with _request_slot(self._option("base_url"), self._option("parallel", _PARALLEL)):
            try:
                response = self._open().post(self._url, json=self._request(text))
            except httpx.TimeoutException:
                raise _TransientError(f"did not respond within {self._timeout:g} s") from None
            except (httpx.TransportError, httpx.DecodingError) as error:
                raise _TransientError(
                    f"cannot be reached: {error or type(error).__name__}"
                ) from None
            except httpx.InvalidURL as error:
                raise VoiceError(self._subject, f"options.base_url: {error}") from None
        self._check(response)
        raw = self._option("rate", _RAW_RATE) if self._format == "pcm" else 0
        try:
            pcm, rate = received_audio.decoded(response.content, raw_rate=raw)
            received_audio.check_length(text, len(pcm) / 2 / rate * self._option("speed", 1))
        except UnusableAudioError as error:
            raise _TransientError(str(error)) from None
        return pcm, rate

    def _check(self, response: httpx.Response) -> None:
        """Raise the error that an unsuccessful status means."""
        if response.is_success:
            return
        status = f"{response.status_code} {response.reason_phrase}"
        what = f"returned {status}: {self._message(response)}"
        if response.status_code in _TRANSIENT:
            raise _TransientError(what.rstrip(": "), _retry_after(response.headers))
        fix = "check base_url, model and voice"
        if response.status_code in {401, 403}:
            fix = f"check the key in {self._option('key_env', 'key_env')}"
        raise VoiceError(self._subject, f"{self._url} {what.rstrip(': ')}", fix)

    def _message(self, response: httpx.Response) -> str:
        """The server's error message, on one line and without our key."""
        try:
            value: Any = response.json()
            for key in ("error", "detail", "message"):
                value = value.get(key, value) if isinstance(value, Mapping) else value
            message = str(value)
        except ValueError:
            message = response.text
        key = self._key()
        return " ".join((message.replace(key, "…") if key else message).split())[:_MESSAGE_LIMIT]

    def _request(self, text: str) -> dict[str, Any]:
        options = self._spec.options
        optional = {k: options[k] for k in ("speed", "instructions") if k in options}
        return {
            "model": options.get("model", "tts-1"),
            "voice": options["voice"],
            "input": text,
            "response_format": {"ogg": "opus"}.get(self._format, self._format),
            **optional,
        }

    def _open(self) -> httpx.Client:
        """One client per process; it keeps its connections open."""
        if self._client is None:
            import httpx

            key = self._key()
            self._client = httpx.Client(
                timeout=httpx.Timeout(self._timeout, connect=_CONNECT_S),
                headers={"Authorization": f"Bearer {key}"} if key else {},
                follow_redirects=False,
            )
            weakref.finalize(self, self._client.close)
        return self._client

    def _key(self) -> str:
        name = self._option("key_env", "")
        return os.environ.get(name, "") if name else ""

    def _option(self, name: str, default: Any = None) -> Any:
        return self._spec.options.get(name, default)

    def _failed(self, text: str, what: str, tries: int) -> VoiceError:
        times = f" ({tries} tries)" if tries > 1 else ""
        problem = f"{self._option('base_url')} {what}{times}"
        fix = "check the server and build again: finished paragraphs are cached"
        return VoiceError(f"{self._subject}: {text[:60]!r}", problem, fix)

    @property
    def _subject(self) -> str:
        return f"voice {self._spec.name}"

    @property
    def _url(self) -> str:
        return f"{self._option('base_url').rstrip('/')}/audio/speech"

    @property
    def _format(self) -> str:
        return str(self._option("response_format", "wav"))

    @property
    def _timeout(self) -> float:
        return float(self._option("timeout_s", _TIMEOUT_S))


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` if base_url is not a web address or the variable for the key is unset."""
    address = spec.options["base_url"]
    if not address.startswith(("http://", "https://")):
        what = f"options.base_url is not a web address: {address!r}"
        raise VoiceError(f"voice {spec.name}", what, "use e.g. http://localhost:8880/v1")
    name = spec.options.get("key_env")
    if name and not os.environ.get(name):
        fix = f"set it to the server's key: export {name}=…"
        what = f"needs the environment variable {name}, which is not set"
        raise VoiceError(f"voice {spec.name}", what, fix)


class _TransientError(Exception):
    """A failure that may not recur on a retry."""

    def __init__(self, what: str, wait_s: float | None = None) -> None:
        super().__init__(what)
        self.wait_s = wait_s
        """Delay that the server asks for. Seconds."""


def _wait(number: int, asked_s: float | None) -> float:
    """Seconds until the next try: as the server asks, else exponential backoff with jitter."""
    if asked_s is not None:
        return min(asked_s, _LONGEST_WAIT_S)
    return min(_WAIT_S * 2.0**number, _LONGEST_WAIT_S) * random.uniform(0.8, 1.2)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from a `Retry-After` header, which holds a number or a date."""
    from email.utils import parsedate_to_datetime

    value = str(headers.get("retry-after", "")).strip()
    if value.isdigit():
        return float(value)
    try:
        until: float = parsedate_to_datetime(value).timestamp()
        return max(0.0, until - time.time())
    except (ValueError, TypeError):
        return None


@contextmanager
def _request_slot(server: str, places: int) -> Iterator[None]:
    """Hold one of `places` slots for `server`, which all processes of this user share."""
    import tempfile
    from pathlib import Path

    import filelock

    user = os.getuid() if hasattr(os, "getuid") else "user"
    stem = f"podcast-{user}-{files.sha256(server)[:16]}"
    locks = [
        filelock.FileLock(Path(tempfile.gettempdir()) / f"{stem}-{number}.lock")
        for number in range(places)
    ]
    while True:
        for lock in locks:
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                continue
            try:
                yield
            finally:
                lock.release()
            return
        time.sleep(0.02)
