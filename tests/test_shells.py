"""The pages without a browser: their words, their HTML, their assets, their colours."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import httpx
import pytest
from serving import Running

from api.pages.assets import FOLDER, load_assets
from api.pages.shells import PAGES, render, shells
from api.pages.words import LANGUAGES, load_words
from kg.errors import VocabularyError

TEMPLATES = FOLDER.parent / "templates"
NAMED = re.compile(r"""\b(?:t|known)\(\s*(["'`])(?P<key>[^"'`]+)\1(?P<more>\s*~)?""")  # t("clauses.none")
PLACES = re.compile(r"\{(\w+)\}")


def keys_named() -> tuple[set[str], list[re.Pattern[str]]]:
    """The keys that scripts and templates name, and patterns of those that they put together."""
    whole: set[str] = set()
    made: list[re.Pattern[str]] = []
    for file in (*FOLDER.glob("js/*.js"), *TEMPLATES.glob("*.html")):
        for found in NAMED.finditer(file.read_text(encoding="utf-8")):
            key = found["key"]
            if "${" in key or found["more"]:
                parts = re.split(r"\$\{[^}]*\}+", key) if "${" in key else [key, ""]
                made.append(re.compile(".+".join(map(re.escape, parts)) + ("" if parts[-1] else ".*")))
            else:
                whole.add(key)
    return whole, made


# -- words -------------------------------------------------------------------------------------------------------------


def test_every_key_has_words_and_all_words_are_used() -> None:
    keys = set(load_words()["zh"])
    whole, made = keys_named()
    assert whole - keys == set()
    assert {key for key in keys - whole if not any(pattern.fullmatch(key) for pattern in made)} == set()


def test_both_languages_hold_the_same_values() -> None:
    words = load_words()
    for key, chinese in words["zh"].items():
        assert set(PLACES.findall(chinese)) == set(PLACES.findall(words["en"][key])), key


def test_chinese_phrases_use_chinese_marks() -> None:
    wrong = re.compile(r"[一-鿿]\s*[,;:?!]|[,;:?!]\s*[一-鿿]")
    assert [key for key, phrase in load_words()["zh"].items() if wrong.search(phrase)] == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a\t甲\tA\na\t乙\tB\n", "words.tsv:2: the key 'a' stands above already"),
        ("a\t甲\n", "words.tsv:1: expected key, zh and en"),
        ("a\t甲\t \n", "words.tsv:1: expected key, zh and en"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, said: str) -> None:
    file = tmp_path / "words.tsv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(VocabularyError, match=re.escape(said)):
        load_words(file)


# -- HTML --------------------------------------------------------------------------------------------------------------


class Shell(HTMLParser):
    """What a strict policy would stop, and what a reader's aids need."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.elsewhere: list[str] = []
        self.ids: list[str] = []
        self.language = ""
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        self.inline += [f"{tag} {name}" for name in named if name == "style" or name.startswith("on")]
        self.elsewhere += [v for n, v in named.items() if n in ("src", "href") and re.match(r"(?:\w+:)?//", v)]
        self.ids += [named["id"]] if "id" in named else []
        self._script = tag in ("script", "style") and "src" not in named
        if tag == "html":
            self.language = named["lang"]

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.inline.append(data.strip()[:40])


@pytest.mark.parametrize(("page", "language"), list(product(PAGES, LANGUAGES)), ids=lambda v: getattr(v, "name", v))
def test_a_shell_is_inert_and_whole(page: object, language: str) -> None:
    shell = Shell(render(page, language, None))  # type: ignore[arg-type]  # parametrize loses the types
    assert shell.inline == []
    assert shell.elsewhere == []
    assert len(shell.ids) == len(set(shell.ids))
    assert {"main", "nav", "page"} <= set(shell.ids)
    assert shell.language == {"zh": "zh-CN", "en": "en"}[language]


def test_pages_follow_language_and_theme(service: Running) -> None:
    assert '<html lang="zh-CN">' in service.get("/").text
    english = service.get("/", lang="en")
    assert '<html lang="en">' in english.text
    assert "policykg-language=en" in english.headers["set-cookie"]
    assert '<html lang="en" data-theme="dark">' in with_cookies(service, "policykg-language=en; policykg-theme=dark")
    assert '<html lang="zh-CN">' in with_cookies(service, "policykg-language=xx; policykg-theme=<b>")


def with_cookies(service: Running, cookies: str) -> str:
    return httpx.get(service.url + "/", headers={"cookie": cookies}, trust_env=False).text


def test_the_language_is_changed_without_a_script_too(service: Running) -> None:
    page = service.get("/", q="二手车<b>", lang="zh").text
    assert '<a href="?q=%E4%BA%8C%E6%89%8B%E8%BD%A6%3Cb%3E&amp;lang=en"' in page


def test_a_page_that_has_not_changed_is_not_sent_again(service: Running) -> None:
    first = service.get("/documents")
    again = service.client.get("/documents", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_people_at_a_wrong_address_get_a_page_and_programs_a_problem(service: Running) -> None:
    for language, said in (("zh-CN", "没有这个页面"), ("en", "No such page")):
        cookie = {"zh-CN": "zh", "en": "en"}[language]
        headers = {"accept": "text/html,*/*;q=0.8", "cookie": f"policykg-language={cookie}"}
        page = httpx.get(f"{service.url}/nothing", headers=headers, trust_env=False)
        assert (page.status_code, page.headers["cache-control"]) == (404, "no-store")
        assert f'<html lang="{language}">' in page.text and said in page.text
        assert Shell(page.text).inline == []
        assert (
            "json" in httpx.get(f"{service.url}/api/nothing", headers=headers, trust_env=False).headers["content-type"]
        )
    assert service.get("/nothing").json()["status"] == 404


def test_markup_in_an_address_is_not_put_into_the_page(service: Running) -> None:
    assert "<img" not in service.get("/", q="<img src=x onerror=alert(1)>").text


# -- assets ------------------------------------------------------------------------------------------------------------


def test_assets_are_packed_and_kept_for_ever(service: Running) -> None:
    assets = shells().assets
    sent = service.get(f"/assets/{assets.fingerprint}/css/tokens.css")
    assert sent.headers["content-encoding"] == "gzip"
    assert "immutable" in sent.headers["cache-control"]
    assert sent.content == (FOLDER / "css" / "tokens.css").read_bytes()
    assert gzip.decompress(assets.files["css/tokens.css"].packed) == sent.content


def test_an_old_address_leads_to_the_present_asset_but_is_not_kept(service: Running) -> None:
    sent = service.get("/assets/000000000000/css/tokens.css")
    assert (sent.status_code, sent.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["css/none.css", "..%2f..%2fapp.py", "../../etc/passwd", "js/", "vendor"])
def test_what_is_no_asset_is_not_found(service: Running, path: str) -> None:
    assert service.get(f"/assets/{shells().assets.fingerprint}/{path}").status_code == 404


def test_the_fingerprint_follows_every_byte(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1;\n", encoding="utf-8")
    first = load_assets(tmp_path, {"w.js": "x"})
    assert load_assets(tmp_path, {"w.js": "x"}).fingerprint == first.fingerprint
    assert load_assets(tmp_path, {"w.js": "y"}).fingerprint != first.fingerprint
    (tmp_path / "a.js").write_text("2;\n", encoding="utf-8")
    assert load_assets(tmp_path, {"w.js": "x"}).fingerprint != first.fingerprint


def test_every_vendored_file_has_its_licence_and_its_row() -> None:
    listed = (FOLDER / "vendor" / "README.md").read_text(encoding="utf-8")
    for file in (FOLDER / "vendor").glob("*.js"):
        assert f"`{file.name}`" in listed
    for library in ("htm", "preact", "echarts", "cytoscape"):
        assert (FOLDER / "vendor" / f"{library}.LICENSE.txt").stat().st_size > 500


# -- colours -----------------------------------------------------------------------------------------------------------

INKS = ["ink", "ink-2", "ink-3", "accent"]
GROUNDS = ["paper", "surface", "inset", "accent-wash"]
ON_OWN_WASH = [
    ("added", "added-wash"),
    ("changed", "changed-wash"),
    ("dropped", "dropped-wash"),
    ("on-accent", "accent"),
]


def colours(theme: str) -> dict[str, str]:
    css = (FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
    opening = {"light": ":root {", "dark": ':root[data-theme="dark"] {'}[theme]
    block = css[css.index(opening) : css.index("}", css.index(opening))]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2, 0–1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    palette = colours(theme)
    for ink, ground in [*product(INKS, GROUNDS), ("ink", "mark"), *ON_OWN_WASH]:
        high, low = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{ink} on {ground}"


def test_the_system_s_dark_is_the_chosen_dark() -> None:
    css = (FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
    system = css[css.index("@media (prefers-color-scheme: dark)") :]
    assert dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", system)) == colours("dark")
