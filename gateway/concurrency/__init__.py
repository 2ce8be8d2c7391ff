"""Concurrency inside one process: timeouts, admission control and scheduling."""
