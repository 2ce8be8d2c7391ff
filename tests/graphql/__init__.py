"""Tests of `gateway.graphql`."""
