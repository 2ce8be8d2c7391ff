"""Connections to accounts at providers, on real databases."""
