"""Load the golden lines of spoken German from tests/data/spoken, where anyone can add lines."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "spoken"


def golden() -> list[tuple[str, str, list[str]]]:
    """Return kind, written form and answers of all `written ~ spoken [~ also right]` lines."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines if path.stem != "plain" else []:
            if line and not line.startswith("# "):
                written, *right = (part.strip() for part in line.split(" ~ "))
                found.append((path.stem, written, right))
    return found


def heard(text: str) -> str:
    """Reduce `text` for comparison: ignore case, spaces, hyphens and punctuation."""
    return "".join(char for char in text.casefold() if char.isalnum())


PLAIN = (FOLDER / "plain.txt").read_text(encoding="utf-8").splitlines()
