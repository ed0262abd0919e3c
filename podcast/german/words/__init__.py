"""Linguistic data for the rules: German numbers, nouns, grammar."""
