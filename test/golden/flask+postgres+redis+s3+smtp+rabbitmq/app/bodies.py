"""Reads what a request brings, as JSON of a given shape."""

from typing import TypeVar

from flask import request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    RequestEntityTooLarge,
    RequestTimeout,
    UnprocessableEntity,
    UnsupportedMediaType,
)

Shape = TypeVar("Shape")


def read_json(shape: TypeAdapter[Shape]) -> Shape:
    # A body without a content type is taken for JSON; one that says it is something else is not.
    if request.mimetype and not request.is_json:
        raise UnsupportedMediaType("The body must be JSON.")
    data = read_all()
    try:
        # Unlike the standard library's, this parser refuses NaN and too deep nesting.
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest("The body is not valid JSON.") from error
    return validated(shape, value)


def validated(shape: TypeAdapter[Shape], value: object) -> Shape:
    try:
        return shape.validate_python(value)
    except ValidationError as error:
        reasons = (
            ": ".join(filter(None, (".".join(map(str, problem["loc"])), problem["msg"])))
            for problem in error.errors(
                include_url=False, include_context=False, include_input=False
            )
        )
        raise UnprocessableEntity("; ".join(reasons)) from error


def read_all() -> bytes:
    """Reads the whole body, where Werkzeug would take a part of one for all of it."""
    try:
        data = request.get_data()
    except ClientDisconnected as error:
        raise RequestTimeout("The body did not come in time.") from error
    if request.content_length is None:
        # Of a body without a declared length it reads no more than the limit, and says nothing.
        if request.environ["wsgi.input"].read(1):
            raise RequestEntityTooLarge
    elif len(data) < request.content_length:
        raise BadRequest("The body is shorter than declared.")
    return data
