"""Charts: a tidy frame and labels in, an Altair chart out. Specifications are templates; only their named datasets change."""
