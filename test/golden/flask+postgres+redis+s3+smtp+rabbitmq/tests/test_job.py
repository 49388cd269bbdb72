"""A job, and what can become of it."""

from dataclasses import replace

import pytest

from app.job import ATTEMPTS, Job

JOB = Job("1", "sum", {"text": "a"})


def begun(job: Job, *, again: bool = False) -> Job:
    attempt = job.begun(again=again)
    assert attempt
    return attempt


def test_it_is_begun_and_ends_with_its_result() -> None:
    attempt = begun(JOB)
    assert (attempt.state, attempt.attempts) == ("running", 1)
    assert attempt.ended(attempt, {"n": 1}) == replace(attempt, state="done", result={"n": 1})


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("state", ["done", "failed"])
def test_nothing_happens_to_one_that_is_over(state: str, again: bool) -> None:
    over = Job(**{**vars(JOB), "state": state})
    assert over.begun(again=again) is None
    assert over.ended(begun(JOB), {}) is None
    assert over.missed(begun(JOB)) is None


def test_another_message_about_a_running_job_is_not_needed() -> None:
    assert begun(JOB).begun(again=False) is None


def test_one_whose_worker_died_is_begun_again_and_only_the_latest_attempt_counts() -> None:
    first = begun(JOB)
    second = begun(first, again=True)
    assert second.attempts == 2
    assert second.ended(first, {}) is None
    assert second.missed(first) is None
    assert second.ended(second, {})


def test_attempts_are_bounded_whether_they_fail() -> None:
    job = JOB
    for _ in range(ATTEMPTS):
        assert job.state == "queued"
        attempt = begun(job)
        job = attempt.missed(attempt) or job
    assert (job.state, job.attempts) == ("failed", ATTEMPTS)


def test_attempts_are_bounded_or_are_cut_off() -> None:
    job = JOB
    for _ in range(ATTEMPTS):
        job = begun(job, again=True)
    assert begun(job, again=True) == replace(job, state="failed")
