"""Has an order carried out by the builder's process (入库进程, api.ingest), which the service outlives."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from api.problems import FAULT, Problem

_LINE = 16 * 1024 * 1024  # bytes of the longest line a builder may write
_PACKAGES = Path(__file__).resolve().parent.parent


class Builder:
    """Starts the process for a data folder."""

    def __init__(self, home: Path) -> None:
        self._home = home

    async def carry_out(
        self, order: Mapping[str, Any], heard: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        """Returns what became of each file, by path; `heard` hears of the progress. Raises Problem, saying why."""
        try:
            process = await self._started()
        except OSError as error:
            raise Problem(FAULT, f"不能启动入库进程（{error.strerror}）") from error
        try:
            return await _result(process, order, heard)
        except (ValueError, KeyError, OSError) as error:  # it wrote something else, or could not be written to
            raise Problem(FAULT, f"入库进程的输出读不懂（{error}）；已入库的文件都在，请再试一次") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _started(self) -> asyncio.subprocess.Process:
        path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "api.ingest", str(self._home)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            limit=_LINE,
        )


async def _result(
    process: asyncio.subprocess.Process, order: Mapping[str, Any], heard: Callable[[Mapping[str, Any]], None]
) -> Mapping[str, Any]:
    assert process.stdin is not None and process.stdout is not None  # both are pipes
    process.stdin.write(json.dumps(order).encode())
    process.stdin.close()
    result: Mapping[str, Any] | None = None
    async for line in process.stdout:
        said = json.loads(line)
        if "error" in said:
            raise Problem(FAULT, said["error"])
        if "result" in said:
            result = said["result"]["files"]
        else:
            heard(said)
    await process.wait()
    if result is None:
        raise Problem(FAULT, "入库进程意外结束；已入库的文件都在，请再试一次")
    return result
