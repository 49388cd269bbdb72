"""A client of the app."""

import pytest
from flask.testing import FlaskClient

from app.application import create_app
from app.config import Settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()
