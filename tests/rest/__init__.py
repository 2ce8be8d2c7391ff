"""Tests of `gateway.rest`."""
