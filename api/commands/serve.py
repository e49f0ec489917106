"""`policykg serve`: the HTTP API and the search page."""

from __future__ import annotations

import argparse

from api.options import Subparsers, add_command, home_of, say


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "serve", "启动 HTTP 接口和检索页面", "serve the HTTP API and the search page")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1 / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000，0 为任选 / port")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    import uvicorn

    from api.app import create_app

    app = create_app(home_of(arguments))
    say(f"policykg: http://{arguments.host}:{arguments.port}/  （接口说明 /docs，按 Ctrl-C 停止）")
    uvicorn.run(app, host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
    return 0
