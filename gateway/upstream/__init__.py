"""The platform that a project is attached to: its client, open changes, and the sync."""
