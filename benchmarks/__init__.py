"""How fast it is, beside what people use today: ratios measured in one run, no timed tests. `python -m benchmarks`."""
