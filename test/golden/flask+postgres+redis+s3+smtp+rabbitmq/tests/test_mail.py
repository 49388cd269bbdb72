"""The mail: what a message may be, and what is said when nobody takes it."""

import socket
import time
from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.lifecycle import UnavailableError, opened
from app.mail import Mail, Message, compose, mail
from tests.program import free_port

MESSAGE = Message(to="ann@example.com", subject="Grüße 🐎", text="One\n.\ntwo\n")

needs_smtp = pytest.mark.needs("SMTP_URL")


def at_port(settings: Settings, port: int) -> Settings:
    scheme = urlsplit(settings.smtp_url).scheme
    return settings.model_copy(update={"smtp_url": f"{scheme}://127.0.0.1:{port}"})


@pytest.mark.parametrize(
    "field",
    [
        {"to": ""},
        {"to": "ann"},
        {"to": "ann@example.com, bob@example.com"},
        {"to": "Ann <ann@example.com>"},
        {"to": "ann@example.com\nBcc: bob@example.com"},
        {"to": "ann@example.com\n"},
        {"to": "änn@example.com"},
        {"to": f"{'x' * 65}@example.com"},
        {"subject": ""},
        {"subject": "x" * 201},
        {"subject": "Hi\r\nBcc: bob@example.com"},
        {"subject": "Hi\rBcc: bob@example.com"},
        {"subject": "Hi\n"},
        {"subject": "Hi\u2028there"},
        {"subject": "=?utf-8?q?Hi=0ABcc:_bob@example.com?="},
        {"text": ""},
        {"text": "\0"},
    ],
)
def test_another_shape_is_refused(field: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Message.model_validate({**MESSAGE.model_dump(), **field})


@pytest.mark.parametrize("subject", ["Hi", "Grüße 🐎", "x" * 200, "ž" * 200, "a, b: c <d> \\ ="])
def test_a_message_says_what_it_was_given(subject: str) -> None:
    message = Message(to="o'hara+x@example.com", subject=subject, text=MESSAGE.text)
    email = compose(message, "app@example.org")
    read = message_from_bytes(email.as_bytes(), policy=policy.default)
    assert (read["From"], read["To"]) == ("app@example.org", "o'hara+x@example.com")
    assert read["Subject"] == subject
    assert read["Message-ID"] == email["Message-ID"]
    assert read["Message-ID"].endswith("@example.org>")
    assert read.get_content() == MESSAGE.text
    assert {"Bcc", "Cc"}.isdisjoint(read.keys())


def test_opens_while_nobody_listens_and_says_so_when_asked(settings: Settings) -> None:
    away = Mail()
    with opened([away], at_port(settings, free_port())):
        with pytest.raises(UnavailableError):
            away.send(MESSAGE)
        with pytest.raises(UnavailableError):
            away.check()


def test_does_not_wait_for_one_that_never_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.mail.ANSWER_LIMIT", 0.2)
    silent = Mail()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        opened([silent], at_port(settings, server.getsockname()[1])),
    ):
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            silent.send(MESSAGE)
        assert time.monotonic() - started < 3


def test_a_message_that_is_refused_holds_up_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_email: object) -> None:
        raise SMTPRecipientsRefused({"ann@example.com": (550, b"no such box")})

    mail.open(settings)
    monkeypatch.setattr(mail, "_hand_over", refuse)
    for _ in range(2):
        with pytest.raises(UnavailableError, match="no such box"):
            mail.send(MESSAGE)


@needs_smtp
@pytest.mark.usefixtures("services")
def test_answers() -> None:
    mail.check()


@needs_smtp
@pytest.mark.usefixtures("services")
def test_each_message_has_an_id_of_its_own() -> None:
    assert len({mail.send(MESSAGE), mail.send(MESSAGE)}) == 2
