"""The flat REST API: what the platform's SDKs speak, over the same services as GraphQL."""
