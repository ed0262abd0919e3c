"""One voice of each engine, ready to speak on any machine."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import vits

from podcast.voices.all_engines import ENGINES

PROGRAM = """
import io, sys, wave, zlib
text = sys.stdin.buffer.read().decode("utf-8")
half = 30 + zlib.crc32(text.encode()) % 30
period = b"\\x00\\x20" * half + b"\\x00\\xe0" * half
out = io.BytesIO()
with wave.open(out, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(period * round(16000 * max(0.3, 0.06 * len(text)) / half / 2))
sys.stdout.buffer.write(out.getvalue())
"""


def missing(engine: str) -> str:
    """Why the engine cannot be tested here; empty where it can."""
    if engine == "espeak" and not shutil.which("espeak-ng"):
        return "espeak-ng is not installed"
    return ""


def write(folder: Path, engine: str, server: str = "http://127.0.0.1:9/v1", more: str = "") -> Path:
    """A profile for `engine`, called as it is, and what it needs; `more` goes under [options]."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f'engine = "{engine}"\n'
    if engine == "piper":
        vits.write(folder / "models")
        text += '[model]\nfile = "probe.onnx"\n'
    text += "[options]\n"
    if engine == "http":
        text += f'base_url = "{server}"\nvoice = "alloy"\n'
    if engine == "command":
        program = folder / "program.py"
        program.write_text(PROGRAM, "utf-8")
        text += f"command = {[sys.executable, str(program)]!r}\n"
    (folder / f"{engine}.toml").write_text(text + more, "utf-8")
    return folder


def engines() -> list[str]:
    return list(ENGINES)
