"""Decode bytes of unknown encoding into clean text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from podcast.errors import ArticleError

_BOMS = (  # UTF-32 first: its BOM starts with the UTF-16 BOM
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "a legacy Office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"\x1f\x8b", "a compressed file"),
)
_SAMPLE = 4096
"""Number of leading bytes inspected to guess the format."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_ZALGO = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def decode(data: bytes, source: str) -> str:
    """Decode `data` to text with `\\n` line endings and no invisible characters.

    Raises `ArticleError` if `data` is not text.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(source, f"is {name}, not a text file", "save it as plain text")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return clean(_decode_strictly(data, encoding, source))
    if plain := _bomless_utf16(data[:_SAMPLE]):
        return clean(_decode_strictly(data, plain, source))
    if _is_binary(data[:_SAMPLE]) or b"\0" in data:
        raise ArticleError(source, "is a binary file, not a text file", "save it as plain text")
    return clean(_decode_eight_bit(data))


def clean(text: str) -> str:
    """Normalise `text` to NFC with plain newlines and spaces, and strip invisible characters."""
    text = _BREAKS.sub("\n", text).replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    # NFC takes quadratic time on long runs of combining marks; no language needs five.
    return unicodedata.normalize("NFC", _ZALGO.sub(r"\1", text))


def _decode_strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        problem = f"has invalid {name} at byte {error.start}"
        raise ArticleError(source, problem, "save it as UTF-8") from None


def _bomless_utf16(sample: bytes) -> str | None:
    """Detect UTF-16 without a BOM: in German text every other byte is zero."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.5 and zeros_even < 0.05:
        return "utf-16-le"
    if zeros_even > 0.5 and zeros_odd < 0.05:
        return "utf-16-be"
    return None


def _is_binary(sample: bytes) -> bool:
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100


def _decode_eight_bit(data: bytes) -> str:
    """Decode UTF-8, or else Windows-1252; in mixed files, only stray bytes are Windows-1252."""
    text = data.decode("utf-8", "surrogateescape")
    strays = len(re.findall("[\udc80-\udcff]", text))
    if not strays:
        return text
    if strays > len(re.findall("[\x80-\ud7ff\ue000-\U0010ffff]", text)):
        return data.decode("cp1252", "replace")
    return re.sub("[\udc80-\udcff]", lambda m: _stray(m.group()), text)


def _stray(character: str) -> str:
    return bytes([ord(character) - 0xDC00]).decode("cp1252", "replace")
