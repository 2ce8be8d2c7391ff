"""GraphQL over HTTP: the executable schema, documents and their limits, and the endpoint."""
