"""The types that a variable can have. Every variable is a string: nothing is trimmed or guessed."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator


class FromFile:
    """Marks a variable NAME whose value may come from the file that NAME_FILE names."""


def _integer(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch("-?[0-9]+", value):
            raise ValueError("must be an integer")
        return int(value)
    return value


def _boolean(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError("must be true or false")
        return value == "true"
    return value


def url(*schemes: str) -> AfterValidator:
    """A URL with a host and one of these schemes."""

    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
            valid = bool(parts.hostname) and parts.port != 0 and value.isprintable()
        except ValueError:
            valid = False
        if not valid or " " in value:
            raise ValueError("must be a URL")
        if parts.scheme not in schemes:
            raise ValueError(f"must start with {' or '.join(f'{name}://' for name in schemes)}")
        return value

    return AfterValidator(check)


Integer = Annotated[int, BeforeValidator(_integer)]
Boolean = Annotated[bool, BeforeValidator(_boolean)]
