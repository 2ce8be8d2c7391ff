"""Tests of gateway/upstream."""
