"""`policykg serve`: the HTTP API and the search page."""

from __future__ import annotations

import argparse
import gc
import os
from contextlib import suppress

from api.options import Subparsers, add_command, home_of, say

_GARBAGE = 20_000  # objects made between two looks for circular garbage, of which answers make none


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "serve", "启动 HTTP 接口和检索页面", "serve the HTTP API and the search page")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1 / address to listen on")
    parser.add_argument("--port", type=_port, default=8000, help="端口，默认 8000，0 为任选 / port, 0 for any")
    parser.add_argument("--in", dest="place", metavar="PLACE", help="问题里的“我市”指哪里 / what 我市 means")
    parser.add_argument(
        "--rate",
        type=_whole,
        default=600,
        metavar="N",
        help="每个客户端每分钟最多几次请求，默认 600，0 为不限；本机不计 / requests a minute for each client",
    )
    parser.add_argument(
        "--rate-local", action="store_true", help="本机的请求也计数 / count clients on this machine as well"
    )
    parser.add_argument(
        "--proxy",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="信任哪些反向代理给出的客户端地址，逗号分隔 / proxies whose X-Forwarded-For is believed",
    )
    parser.add_argument("--log", choices=("all", "errors"), default="all", help="日志：全部请求或只记错误 / log")
    parser.set_defaults(run=_run)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}：应为 0–65535 的整数 / a port number")
    return int(text)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 10**9:
        raise argparse.ArgumentTypeError(f"{text!r}：应为不小于 0 的整数 / a whole number")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    gc.set_threshold(_GARBAGE)
    for library in ("OPENBLAS", "OMP"):  # read when numpy is loaded: a question gains nothing from a second thread
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    import uvicorn

    from api.app import create_app
    from api.limits import Limits
    from api.logs import Log
    from api.opening import place_code
    from api.server import configured, listen
    from kg.places import gazetteer

    place = place_code(arguments.place, gazetteer()) if arguments.place else None
    limits = Limits(per_minute=arguments.rate, burst=max(arguments.rate // 5, 20), local=arguments.rate_local)
    log = Log(quiet=arguments.log == "errors")
    app = create_app(home_of(arguments), limits=limits, log=log, default_place=place)
    with listen(arguments.host, arguments.port) as listening:
        host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
        say(f"policykg: http://{host}:{listening.getsockname()[1]}/  （接口说明 /docs，按 Ctrl-C 停止）")
        with suppress(KeyboardInterrupt):  # there is none where whoever has started this ignores it: a shell's `&`
            uvicorn.Server(configured(app, limits, log, proxies=arguments.proxy)).run(sockets=[listening])
        say("policykg: 已停止")
    return 0
