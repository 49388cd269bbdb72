"""The configuration: the only module that reads the environment, once, when the process starts."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasGenerator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app import config_types


class Settings(BaseSettings):
    """One field a variable: `port` is PORT. An empty variable counts as unset."""

    model_config = SettingsConfigDict(
        alias_generator=AliasGenerator(validation_alias=str.upper),
        case_sensitive=True,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    port: Annotated[config_types.Integer, Field(ge=1, le=65535)] = 8000
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    shutdown_timeout: Annotated[config_types.Integer, Field(ge=1, le=3600)] = 25
    release_version: str = "dev"
    web_concurrency: Annotated[config_types.Integer, Field(ge=1, le=64)] = 1
    database_url: Annotated[
        str,
        config_types.url("postgres", "postgresql"),
        config_types.FromFile,
        Field(repr=False),
    ]
    redis_url: Annotated[
        str,
        config_types.url("redis", "rediss"),
        config_types.FromFile,
        Field(repr=False),
    ]
    s3_endpoint_url: Annotated[
        str,
        config_types.url("http", "https"),
        Field(repr=False),
    ]
    s3_bucket: str
    s3_region: str = "us-east-1"
    s3_path_style: config_types.Boolean = True
    s3_access_key_id: str
    s3_secret_access_key: Annotated[
        str,
        config_types.FromFile,
        Field(repr=False),
    ]
    smtp_url: Annotated[
        str,
        config_types.url("smtp", "smtps"),
        config_types.FromFile,
        Field(repr=False),
    ]
    mail_from: str
    amqp_url: Annotated[
        str,
        config_types.url("amqp", "amqps"),
        config_types.FromFile,
        Field(repr=False),
    ]
    worker_concurrency: Annotated[config_types.Integer, Field(ge=1, le=64)] = 1


class ConfigError(Exception):
    """All that is wrong with the environment: names and reasons, never a value."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(
            "\n".join(f"config error: {name}: {reason}" for name, reason in reasons.items())
        )


def load(model: type[Settings] = Settings) -> Settings:
    reasons: dict[str, str] = {}
    values = _read_files(model, reasons)
    try:
        settings = model(**values)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            reason = "missing" if problem["type"] == "missing" else problem["msg"]
            reasons.setdefault(str(problem["loc"][0]), reason.removeprefix("Value error, "))
    if reasons:
        raise ConfigError(reasons)
    _drop_empty(model)
    return settings


def _read_files(model: type[Settings], reasons: dict[str, str]) -> dict[str, Any]:
    values = {}
    for field, info in model.model_fields.items():
        name = field.upper()
        path = os.environ.get(f"{name}_FILE")
        if not path or config_types.FromFile not in info.metadata:
            continue
        if os.environ.get(name):
            reasons[name] = f"set it or {name}_FILE, not both"
            continue
        try:
            value = Path(path).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, ValueError):
            reasons[name] = f"the file that {name}_FILE names can't be read"
            continue
        if value:
            values[name] = value
    return values


def _drop_empty(model: type[Settings]) -> None:
    # Libraries read the environment too, and gunicorn takes an empty WEB_CONCURRENCY for a number.
    for field in model.model_fields:
        if os.environ.get(field.upper()) == "":
            del os.environ[field.upper()]
