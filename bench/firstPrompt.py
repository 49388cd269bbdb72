"""Times commands in a pseudo-terminal, from their start until a text is on the screen.

firstPrompt.py PAIRS '[["command", ...], "text"]' '[["command", ...], "text"]'
prints [[seconds of the first, seconds of the second], ...].
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 20.0
SIZE = struct.pack("HHHH", 40, 120, 0, 0)


def time_until_shown(command: list[str], text: str) -> float:
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, SIZE)
    shown = b""
    try:
        while text.encode() not in shown:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            if not ready:
                raise TimeoutError(f"{command} does not show {text!r}")
            shown += os.read(terminal, 65536)
        return time.perf_counter() - started
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    pairs = int(sys.argv[1])
    subjects = [json.loads(argument) for argument in sys.argv[2:]]
    for command, text in subjects:
        time_until_shown(command, text)
    times = [[time_until_shown(*subject) for subject in subjects] for _ in range(pairs)]
    json.dump(times, sys.stdout)


main()
