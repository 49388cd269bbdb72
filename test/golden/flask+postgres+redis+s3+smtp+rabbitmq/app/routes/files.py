"""Files: the example of content that is too large for memory or a database."""

import re
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotFound, UnprocessableEntity

from app.bodies import read_all
from app.files import files

LONGEST_FILE = 10 * 1024 * 1024
OCTETS = "application/octet-stream"
CHUNK = 64 * 1024
# No name is a relative path.
NAME = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,128}")

blueprint = Blueprint("files", __name__)


@blueprint.put("/files/<name>")
def write(name: str) -> tuple[dict[str, Any], HTTPStatus]:
    if not NAME.fullmatch(name):
        raise UnprocessableEntity("A name has 1 to 128 of the characters A-Z a-z 0-9 . _ -")
    body = _body()
    status = HTTPStatus.OK if files.exists(_key(name)) else HTTPStatus.CREATED
    files.write(_key(name), body, body.size, request.content_type or OCTETS)
    return {"name": name, "size": body.size}, status


@blueprint.get("/files/<name>")
def read(name: str) -> Response:
    file = files.read(_key(name)) if NAME.fullmatch(name) else None
    if file is None:
        raise NotFound("There is no such file.")
    response = Response(file.content.iter_chunks(CHUNK), content_type=file.content_type)
    response.content_length = file.size
    response.call_on_close(file.content.close)
    # Whoever sent it decided on its type: no browser may take it for a page of ours.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _key(name: str) -> str:
    return f"files/{name}"


class Body:
    """A body that is read while it arrives. Raises if it breaks off."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self.stream = stream
        self.size = size
        self.missing = size

    def read(self, size: int = -1, /) -> bytes:
        if not self.missing:
            return b""
        piece = self.stream.read(min(size, self.missing) if size >= 0 else self.missing)
        if not piece:
            raise BadRequest("The body is shorter than declared.")
        self.missing -= len(piece)
        return piece


def _body() -> Body:
    request.max_content_length = LONGEST_FILE
    if request.content_length is not None:
        return Body(request.stream, request.content_length)
    # S3 wants to know the length first.
    data = read_all()
    return Body(BytesIO(data), len(data))
