"""Files: the example of content that is too large for memory or a database."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import EndpointConnectionError
from flask.testing import FlaskClient

from app.files import files

LONGEST_FILE = 10 * 1024 * 1024

needs_s3 = pytest.mark.needs("S3_ENDPOINT_URL")


@pytest.fixture
def name(services: None) -> Iterator[str]:
    """The name of a file of this test's own."""
    name = f"test-{uuid4()}"
    yield name
    files.client.delete_object(Bucket=files.bucket, Key=f"files/{name}")


@needs_s3
@pytest.mark.parametrize("content", [b"", b"x", b"\x00\xff" * (LONGEST_FILE // 2)])
def test_a_file_comes_back_as_it_was_sent(client: FlaskClient, name: str, content: bytes) -> None:
    sent = client.put(f"/files/{name}", data=content, content_type="image/x-any; of=it")
    assert (sent.status_code, sent.json) == (201, {"name": name, "size": len(content)})
    found = client.get(f"/files/{name}")
    assert (found.status_code, found.data == content) == (200, True)
    assert found.headers["Content-Type"] == "image/x-any; of=it"
    assert found.headers["Content-Length"] == str(len(content))
    assert found.headers["X-Content-Type-Options"] == "nosniff"


@needs_s3
def test_a_file_takes_the_place_of_another(client: FlaskClient, name: str) -> None:
    statuses = [client.put(f"/files/{name}", data=data).status_code for data in (b"old", b"new")]
    assert statuses == [201, 200]
    found = client.get(f"/files/{name}")
    assert (found.data, found.content_type) == (b"new", "application/octet-stream")


@needs_s3
def test_a_body_without_a_length_is_kept_too(client: FlaskClient, name: str) -> None:
    for extra, status in ((0, 201), (1, 413)):
        body = BytesIO(b"x" * (LONGEST_FILE + extra))
        overrides = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        response = client.put(f"/files/{name}", input_stream=body, environ_overrides=overrides)
        assert response.status_code == status
    assert len(client.get(f"/files/{name}").data) == LONGEST_FILE


@needs_s3
def test_a_body_that_breaks_off_leaves_the_old_file(client: FlaskClient, name: str) -> None:
    client.put(f"/files/{name}", data=b"old")
    overrides = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "50"}
    broken: Any = {"input_stream": BytesIO(b"new"), "environ_overrides": overrides}
    assert client.put(f"/files/{name}", **broken).status_code == 400
    assert client.get(f"/files/{name}").data == b"old"


def test_a_longer_file_is_refused(client: FlaskClient) -> None:
    assert client.put("/files/long", data=b"x" * (LONGEST_FILE + 1)).status_code == 413


@pytest.mark.parametrize("name", [".", "..", "%20", "a%20b", "caf%C3%A9", "x%00", "x" * 129])
def test_another_name_is_refused(client: FlaskClient, name: str) -> None:
    assert client.put(f"/files/{name}", data=b"x").status_code == 422
    assert client.get(f"/files/{name}").status_code == 404


@needs_s3
def test_what_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/files/{name}").status_code == 404


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_unavailable_without_the_files(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def away(*_words: object, **_named: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://hunter2")

    monkeypatch.setattr(files.client, "_make_api_call", away)
    assert client.open("/files/x", method=method, data=b"x").status_code == 503
