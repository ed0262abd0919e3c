"""Names and other words whose pronunciation does not follow from their spelling."""
