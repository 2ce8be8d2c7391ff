"""Tests of `gateway.concurrency`."""
