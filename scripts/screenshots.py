"""Takes the pictures in docs/screenshots from a service over the bundled documents, in Chromium without a window.

    python scripts/screenshots.py                # the chosen dozen, into docs/screenshots
    python scripts/screenshots.py --all build/s  # every page, 1440 and 390 wide, light and dark, to be looked at

Needs the extra `dev`, chromium and chromedriver, and a font with Chinese characters; pngquant makes the files smaller.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
CLAUSE = "完善二手商品交易体系"
WIDE, PHONE = 1440, 390
_LONGEST = 2200  # CSS pixels of a picture's height


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: of which page, how wide, light or dark; `whole` goes below the fold, `script` runs before."""

    name: str
    page: str
    width: int = WIDE
    theme: str = "light"
    language: str = "zh"
    whole: bool = False
    script: str = ""


CHOSEN = (
    Shot("search", "answer"),
    Shot("home", "home"),
    Shot("targets-asked", "compare", language="en"),
    Shot("reader", "reader"),
    Shot("lineage", "lineage", whole=True),
    Shot("unit", "unit"),
    Shot("targets", "target", theme="dark"),
    Shot("gaps", "gaps", script="document.querySelectorAll('[role=tab]')[1].click()"),
    Shot("graph", "graph", theme="dark"),
    Shot("add", "add"),
    Shot("search-phone", "answer", width=PHONE),
    Shot("reader-phone", "reader", width=PHONE, theme="dark"),
)


def pages(clause: str) -> dict[str, str]:
    """The address of each page by the name of its picture."""
    document = clause.partition("#")[0]

    def to(path: str, **parameters: str) -> str:
        return f"{path}?{urlencode(parameters)}"

    return {
        "home": "/",
        "answer": to("/", q="二手车交易归谁管？"),
        "compare": to("/", q="各地二手车交易量目标是多少？"),
        "unsaid": to("/", q="北京市二手车由谁负责？"),
        "documents": "/documents",
        "reader": to("/read", document=document, clause=clause),
        "lineages": "/lineage",
        "lineage": to("/lineage", clause=clause),
        "units": "/units",
        "unit": to("/units", unit="乳山市商务局"),
        "indicators": "/targets",
        "target": to("/targets", indicator="废旧家电回收量"),
        "gaps": to("/gaps", **{"in": "海东市"}),
        "graph": to("/graph", label="Clause", id=clause),
        "add": "/add",
    }


@contextmanager
def service(home: Path) -> Iterator[str]:
    """A service over the bundled documents; yields its address."""
    command = [sys.executable, "-m", "api.cli", "--home", str(home)]
    subprocess.run([*command, "build"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*command, "key", "create", "信息中心"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        running.terminate()
        running.wait(timeout=20)


def clause_of(url: str) -> str:
    """The clause that the pictures show."""
    address = f"{url}/api/search?q={quote(CLAUSE)}&jurisdiction={quote('海东市')}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        hits: list[dict[str, Any]] = json.load(answer)["hits"]
    return next(str(hit["clause_id"]) for hit in hits if hit["heading"] == CLAUSE)


def take(driver: Chrome, url: str, address: str, shot: Shot, target: Path) -> None:
    """Takes one picture into a folder."""
    height = 900 if shot.width == WIDE else 844
    metrics = {"width": shot.width, "height": height, "deviceScaleFactor": 1, "mobile": shot.width == PHONE}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = [{"name": "prefers-color-scheme", "value": shot.theme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    driver.get(f"{url}/healthz")
    driver.add_cookie({"name": "policykg-language", "value": shot.language})
    driver.get(url + address)
    WebDriverWait(driver, 30).until(lambda d: d.find_elements(By.CSS_SELECTOR, "#page:not([aria-busy])"))
    time.sleep(2)  # charts and the graph draw themselves in
    if shot.script:
        driver.execute_script(shot.script)
        time.sleep(0.5)
    if shot.whole:
        height = min(int(driver.execute_script("return document.documentElement.scrollHeight")), _LONGEST)
    clip = {"x": 0, "y": 0, "width": shot.width, "height": height, "scale": 1}
    settings = {"format": "png", "captureBeyondViewport": shot.whole, **({"clip": clip} if shot.whole else {})}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", settings)
    file = target / f"{shot.name}.png"
    file.write_bytes(base64.b64decode(picture["data"]))
    if pngquant := shutil.which("pngquant"):
        subprocess.run([pngquant, "--force", "--ext", ".png", "--skip-if-larger", str(file)], check=False)
    print(f"{file}  {file.stat().st_size // 1000} kB")


def browser() -> Chrome:
    """Chromium without a window or scroll bars."""
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    return Chrome(options=options, service=Service(shutil.which("chromedriver")))


def main() -> None:
    """Takes the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every page in every size and theme, into DIR")
    arguments = parser.parse_args()
    target: Path = arguments.all or TARGET
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, service(Path(home)) as url:
        addresses = pages(clause_of(url))
        every = product(addresses, (WIDE, PHONE), ("light", "dark"))
        all_of_them = [Shot(f"{page}-{width}-{theme}", page, width, theme, whole=True) for page, width, theme in every]
        driver = browser()
        try:
            for shot in all_of_them if arguments.all else CHOSEN:
                take(driver, url, addresses[shot.page], shot, target)
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
