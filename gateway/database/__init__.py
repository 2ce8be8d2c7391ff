"""Persistence: connections, statements, migrations, and the translation of database errors."""
