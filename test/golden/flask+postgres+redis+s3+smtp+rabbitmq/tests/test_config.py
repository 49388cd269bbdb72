"""The environment: what is accepted, what is refused, and how that is said."""

import json
import os
import re
from pathlib import Path
from typing import Annotated

import pytest

from app.config import ConfigError, Settings, load
from app.config_types import FromFile
from tests.program import run


class WithKey(Settings):
    """The settings of an app that needs a key, in the environment or in a file."""

    api_key: Annotated[str, FromFile]


def faults(model: type[Settings] = Settings) -> dict[str, str]:
    """What is wrong with the environment, by variable."""
    try:
        load(model)
    except ConfigError as error:
        lines = [line.split(": ", 2) for line in str(error).splitlines()]
        return {name: reason for _, name, reason in lines}
    return {}


def test_every_variable_has_a_value(settings: Settings) -> None:
    assert settings.port == 8000
    assert settings.log_level == "info"
    assert settings.shutdown_timeout == 25
    assert settings.release_version == "dev"


@pytest.mark.usefixtures("environment")
def test_what_has_no_default_is_required() -> None:
    required = [name for name, field in Settings.model_fields.items() if field.is_required()]
    assert faults() == {name.upper(): "missing" for name in required}


def test_an_empty_variable_counts_as_unset(
    settings: Settings, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("PORT", "")
    assert load().port == settings.port


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8_123"),
        ("PORT", " 8123"),
        ("PORT", "+8123"),
        ("PORT", "8123.0"),
        ("PORT", "٨"),
        ("LOG_LEVEL", "INFO"),
        ("LOG_LEVEL", "verbose"),
        ("SHUTDOWN_TIMEOUT", "0"),
        ("SHUTDOWN_TIMEOUT", "3601"),
        ("WEB_CONCURRENCY", "65"),
    ],
)
@pytest.mark.usefixtures("settings")
def test_a_bad_value_is_refused_and_never_shown(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    ((faulty, reason),) = faults().items()
    assert faulty == name
    assert f"'{value}'" not in reason


@pytest.mark.usefixtures("settings")
def test_all_faults_are_said_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "http")
    environment.setenv("LOG_LEVEL", "loud")
    assert faults().keys() == {"PORT", "LOG_LEVEL"}


@pytest.mark.usefixtures("settings")
def test_a_file_may_hold_a_value(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    environment.setenv("API_KEY_FILE", str(secret))
    assert faults(WithKey) == {"API_KEY": "the file that API_KEY_FILE names can't be read"}
    secret.write_text("hunter2\n\n", encoding="utf-8")
    settings = load(WithKey)
    assert isinstance(settings, WithKey)
    assert settings.api_key == "hunter2\n"
    environment.setenv("API_KEY", "hunter3")
    assert faults(WithKey) == {"API_KEY": "set it or API_KEY_FILE, not both"}


def test_every_variable_is_documented() -> None:
    names = {field.upper() for field in Settings.model_fields}
    schema = json.loads(Path("env.schema.json").read_text(encoding="utf-8"))
    example = Path(".env.example").read_text(encoding="utf-8")
    assert set(schema["properties"]) == names
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == names


@pytest.mark.usefixtures("settings")
def test_libraries_do_not_see_an_empty_variable(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("WEB_CONCURRENCY", "")
    load()
    assert "WEB_CONCURRENCY" not in os.environ


@pytest.mark.usefixtures("settings")
def test_check_config_accepts_a_good_environment() -> None:
    done = run("check-config")
    assert (done.returncode, done.stdout, done.stderr) == (0, "config ok\n", "")


@pytest.mark.parametrize("command", ["web", "check-config", "health", "console"])
@pytest.mark.usefixtures("settings")
def test_a_bad_environment_stops_every_command(command: str) -> None:
    done = run(command, PORT="secret-text")
    assert done.returncode == os.EX_CONFIG
    assert done.stdout == ""
    assert done.stderr == "config error: PORT: must be an integer\n"
