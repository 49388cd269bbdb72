"""The types of variables: nothing is trimmed, nothing is guessed."""

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.config_types import Boolean, Integer, url

Database = Annotated[str, url("postgres", "postgresql")]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Integer, "42", 42),
        (Integer, "-1", -1),
        (Boolean, "true", True),
        (Boolean, "false", False),
        (Database, "postgres://u:p%40ss@db.example:5432/app", None),
        (Database, "postgresql://[::1]/app?sslmode=require", None),
    ],
)
def test_accepts(kind: Any, text: str, value: object) -> None:
    assert TypeAdapter(kind).validate_python(text) == (text if value is None else value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Integer, "1_000"),
        (Integer, " 1"),
        (Integer, "1\n"),
        (Integer, "1e3"),
        (Integer, "0x10"),
        (Boolean, "yes"),
        (Boolean, "True"),
        (Boolean, "1"),
        (Database, "db.example:5432"),
        (Database, "mysql://db.example/app"),
        (Database, "postgres://"),
        (Database, "postgres://db.example:port/app"),
        (Database, "postgres://db.example:70000/app"),
        (Database, "postgres://db.example/a b"),
    ],
)
def test_refuses(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)
