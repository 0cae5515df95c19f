"""Machine translation by somebody else's server."""
