"""The service."""

SERVICE = "orders"
