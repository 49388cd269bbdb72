"""The program, `python -m app COMMAND`: every process and every admin task starts here."""

import os
import signal


def end_at_once(number: int, _frame: object) -> None:
    os._exit(128 + number)


# Before any import that takes time: PID 1 ignores a signal that it has no handler for.
signal.signal(signal.SIGTERM, end_at_once)
signal.signal(signal.SIGINT, end_at_once)

import argparse
import sys
from importlib import import_module

from app import config, logs

# A command is the function `main` of the module with its name.
COMMANDS = {
    "web": "serves HTTP on PORT",
    "worker": "does the jobs in the queue",
    "check-config": "says whether the environment is valid",
    "health": "asks the local /livez",
    "console": "opens a Python prompt with settings and services; `-c EXPRESSION` prints one value",
    "migrate": "brings the database to this release's schema, however often",
    "seed": "puts example rows into an empty database",
}


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    parsers = {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}
    parsers["console"].add_argument(
        "-c", metavar="EXPRESSION", dest="expression", help="print its value and end"
    )
    return parser.parse_args(arguments)


def main() -> int:
    options = parse(sys.argv[1:])
    try:
        settings = config.load()
    except config.ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return os.EX_CONFIG
    logs.configure(settings)
    module = import_module(f"app.{options.command.replace('-', '_')}")
    status: int = module.main(settings, options)
    return status


if __name__ == "__main__":
    sys.exit(main())
