"""Stock application: the benchmark's operations as the guides of Strawberry and SQLModel show them.

Types and resolvers, an extension that opens an ORM session for each operation, rows as entities. No
tuning, no authentication, and no events.
"""
