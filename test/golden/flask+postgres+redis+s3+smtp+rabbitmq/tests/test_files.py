"""The files: kept as they were, or not at all, and what is said when there is no server."""

import socket
import time
from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pytest

from app.config import Settings
from app.files import Files, files
from app.lifecycle import UnavailableError, opened
from tests.program import free_port

needs_s3 = pytest.mark.needs("S3_ENDPOINT_URL")


@pytest.fixture
def key(services: None) -> Iterator[str]:
    """A key of this test's own."""
    key = f"test/{uuid4()}"
    yield key
    files.client.delete_object(Bucket=files.bucket, Key=key)


class Broken(BytesIO):
    """Content that ends with a fault."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise EOFError
        return piece


def at_port(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"s3_endpoint_url": f"http://127.0.0.1:{port}"})


def write(key: str, content: bytes, content_type: str = "text/plain") -> None:
    files.write(key, BytesIO(content), len(content), content_type)


def read(key: str) -> tuple[bytes, str] | None:
    file = files.read(key)
    if file is None:
        return None
    content = file.content.read()
    assert file.size == len(content)
    return content, file.content_type


def test_opens_while_nobody_listens_and_says_so_when_asked(settings: Settings) -> None:
    away = Files()
    with opened([away], at_port(settings, free_port())):
        with pytest.raises(UnavailableError):
            away.read("anything")
        with pytest.raises(UnavailableError):
            away.check()


def test_does_not_wait_for_one_that_never_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.ANSWER_LIMIT", 0.2)
    silent = Files()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        opened([silent], at_port(settings, server.getsockname()[1])),
    ):
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            silent.exists("anything")
        assert time.monotonic() - started < 3


@needs_s3
@pytest.mark.usefixtures("services")
def test_answers() -> None:
    files.check()


@needs_s3
@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 30_000])
def test_a_file_is_kept_as_it_was(key: str, content: bytes) -> None:
    assert not files.exists(key)
    assert read(key) is None
    write(key, content, "image/x-any; of=it")
    assert files.exists(key)
    assert read(key) == (content, "image/x-any; of=it")


@needs_s3
def test_a_file_takes_the_place_of_another(key: str) -> None:
    write(key, b"old")
    write(key, b"newer", "text/css")
    assert read(key) == (b"newer", "text/css")


@needs_s3
def test_a_file_that_breaks_off_leaves_the_old_one(key: str) -> None:
    write(key, b"old")
    with pytest.raises(EOFError):
        files.write(key, Broken(b"new" * 100_000), 900_000, "text/css")
    assert read(key) == (b"old", "text/plain")


@needs_s3
def test_a_bucket_that_is_not_there_is_an_outage(settings: Settings) -> None:
    elsewhere = Files()
    with (
        opened([elsewhere], settings.model_copy(update={"s3_bucket": f"none-{uuid4()}"})),
        pytest.raises(UnavailableError, match="NoSuchBucket"),
    ):
        elsewhere.read("anything")
