"""Benchmarks: figures, not verdicts. `packaging/dev.py bench` runs them all; each script also runs by itself."""
