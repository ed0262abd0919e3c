"""Does mastering make a voice sound better? Networks that predict listeners' ratings judge it.

    python -m venv judges && judges/bin/pip install speechmos librosa requests soundfile soxr
    judges/bin/pip install distillmos torch          # optional: a second judge, over 200 MB
    JUDGES=judges/bin/python python benchmarks/quality.py [VOICE…]

Each voice reads the first article. The samples are judged as the engine spoke them and after the
profile's mastering steps, at equal loudness, so that louder is not mistaken for better. DNSMOS
rates speech, background and the whole (1 to 5) and P.808; DistillMOS gives a second opinion. The
judges have an environment of their own because they need libraries that nothing else here uses and
that this program should not install.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_RATE = 16_000  # Hz, which the judges expect
_LUFS = -23.0
_LEAST_S = 4.0  # ratings of shorter pieces are unreliable

JUDGE = """
import json, sys, types, warnings
warnings.filterwarnings("ignore")
import soundfile
from speechmos import dnsmos
names = {"ovrl_mos": "whole", "sig_mos": "speech", "bak_mos": "background", "p808_mos": "P.808"}
sys.modules["torchaudio"] = types.ModuleType("torchaudio")  # only distillmos's own command needs it
try:
    import distillmos, torch
    judge = distillmos.ConvTransformerSQAModel(); judge.eval()
except ImportError:
    judge = None
for path in sys.argv[1:]:
    samples, rate = soundfile.read(path, dtype="float32")
    said = dnsmos.run(samples, sr=rate)
    row = {name: float(said[key]) for key, name in names.items()}
    if judge:
        with torch.no_grad():
            row["DistillMOS"] = float(judge(torch.from_numpy(samples)[None]))
    print(json.dumps(row), flush=True)
"""


def pieces(name: str, profiles: list[Path], folder: Path) -> dict[str, list[Path]]:
    """Files of each paragraph for the judges, as spoken and as mastered."""
    import numpy as np
    import soundfile
    import soxr

    from podcast import voices
    from podcast.audio import loudness
    from podcast.synthesis import jobs
    from voices import sentences

    spec = voices.load(name, *profiles)
    engine = voices.open_voice(spec)
    found: dict[str, list[Path]] = {"as spoken": [], "mastered_clip": []}
    for number, text in enumerate(sentences(phonemes=spec.phonemes)):
        raw = engine.speak(text)
        if raw.frames / raw.rate < _LEAST_S:
            continue
        for what, clip in (("as spoken", raw), ("mastered_clip", jobs.mastered_clip(raw, spec))):
            samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
            samples = soxr.resample(samples, clip.rate, _RATE)
            gain = 10 ** ((_LUFS - loudness.measure(samples, _RATE)) / 20)
            path = folder / f"{name}-{what}-{number}.wav"
            soundfile.write(path, np.clip(samples * gain, -1, 1), _RATE)
            found[what].append(path)
    return found


def judged(paths: list[Path]) -> dict[str, float]:
    """Mean of each rating over all files."""
    python = os.environ.get("JUDGES", sys.executable)
    out = subprocess.run([python, "-c", JUDGE, *map(str, paths)], capture_output=True, text=True)
    assert out.returncode == 0, out.stderr
    rows = [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]
    return {name: statistics.mean(row[name] for row in rows) for name in rows[0]}


def main() -> None:
    names = sys.argv[1:] or ["pico"]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            found = pieces(name, [Path.cwd() / "voices", ROOT / "voices"], Path(folder))
            before, after = judged(found["as spoken"]), judged(found["mastered_clip"])
            print(f"{name}: {len(found['mastered'])} paragraphs")
            for figure in before:
                change = after[figure] - before[figure]
                print(f"  {figure:11} {before[figure]:5.2f} → {after[figure]:5.2f}  {change:+.2f}")


if __name__ == "__main__":
    main()
