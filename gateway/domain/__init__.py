"""Domain model: phone numbers, their handlers, and the commands. No SQL, no HTTP, no GraphQL."""
