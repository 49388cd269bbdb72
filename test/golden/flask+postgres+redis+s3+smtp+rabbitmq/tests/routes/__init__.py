"""The routes, asked without a server."""
