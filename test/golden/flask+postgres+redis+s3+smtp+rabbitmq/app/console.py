"""A Python prompt with the app's settings and services, or the value of one expression."""

import code
import signal
import sys
from argparse import Namespace
from contextlib import suppress

from app.config import Settings
from app.lifecycle import opened
from app.services import SERVICES


def main(settings: Settings, options: Namespace) -> int:
    # Whoever is at the prompt reads a traceback, and not a log.
    sys.excepthook = sys.__excepthook__
    names = {"settings": settings, **{service.name: service for service in SERVICES}}
    with opened(SERVICES, settings):
        if options.expression is not None:
            sys.displayhook(eval(options.expression, names))  # noqa: S307 (the operator's own)
            return 0
        with suppress(ImportError):
            import readline  # noqa: F401 (gives the prompt its line editing)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code.interact(banner=f"names: {', '.join(names)}", local=names, exitmsg="")
    return 0
