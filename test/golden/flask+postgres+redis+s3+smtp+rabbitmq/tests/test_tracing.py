"""The ids that tie log lines to a request."""

import pytest

from app import tracing

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


@pytest.mark.parametrize("header", ["a", "A-z_0.9", "x" * 128])
def test_a_well_formed_request_id_is_taken(header: str) -> None:
    assert tracing.request_id(header) == header


@pytest.mark.parametrize("header", [None, "", "a b", "a\n", "é", "x" * 129, "a;b"])
def test_another_is_made_otherwise(header: str | None) -> None:
    made = tracing.request_id(header)
    assert made != header
    assert tracing.request_id(made) == made
    assert tracing.request_id(header) != made


@pytest.mark.parametrize("header", [f"00-{TRACE}-{SPAN}-01", f"cc-{TRACE}-{SPAN}-00-what-comes"])
def test_the_trace_of_a_valid_traceparent(header: str) -> None:
    assert tracing.trace_id(header) == TRACE


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        TRACE,
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
    ],
)
def test_no_trace_otherwise(header: str | None) -> None:
    assert tracing.trace_id(header) is None
