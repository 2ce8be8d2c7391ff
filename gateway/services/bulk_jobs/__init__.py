"""Bulk jobs: many rows, kept as they came, and done in chunks by background workers."""
