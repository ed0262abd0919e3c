"""Where sentences and clauses end."""
