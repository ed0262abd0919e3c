"""The rules that write out what is not a word: one kind a module, in the order of `table.py`."""
