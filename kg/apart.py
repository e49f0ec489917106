"""Converts a file in a process of its own (隔离转换), with limits on time and memory.

What comes from outside may be made so that a converter never ends, fills the memory or breaks down; none of this may
reach a build or the service.

    python -m kg.apart pdf         the file on standard input; {"text": …, "left_out": …} or {"problem": …} comes out
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from kg.errors import UnreadableFile
from kg.records import Notice
from kg.word import TEXT_LIMIT, word

TIME = 60  # seconds of processor: how busy the machine is does not say which files are read; 500 pages take ten
PATIENCE = 10  # times as long on the clock
MEMORY = 2_000_000_000  # bytes of address space
_DEEPEST = 20_000  # calls inside each other: pages are trees
_OUT_OF_TIME = -24  # ended by SIGXCPU
_PACKAGES = Path(__file__).resolve().parent.parent

Converted = tuple[str, tuple[Notice, ...]]


def apart(kind: str, data: bytes, *, time: int = TIME) -> Converted:
    """Returns the text of a file of a kind (docx, html, mht, pdf) and what was left out of it; `time` is in seconds.

    Raises UnreadableFile, without the file's name, when the converter refuses it, takes too long or breaks down.
    """
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kg.apart", kind, str(time)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=PATIENCE * time,
            check=True,
        )
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        if isinstance(error, subprocess.TimeoutExpired) or getattr(error, "returncode", 0) == _OUT_OF_TIME:
            raise UnreadableFile(f"转换超过 {time} 秒还没有完成；请拆成几个文件，或另存为 .txt 再导入。") from error
        raise UnreadableFile("转换时出错，文件可能已损坏或过于复杂；请重新保存，或另存为 .txt 再导入。") from error
    except OSError as error:
        raise UnreadableFile(f"不能启动转换进程（{error.strerror}）；请检查系统资源后重试。") from error
    if "problem" in said:
        raise UnreadableFile(said["problem"])
    return said["text"], tuple(Notice(code, message) for code, message in said["left_out"])


def _limit(time: int) -> None:
    """Bounds this process, where the system knows such limits."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (time, time + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Converts what standard input holds."""
    _limit(int(sys.argv[2]))
    sys.setrecursionlimit(_DEEPEST)
    data = sys.stdin.buffer.read()
    try:
        text, notices = _convert(sys.argv[1], data)
        if len(text) > TEXT_LIMIT:
            raise UnreadableFile(f"文字超过 {TEXT_LIMIT // 10_000} 万字，不像是政策文件；请拆成几个文件再导入。")
        said: dict[str, object] = {"text": text, "left_out": [(notice.code, notice.message) for notice in notices]}
    except UnreadableFile as error:
        said = {"problem": str(error)}
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))


def _convert(kind: str, data: bytes) -> Converted:
    if kind == "docx":
        return word(data)
    if kind == "html":
        from kg.web import web

        return web(data.decode("utf-8", "surrogatepass"))
    if kind == "mht":
        from kg.web import web
        from kg.web_whole import page_of

        return web(page_of(data))
    from kg.pdf import pdf

    return pdf(data)


if __name__ == "__main__":
    main()
