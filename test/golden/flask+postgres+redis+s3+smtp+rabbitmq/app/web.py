"""The web process: gunicorn, run in this very process."""

import os
import signal
import socket
import sys
from contextlib import ExitStack
from types import FrameType
from typing import Any

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from app import lifecycle
from app.application import create_app
from app.config import Settings
from app.gthread import STOP_SIGNALS, Worker
from app.lifecycle import opened
from app.services import SERVICES

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def main(settings: Settings, _options: object) -> int:
    try:
        listener = socket.create_server(("0.0.0.0", settings.port))  # noqa: S104
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        log.error("cannot listen on port %s: %s", settings.port, reason)
        return 1
    Server(settings, listener).run()
    return 0


class Server(BaseApplication):
    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.settings = settings
        # Gunicorn tries a taken port for five seconds, so it gets a socket that is bound.
        self.bind = f"fd://{listener.detach()}"
        self.services = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self.bind,
            "control_socket_disable": True,
            "forwarded_allow_ips": "127.0.0.1,::1",
            "graceful_timeout": self.settings.shutdown_timeout,
            # Longer than the balancers in front keep theirs, so that it's they who close.
            "keepalive": 75,
            "logger_class": RootLogger,
            "threads": 4,
            "timeout": 30,
            "worker_class": Worker,
            "worker_exit": lambda _master, _worker: self.services.close(),
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
            "workers": self.settings.web_concurrency,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        try:
            # Each worker opens its own: connections don't survive a fork.
            self.services.enter_context(opened(SERVICES, self.settings))
            return create_app(self.settings)
        except Exception as error:
            # Gunicorn would print the error as it is, secrets included.
            log.critical("the app does not start", exc_info=error)
            sys.exit(Arbiter.APP_LOAD_ERROR)

    def run(self) -> None:
        Master(self).run()


class RootLogger(Logger):
    """Leaves gunicorn's lines to the root logger."""

    def setup(self, cfg: Config) -> None:
        self.cfg = cfg
        self.error_log.propagate = True


class Master(Arbiter):
    """Stops alike on SIGTERM and SIGINT, and says by its exit code whether work was cut off."""

    dropped = False

    def signal(self, sig: int, frame: FrameType | None) -> None:
        if sig == signal.SIGUSR2:
            # To gunicorn: start a second server beside this one. A new release is a new process.
            return
        if sig in STOP_SIGNALS:
            if lifecycle.stopping():
                log.error("second signal: ending at once")
                self.kill_workers(signal.SIGKILL)
                os._exit(1)
            lifecycle.stop()
            sig = signal.SIGTERM
        super().signal(sig, frame)

    def spawn_worker(self) -> int:
        # Between the fork and its own handlers the worker would lose a signal: let it wait.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            return super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def kill_workers(self, sig: int) -> None:
        self.dropped = sig == signal.SIGKILL and bool(self.WORKERS)
        super().kill_workers(sig)

    def stop(self, graceful: bool = True) -> None:
        super().stop(graceful)
        if self.dropped:
            log.error("shutdown timeout: requests were cut off")
            sys.exit(1)
