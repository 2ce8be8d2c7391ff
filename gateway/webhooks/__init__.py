"""Webhooks: events of a project, sent to its endpoints by signed requests, at least once."""
