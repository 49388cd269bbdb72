"""Gunicorn's threaded worker, made to stop in time and without losing a request.

Gunicorn 26.2's own loses connections that it has accepted but not read when it stops, waits for
idle ones until the deadline, keeps a thread for a client that sends nothing, and reads a body for
as long as the client likes. Where a later release does better, what mends it here can go.
"""

import signal
import socket
import struct
import time
from contextlib import suppress
from functools import cache, partial
from selectors import EVENT_READ
from types import FrameType

from gunicorn.http import Request
from gunicorn.util import close_graceful
from gunicorn.workers.gthread import TConn, ThreadWorker

# A process that reads its configuration once has nothing to reload: a hang-up is an end too.
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

LONGEST_SILENCE = 10  # seconds of a client in the middle of a request


class Worker(ThreadWorker):
    draining = False
    idle_until = 0.0

    def init_process(self) -> None:
        # How long a connection may stay open with nothing to do once the worker stops.
        self.linger = min(1.0, self.cfg.graceful_timeout / 2)
        super().init_process()

    def init_signals(self) -> None:
        super().init_signals()
        # A terminal sends these to the workers as well, but it's the parent that stops them.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        # Gunicorn would keep a thread waiting for the first byte.
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle_request(self, req: Request, conn: TConn) -> bool:
        # Asked for the Connection header first, and again after the answer: never break a promise.
        wanted = req.should_close
        req.should_close = cache(lambda: self.draining or wanted())  # type: ignore[method-assign]
        return super().handle_request(req, conn)

    def handle(self, conn: TConn) -> bool:
        # For reading only: an answer may take its time.
        silence = struct.pack("ll", LONGEST_SILENCE, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
        keep = super().handle(conn)
        if not keep:
            # Here, since gunicorn would wait for the client's end on the thread that all need.
            with suppress(OSError):
                close_graceful(conn.sock.dup(), timeout=self.linger, max_drain=2**26)
                conn.sock.shutdown(socket.SHUT_RDWR)
        return keep

    def is_parent_alive(self) -> bool:
        if not self.draining and not super().is_parent_alive():
            self.handle_exit(signal.SIGTERM, None)
            signal.alarm(self.cfg.graceful_timeout)
        return True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.draining:
            self.draining = True
            self.method_queue.defer(self.drain)

    def drain(self) -> None:
        """Takes the connections that are open already, and asks their clients to close them."""
        taken = -1
        while taken != self.nr_conns:
            taken = self.nr_conns
            for listener in self.sockets:
                self.accept(listener)
        self.worker_connections = 0
        self.set_accept_enabled(False)
        for listener in self.sockets:
            listener.close()
        self.idle_until = time.monotonic() + self.linger

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        super().wait_for_and_dispatch_events(0.1 if self.draining else timeout)
        if self.idle_until:
            for conn in (*self.keepalived_conns, *self.pending_conns):
                conn.timeout = min(conn.timeout or 0, self.idle_until)
            self.alive = self.nr_conns > 0
