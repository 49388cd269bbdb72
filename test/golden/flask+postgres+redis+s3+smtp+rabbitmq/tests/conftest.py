"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest

from app.config import Settings, load
from app.lifecycle import opened
from app.services import SERVICES

# The backing services, each at an address for those tests that don't talk to it.
RESOURCES = {
    "DATABASE_URL": "postgres://app:local-only@127.0.0.1:5432/app",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "S3_ENDPOINT_URL": "http://127.0.0.1:7070",
    "S3_BUCKET": "app",
    "S3_ACCESS_KEY_ID": "app",
    "S3_SECRET_ACCESS_KEY": "local-only",
    "SMTP_URL": "smtp://app:local-only@127.0.0.1:1025",
    "MAIL_FROM": "app@example.com",
    "AMQP_URL": "amqp://app:local-only@127.0.0.1:5672/",
}
GIVEN = {name: os.environ[name] for name in RESOURCES if os.environ.get(name)}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        (name,) = marker.args
        if name not in GIVEN:
            pytest.skip(f"{name} is unset")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment without any variable of the app."""
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
        monkeypatch.delenv(f"{field.upper()}_FILE", raising=False)
    return monkeypatch


@pytest.fixture
def settings(environment: pytest.MonkeyPatch) -> Settings:
    """The settings of an environment with nothing but what is required."""
    # A variable without a default needs a value here, for instance:
    # environment.setenv("NAME", "value")
    for name, address in {**RESOURCES, **GIVEN}.items():
        environment.setenv(name, address)
    return load()


@pytest.fixture
def services(settings: Settings) -> Iterator[None]:
    """The backing services, open."""
    with opened(SERVICES, settings):
        yield
