"""GraphQL documents: the store, its cache, and the parser."""
