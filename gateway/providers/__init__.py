"""Providers: accounts elsewhere, whose numbers are listed and never changed.

One file for each provider: how its list is paged, and how its records map to ours, as data.
"""
