"""How a module adds its words to the `threering` command."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Command = Callable[[argparse.Namespace], int]


class Adding:
    """Adds commands that share their common options."""

    def __init__(self, to: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._to = to

    def __call__(self, name: str, run: Command, text: str) -> argparse.ArgumentParser:
        """Add the command `name`, which calls `run`."""
        command = self._to.add_parser(name, help=text, description=text)
        command.add_argument("--data", metavar="DIR", help="the data folder (THREERING_DATA)")
        command.set_defaults(run=run)
        return command
