"""Connections: accounts at other providers, the numbers they list, and drift from ours."""
