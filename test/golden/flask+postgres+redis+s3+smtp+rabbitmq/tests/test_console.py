"""The console."""

import pytest

from tests.program import run

pytestmark = pytest.mark.usefixtures("settings")


def test_an_expression_is_evaluated() -> None:
    done = run("console", "-c", "settings.port + 1", PORT="9000")
    assert (done.returncode, done.stdout) == (0, "9001\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    done = run("serve")
    assert done.returncode == 2
    assert "invalid choice: 'serve'" in done.stderr
