"""The domain: what a phone number is and what may be asked. No SQL, no HTTP, no GraphQL."""
