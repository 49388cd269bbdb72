"""Runs a command in a pseudo-terminal and relays it.

usage: pseudoTerminal.py COLUMNS ROWS COMMAND [ARGUMENT...]

stdin   one JSON object a line: {"send": text}, {"resize": [columns, rows]}, {"hangUp": true}
stdout  what the command prints
fd 3    at the end, one JSON object: exitCode, signal, state (of the terminal); first "pid N"
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def start(command, terminal, facts):
    child = os.fork()
    if child:
        return child
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(terminal, descriptor)
    os.closerange(3, 64)
    os.execvp(command[0], command)


def state(terminal):
    with os.fdopen(os.dup(terminal)) as held:
        return subprocess.run(["stty", "-a"], stdin=held, capture_output=True, text=True).stdout


def main():
    # The command must find SIGINT and SIGHUP as a login shell would give them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    keyboard, terminal = pty.openpty()
    resize(terminal, int(sys.argv[1]), int(sys.argv[2]))
    facts = os.fdopen(3, "w")
    child = start(sys.argv[3:], terminal, facts)
    print("pid %d" % child, file=facts, flush=True)

    orders = b""
    watched = [0, keyboard]
    status = None
    while True:
        ready, _, _ = select.select(watched, [], [], 0.02)
        if keyboard in ready:
            os.write(1, os.read(keyboard, 65536))
        elif status is not None:
            break
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                watched.remove(0)
            orders += read
            *lines, orders = orders.split(b"\n")
            for line in lines:
                order = json.loads(line)
                if "send" in order and keyboard in watched:
                    os.write(keyboard, order["send"].encode())
                if "resize" in order:
                    resize(terminal, *order["resize"])
                if "hangUp" in order and keyboard in watched:
                    watched.remove(keyboard)
                    os.close(keyboard)
        if status is None:
            ended, code = os.waitpid(child, os.WNOHANG)
            if ended:
                status = os.waitstatus_to_exitcode(code)

    ending = {"exitCode": status} if status >= 0 else {"signal": signal.Signals(-status).name}
    if keyboard in watched:
        ending["state"] = state(terminal)
    print(json.dumps(ending), file=facts, flush=True)


main()
