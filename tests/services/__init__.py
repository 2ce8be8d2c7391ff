"""Tests of `gateway.services`."""
