"""A real Chromium without a window, one for the run; every test begins with an empty session in it."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import which

import pytest
from browsing import Browser
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from serving import Running

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
DRIVER = which("chromedriver")

# Without a browser nothing of this folder is collected; the header says so, and CI installs one.
FILES = [] if CHROMIUM and DRIVER else ["test_pages.py", "test_prints.py", "test_reports.py", "test_states.py"]
MISSING = [f"{file}: needs chromium and chromedriver" for file in FILES]
collect_ignore = list(FILES)


def pytest_report_header() -> list[str]:
    return [f"未运行 / not run: browser/{line}" for line in MISSING]


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """The browser."""
    options = Options()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=zh-CN"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome, service: Running) -> Iterator[Browser]:
    """The browser on the service over the five seed documents, its window wide and its memory empty."""
    opened = Browser(chromium, service.url)
    opened.fresh()
    yield opened
    assert opened.complaints() == []
