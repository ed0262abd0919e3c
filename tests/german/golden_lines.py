"""The golden lines of spoken German, read from the folder where anyone can add to them."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "spoken"


def golden() -> list[tuple[str, str, list[str]]]:
    """Kind, written, all right answers: every `written ~ spoken [~ also right]` line there is."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines if path.stem != "plain" else []:
            if line and not line.startswith("# "):
                written, *right = (part.strip() for part in line.split(" ~ "))
                found.append((path.stem, written, right))
    return found


def heard(text: str) -> str:
    """What is compared: letters, without regard to case, spaces, hyphens and punctuation."""
    return "".join(char for char in text.casefold() if char.isalnum())


PLAIN = (FOLDER / "plain.txt").read_text(encoding="utf-8").splitlines()
