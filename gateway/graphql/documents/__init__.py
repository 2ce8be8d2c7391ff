"""GraphQL documents: parsing with limits, the LRU cache, and persisted and trusted documents."""
