"""The example that needs no backing service."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient


def test_answers_with_the_object_that_was_sent(client: FlaskClient) -> None:
    sent = {"text": "žluťoučký 🐎", "numbers": [1, -2.5, None], "nested": {"on": True}}
    response = client.post("/echo", json=sent)
    assert (response.status_code, response.json) == (200, sent)


@pytest.mark.parametrize("body", [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff", b"[" * 100_000])
def test_invalid_json_is_refused(client: FlaskClient, body: bytes) -> None:
    response = client.post("/echo", data=body, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize("body", ["[]", "1", "null", '"text"', '{"a": 1e999}'])
def test_another_shape_is_refused(client: FlaskClient, body: str) -> None:
    response = client.post("/echo", data=body, content_type="application/json")
    assert response.status_code == 422


def test_another_kind_of_content_is_refused(client: FlaskClient) -> None:
    assert client.post("/echo", data={"a": "1"}).status_code == 415


def test_a_body_may_have_a_mebibyte_and_not_a_byte_more(client: FlaskClient) -> None:
    most = b'{"a":"' + b"x" * (1024 * 1024 - 8) + b'"}'
    assert client.post("/echo", data=most).status_code == 200
    assert client.post("/echo", data=most + b" ").status_code == 413


def test_a_body_without_a_length_may_not_have_more_either(client: FlaskClient) -> None:
    for spaces, status in ((-2, 200), (-1, 413)):
        body = BytesIO(b"{}" + b" " * (1024 * 1024 + spaces))
        overrides = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        response = client.post("/echo", input_stream=body, environ_overrides=overrides)
        assert response.status_code == status


def test_a_body_that_breaks_off_is_refused(client: FlaskClient) -> None:
    overrides = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "50"}
    response = client.post("/echo", input_stream=BytesIO(b"{}"), environ_overrides=overrides)
    assert response.status_code == 400
