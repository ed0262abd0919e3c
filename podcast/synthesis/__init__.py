"""Turn spoken sentences into clips: jobs, workers, the cache and the quality gate."""
