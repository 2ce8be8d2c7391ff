"""Authentication: access tokens, JSON Web Tokens, and the rate limit of each caller."""
