"""What the commands have in common: where the graph is, JSON, colour."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TextIO

from kg import opening
from kg.settings import HOME_VARIABLE, home
from kg.store import Store

Subparsers = argparse._SubParsersAction  # what a command's `register` is given: add_parser adds the command


def add_command(
    subparsers: Subparsers[argparse.ArgumentParser], name: str, chinese: str, english: str
) -> argparse.ArgumentParser:
    """Adds a command with its two-language help and the option --home."""
    text = f"{chinese} / {english}"
    parser = subparsers.add_parser(name, help=text, description=text)
    add_home(parser, argparse.SUPPRESS)
    return parser


def add_home(parser: argparse.ArgumentParser, default: object = None) -> None:
    """Adds --home; a command suppresses the default so that `policykg --home X build` holds as well."""
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        default=default,
        help=f"数据目录，默认取环境变量 {HOME_VARIABLE}，再取用户数据目录 / data directory",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Adds --json."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")


def home_of(arguments: argparse.Namespace) -> Path:
    """The data directory of a run."""
    return home(arguments.home, os.environ)


def open_store(arguments: argparse.Namespace, *, create: bool = False) -> Store:
    """The store of a run; the caller closes it."""
    return opening.open_store(home_of(arguments), os.environ, create=create)


def place_of(arguments: argparse.Namespace) -> str:
    """Where the graph of a run lies, to be shown."""
    return opening.named_store(os.environ) or str(home_of(arguments))


def print_json(value: object) -> None:
    """Prints a value as indented JSON, Chinese as it is."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def in_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal whose user has not set NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(line: str) -> None:
    """A line for the user beside the output: on standard error."""
    print(line, file=sys.stderr)
