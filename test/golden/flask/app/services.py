"""The backing services: each is one import and one entry."""

from app import lifecycle

SERVICES: list[lifecycle.Service] = []
