"""The file doctor: what in a base is worth a look, what it does to the numbers, and how to put it right and back."""
