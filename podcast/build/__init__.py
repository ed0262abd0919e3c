"""A build: decide what is stale, produce it, publish it. `pipeline.py` has the order."""
