"""Names and other words that are read otherwise than they are written."""
