"""Authentication by access tokens and JSON Web Tokens, and the rate limit of each token."""
