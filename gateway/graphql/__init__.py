"""The GraphQL door: the schema put together, documents read once, and the endpoint."""
