"""Limits on GraphQL documents: size, cost, and the validation rules."""
