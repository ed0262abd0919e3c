"""Spoken sentences to clips: jobs, workers, the cache and the quality gate."""
