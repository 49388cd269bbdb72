"""Measures a text: the example of a job."""

from typing import Any


def run(payload: dict[str, Any]) -> dict[str, Any]:
    return {"length": len(payload["text"])}
