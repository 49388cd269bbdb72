"""The backing services: each is one import and one entry."""

from app.lifecycle import Service

SERVICES: tuple[Service, ...] = ()
