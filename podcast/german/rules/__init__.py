"""Text normalisation rules for non-words, one module per kind; `table.py` sets their order."""
