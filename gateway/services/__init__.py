"""Services: one module per noun, each method one unit of work in one transaction."""
