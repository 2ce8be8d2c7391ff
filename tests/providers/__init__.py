"""Adapters of providers, against written-down answers."""
