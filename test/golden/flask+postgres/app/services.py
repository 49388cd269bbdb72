"""The backing services: each is one import and one entry."""

from app import lifecycle
from app.database import database

SERVICES: list[lifecycle.Service] = [
    database,
]
