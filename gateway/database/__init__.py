"""Persistence: connection pools, prepared statements, queries, migrations, translated errors."""
