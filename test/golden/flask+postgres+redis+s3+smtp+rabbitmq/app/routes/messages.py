"""Messages: the example of mail."""

from http import HTTPStatus

from flask import Blueprint
from pydantic import TypeAdapter

from app.bodies import read_json
from app.mail import Message, mail

MESSAGE = TypeAdapter(Message)

blueprint = Blueprint("messages", __name__)


@blueprint.post("/messages")
def create() -> tuple[dict[str, str], HTTPStatus]:
    return {"id": mail.send(read_json(MESSAGE))}, HTTPStatus.ACCEPTED
