"""The backing services: each is one import and one entry."""

from app import lifecycle
from app.cache import cache
from app.database import database
from app.files import files
from app.mail import mail
from app.queue import queue

SERVICES: list[lifecycle.Service] = [
    cache,
    database,
    files,
    mail,
    queue,
]
