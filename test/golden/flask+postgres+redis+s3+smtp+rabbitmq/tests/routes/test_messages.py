"""Messages: the example of mail."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.lifecycle import UnavailableError
from app.mail import mail

MESSAGE = {"to": "ann@example.com", "subject": "Hi", "text": "How are you?"}


@pytest.mark.needs("SMTP_URL")
@pytest.mark.usefixtures("services")
def test_a_message_is_handed_over(client: FlaskClient) -> None:
    response = client.post("/messages", json=MESSAGE)
    assert response.status_code == 202
    assert response.get_json().keys() == {"id"}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {**MESSAGE, "text": None},
        {**MESSAGE, "to": [MESSAGE["to"]]},
        {**MESSAGE, "subject": "Hi\r\nBcc: bob@example.com"},
        {**MESSAGE, "to": "ann@example.com\r\nBcc: bob@example.com"},
    ],
)
def test_another_shape_is_refused(client: FlaskClient, body: Any) -> None:
    assert client.post("/messages", json=body).status_code == 422


def test_unavailable_without_the_mail(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_message: object) -> None:
        raise UnavailableError("no route to hunter2")

    monkeypatch.setattr(mail, "send", away)
    assert client.post("/messages", json=MESSAGE).status_code == 503
