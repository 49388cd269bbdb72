"""The tests: they need no network but loopback."""
