"""The service on real databases, and documents as clients send them."""
