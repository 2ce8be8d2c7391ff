"""Tests of `gateway.graphql_jit`."""
