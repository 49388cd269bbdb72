"""What every test may ask for."""

import pytest

from app.config import Settings, load


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
    return load()
