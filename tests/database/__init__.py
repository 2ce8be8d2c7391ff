"""Tests of `gateway.database`."""
