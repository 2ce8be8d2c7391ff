"""REST API: compatible with the platform's SDKs, over the same services as GraphQL."""
