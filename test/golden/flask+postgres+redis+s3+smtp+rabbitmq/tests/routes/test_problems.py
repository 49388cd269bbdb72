"""Every error answer is a problem document, and shows nothing of the inside."""

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from app.lifecycle import UnavailableError


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/", 405), ("POST", "/echo", 400)],
)
def test_an_error_is_a_problem_document(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = client.open(path, method=method, headers={"X-Request-ID": "abc"})
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.get_json()
    assert problem.pop("detail")
    assert problem.pop("title")
    assert problem == {"type": "about:blank", "status": status, "request_id": "abc"}


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    allowed = client.put("/echo").headers["Allow"].split(", ")
    assert set(allowed) == {"POST", "OPTIONS"}


def test_a_fault_of_ours_is_logged_and_not_shown(client: FlaskClient) -> None:
    fault = LookupError("hunter2")

    @client.application.get("/broken")
    def broken() -> str:
        raise fault

    with capture_logs() as lines:
        response = client.get("/broken")
    assert response.status_code == 500
    assert b"hunter2" not in response.data
    assert [line["exc_info"] for line in lines if line["log_level"] == "error"] == [fault]


def test_a_service_that_is_away_is_said_and_not_which(client: FlaskClient) -> None:
    @client.application.get("/needy")
    def needy() -> str:
        raise UnavailableError("no route to hunter2")

    response = client.get("/needy")
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"
    assert b"hunter2" not in response.data
