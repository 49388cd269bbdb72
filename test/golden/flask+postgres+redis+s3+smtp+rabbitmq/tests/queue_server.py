"""The server of the queue, as tests need it."""

from urllib.parse import urlsplit

import pytest
from pika import BlockingConnection, URLParameters

from app import broker
from app.config import Settings

needs_broker = pytest.mark.needs("AMQP_URL")


def at_port(settings: Settings, port: int) -> Settings:
    scheme = urlsplit(settings.amqp_url).scheme
    return settings.model_copy(update={"amqp_url": f"{scheme}://127.0.0.1:{port}/"})


def delete_queue(settings: Settings) -> None:
    with BlockingConnection(URLParameters(settings.amqp_url)) as connection:
        for name in (broker.QUEUE, broker.later()):
            connection.channel().queue_delete(name)
