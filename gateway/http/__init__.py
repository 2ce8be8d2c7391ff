"""HTTP: the protocol, middleware, headers, request bodies, health checks and static pages."""
