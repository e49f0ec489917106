"""The command `policykg` (命令行): finds the commands, runs one, turns errors into one line and an exit code.

A command is a module of `api.commands` with a function `register(subparsers)` that adds its parser, whose default `run`
takes the parsed arguments and returns the exit code. Modules stay light: what a command needs it imports when it runs.

Exit codes: 0 done, 1 failed (one line on standard error says why), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pkgutil import iter_modules

from api import commands
from api.options import add_home, say
from kg.errors import PolicyKGError

# The order in which help shows the commands; others follow by name.
_ORDER = (
    "build",
    "remove",
    "show",
    "stats",
    "export",
    "copy",
    "ask",
    "search",
    "trace",
    "gaps",
    "evaluate",
    "serve",
    "key",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    parsed = parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except PolicyKGError as error:
        say(f"policykg: {error}")
        return 1
    except BrokenPipeError:  # policykg export | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        say(f"policykg: {error.filename or ''}：{error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        say("policykg: 已中断，已提交的文件都在；再运行一次即可续建")
        return 130
    return code


def parser() -> argparse.ArgumentParser:
    """The parser with every command."""
    top = argparse.ArgumentParser(
        prog="policykg",
        description="政策文件知识图谱与语义检索 / a knowledge graph and semantic search over Chinese policy texts",
    )
    top.add_argument("--version", action="version", version=f"policykg {_version()}")
    add_home(top)
    subparsers = top.add_subparsers(metavar="COMMAND", required=True, title="命令 / commands")
    names = sorted((module.name for module in iter_modules(commands.__path__)), key=_place)
    for name in names:
        import_module(f"{commands.__name__}.{name}").register(subparsers)
    return top


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _version() -> str:
    try:
        return version("policy-kg")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "(未安装)"


if __name__ == "__main__":
    sys.exit(main())
