"""Benchmarks: one command for each figure in the documentation, on Linux only."""
