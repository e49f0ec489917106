"""What a person does in a browser: open, type, press, look. Everything waits until it is there."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlencode

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from serving import Running

T = TypeVar("T")

WAIT = 60.0  # seconds that anything may take on a busy machine
_EXPECTED = ("the server responded with a status of 4", "the server responded with a status of 503")


SOURCE = "完善二手商品交易体系"  # Haidong's clause 二/（十六）, which derives from two of Qinghai's


def to(path: str, **parameters: str) -> str:
    """The address of a page."""
    return f"{path}?{urlencode(parameters)}"


def id_of(service: Running, heading: str) -> str:
    """The id of a clause of Haidong's plan."""
    hits = service.json("/api/search", q=heading, jurisdiction="海东市")["hits"]
    return next(str(hit["clause_id"]) for hit in hits if hit["heading"] == heading)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser on one service."""

    driver: Chrome
    url: str

    # -- the window ----------------------------------------------------------------------------------------------------

    def fresh(self) -> None:
        """Forgets cookies, storage and messages; a wide, light window."""
        self.driver.get(f"{self.url}/healthz")
        self.driver.delete_all_cookies()
        self.driver.execute_script("sessionStorage.clear(); localStorage.clear()")
        self._log()
        self.window(1440, 900)
        self.theme("light")

    def window(self, width: int, height: int, *, scale: float = 1.0) -> None:
        """Sets the size of the page in CSS pixels; below 600 it is a phone."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def theme(self, name: str) -> None:
        """What the system prefers: light or dark; on a screen."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})

    def on_paper(self, *, theme: str = "light") -> None:
        """Shows the page as A4 paper shows it, until `fresh`."""
        self.window(680, 960)
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})

    def printed(self) -> bytes:
        """The page as a PDF, A4 upright."""
        sheet = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", sheet)["data"])

    def open(self, path: str) -> None:
        """Opens an address of the service and waits until the page is made."""
        self.driver.get(self.url + path)
        self.see("#page:not([aria-busy])")

    @property
    def address(self) -> str:
        """Path and query of the present address, readable."""
        return unquote(self.driver.current_url.removeprefix(self.url))

    def complaints(self) -> list[str]:
        """Errors that the page has logged, but for refusals that it shows."""
        said = [entry["message"] for entry in self._log() if entry["level"] == "SEVERE"]
        return [message for message in said if not any(expected in message for expected in _EXPECTED)]

    def _log(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return entries

    # -- what is there -------------------------------------------------------------------------------------------------

    def until(self, happened: Callable[[], T]) -> T:
        """Waits until something is true, and returns it."""
        waiting = WebDriverWait(self.driver, WAIT, 0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: happened())

    def all(self, selector: str) -> list[WebElement]:
        """The elements that can be seen now."""
        return self._at_once(lambda: [e for e in self._any(selector) if e.is_displayed()])

    def see(self, selector: str, text: str = "") -> WebElement:
        """Waits for an element (that holds a text) and returns the first."""
        found = self.until(lambda: next((e for e in self._any(selector) if text in e.text), None))
        assert found is not None  # `until` waits for one
        return found

    def _any(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements."""
        return self._at_once(lambda: [e.text for e in self._any(selector) if e.is_displayed()])

    def _at_once(self, look: Callable[[], list[T]]) -> list[T]:
        """What one look finds; another one is taken where the page is made anew meanwhile."""
        return self.until(lambda: (look(),))[0]

    def gone(self, selector: str) -> None:
        """Waits until no such element can be seen."""
        self.until(lambda: not self.all(selector))

    def run(self, script: str, *arguments: Any) -> Any:
        """Runs a script in the page."""
        return self.driver.execute_script(script, *arguments)

    # -- hands ---------------------------------------------------------------------------------------------------------

    def click(self, selector: str, text: str = "") -> None:
        """Clicks the first such element, scrolled to the middle."""

        def clicked() -> bool:
            element = self.see(selector, text)
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()
            return True

        self.until(clicked)

    def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def write(self, selector: str, text: str) -> None:
        """Puts a text into an empty field."""
        field = self.see(selector)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    @property
    def focused(self) -> WebElement:
        """What has the focus."""
        return self.driver.switch_to.active_element
