"""A build: decide what is stale, produce it, publish it. `pipeline.py` defines the order."""
