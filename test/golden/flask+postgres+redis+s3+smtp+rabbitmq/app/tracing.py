"""The ids that tie log lines to a request."""

import re
from uuid import uuid4

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
# W3C Trace Context: ff is no version, and only versions after 00 may say more at the end.
TRACEPARENT = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?!0{32})(?P<trace_id>[0-9a-f]{32})"
    r"-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?P<more>-.*)?"
)


def request_id(header: str | None) -> str:
    """The client's id if it is well-formed, else a new one."""
    return header if header and REQUEST_ID.fullmatch(header) else uuid4().hex


def trace_id(header: str | None) -> str | None:
    """The trace id of a valid traceparent header."""
    match = TRACEPARENT.fullmatch(header or "")
    if match is None or (match["version"] == "00" and match["more"]):
        return None
    return match["trace_id"]
