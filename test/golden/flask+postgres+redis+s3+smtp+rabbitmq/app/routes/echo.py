"""The example that needs no backing service."""

from flask import Blueprint
from pydantic import ConfigDict, JsonValue, TypeAdapter

from app.bodies import read_json

OBJECT = TypeAdapter(dict[str, JsonValue], config=ConfigDict(allow_inf_nan=False))

blueprint = Blueprint("echo", __name__)


@blueprint.post("/echo")
def echo() -> dict[str, JsonValue]:
    return read_json(OBJECT)
