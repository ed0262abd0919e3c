"""Entry point of `python -m podcast`."""

from podcast.cli import main

if __name__ == "__main__":
    main(prog_name="podcast")
