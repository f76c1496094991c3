"""The sentence above each page: its question answered in one breath, with the number that matters, as Markdown."""
