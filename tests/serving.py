"""A real server on loopback for tests: uvicorn in a thread, asked with httpx."""

from __future__ import annotations

import io
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.keys import Keys
from api.limits import Limits
from api.logs import Log
from api.server import configured, listen

PATIENT = Limits(answer_time=90.0)
"""The limits of a service that no test is about: how busy the machine is does not say what is answered."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its address, its folder, a client, what it has logged, itself."""

    url: str
    port: int
    home: Path
    client: httpx.Client
    log: io.StringIO
    server: uvicorn.Server

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Asks for an address; parameters that are None are left out."""
        return self.client.get(path, params={k: v for k, v in parameters.items() if v is not None} or None)

    def json(self, path: str, **parameters: Any) -> Any:
        """The JSON of an address that must answer with 200."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, response.text
        return response.json()

    def holds(self, connection: socket.socket) -> bool:
        """Whether the server still has its end of a connection."""
        held = list(self.server.server_state.connections)
        return connection.getsockname() in [getattr(one, "client", None) for one in held]


@contextmanager
def running(home: Path, limits: Limits | None = None, *, ready: bool = True, port: int = 0) -> Iterator[Running]:
    """Runs a server over a data folder; waits until it is ready unless told not to; port 0 takes any."""
    limits, log = limits or PATIENT, io.StringIO()
    app = create_app(home, limits=limits, log=Log(log))
    with listen("127.0.0.1", port) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(configured(app, limits, Log(log)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{port}"
        try:
            with httpx.Client(base_url=url, timeout=120, trust_env=False) as client:
                wait_for(lambda: server.started)
                if ready:
                    wait_for(lambda: client.get("/readyz").status_code == 200)
                yield Running(url, port, home, client, log, server)
        finally:
            server.should_exit = True
            thread.join(timeout=90)


def wait_for(happened: Any, seconds: float = 90.0) -> None:
    """Waits until something is true; the machine may be busy."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def copied(home: Path, to: Path) -> Path:
    """A data folder of one's own with the same graph and index; the encoder's network is shared."""
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("models", "*.sqlite-*", "build.lock"))
    if (home / "models").is_dir():
        (to / "models").symlink_to(home / "models")
    return to


def key_of(home: Path) -> dict[str, str]:
    """The header with a new key for a data folder."""
    return {"Authorization": f"Bearer {Keys(home).create('测试')[1]}"}
