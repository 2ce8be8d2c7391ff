"""What the benchmark asks for, answered as the guides of Strawberry and SQLModel show it.

Types and resolvers, an extension that opens a session of the ORM for each operation, rows as
entities. Nothing is tuned, nobody is asked who they are, and an import leaves no event.
"""
