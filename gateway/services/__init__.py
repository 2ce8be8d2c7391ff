"""Service layer: one module per noun. A method is one unit of work, in one transaction.

A method demands the scope that it needs, binds every query to the caller's project, returns rows or
results, and raises `gateway.errors`. Services know nothing about GraphQL, HTTP or terminals.
"""
