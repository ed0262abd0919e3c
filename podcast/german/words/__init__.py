"""What the rules know of German words: numbers, nouns, grammar."""
