"""Measures a text: the example of a job."""

import pytest

from app.job import Job
from app.jobs.measure import run


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("žluťoučký 🐎", 11)])
def test_the_length_is_in_characters(text: str, length: int) -> None:
    assert run(Job("1", "measure", {"text": text})) == {"length": length}
