"""CSV of numbers: one row for each number, read and written in the same format."""
