"""The pages (页面): each an HTML shell in the reader's language, filled by a script from the JSON API.

A shell holds no data and no inline script or style, so one strict content security policy covers them all, and a page
opens at once even while the index is being loaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.pages.assets import FOLDER, Assets, load_assets
from api.pages.words import LANGUAGES, Language, load_words, phrase

_TEMPLATES = Path(__file__).parent.parent / "templates"
_LANGUAGE_COOKIE, _THEME_COOKIE = "policykg-language", "policykg-theme"
_YEAR = 31536000

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's address, the name of its template, script and style sheet, and whether the bar shows it."""

    address: str
    name: str
    in_bar: bool = True


PAGES = (
    Page("/", "search"),
    Page("/documents", "documents"),
    Page("/read", "reader", in_bar=False),
    Page("/targets", "targets"),
    Page("/units", "units"),
    Page("/gaps", "gaps"),
    Page("/lineage", "lineage"),
    Page("/graph", "graph"),
    Page("/add", "add"),
)


MISSING = Page("", "missing", in_bar=False)
_NO_PAGES = ("/api/", "/assets/", "/docs/")


@dataclass(frozen=True, slots=True)
class Shells:
    """What every page is made from, loaded once."""

    words: dict[Language, dict[str, str]]
    assets: Assets
    templates: Environment


@lru_cache(maxsize=1)
def shells() -> Shells:
    """Loads words, assets and templates on the first page that is asked for."""
    words = load_words()
    made = {
        f"js/words.{language}.js": f"export default {json.dumps(words[language], ensure_ascii=False)};\n"
        for language in LANGUAGES
    }
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Shells(words, load_assets(FOLDER, made), templates)


def render(page: Page, language: Language, theme: str | None, query: Sequence[tuple[str, str]] = ()) -> str:
    """Returns the HTML of a page in a language; `theme` is light, dark or None for the system's.

    `query` is what the address says: a reader without scripts keeps it when changing the language.
    """
    made = shells()
    return made.templates.get_template(f"{page.name}.html").render(
        page=page,
        pages=PAGES,
        language=language,
        theme=theme,
        kept="".join(f"{urlencode([one])}&" for one in query if one[0] != "lang"),
        assets=f"/assets/{made.assets.fingerprint}",
        t=partial(phrase, made.words[language]),
    )


def _language(request: Request) -> Language:
    said = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE)
    return "en" if said == "en" else "zh"


def missing(request: Request) -> Response | None:
    """The page that says that there is none, for browsers; None for programs, which are told by a problem."""
    wanted = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if not wanted or request.url.path.startswith(_NO_PAGES):
        return None
    body = render(MISSING, _language(request), _theme(request))
    return Response(body, 404, {"Vary": "Accept, Cookie"}, "text/html; charset=utf-8")


def _theme(request: Request) -> str | None:
    theme = request.cookies.get(_THEME_COOKIE)
    return theme if theme in ("light", "dark") else None


def _serve(page: Page) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        body = render(page, _language(request), _theme(request), request.query_params.multi_items()).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
        if request.headers.get("If-None-Match") == tag:
            return Response(status_code=304, headers=headers)
        answer = Response(body, media_type="text/html; charset=utf-8", headers=headers)
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            answer.set_cookie(_LANGUAGE_COOKIE, asked, max_age=_YEAR, samesite="lax", path="/")
        return answer

    return serve


for _page in PAGES:
    router.add_api_route(_page.address, _serve(_page), methods=["GET", "HEAD"], name=f"page-{_page.name}")


@router.get("/assets/{fingerprint}/{path:path}")
def asset(fingerprint: str, path: str, request: Request) -> Response:
    """A style sheet, script or library. An address of another version leads to the present one, not to be kept."""
    assets = shells().assets
    found = assets.files.get(path)
    if found is None:
        raise HTTPException(404)
    lasting = fingerprint == assets.fingerprint
    headers = {
        "Cache-Control": f"public, max-age={_YEAR}, immutable" if lasting else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(found.packed, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


@router.get("/favicon.ico")
def favicon() -> Response:
    """The mark of the product, for browsers that ask for it unasked."""
    found = shells().assets.files["mark.svg"]
    return Response(found.body, media_type=found.media_type, headers={"Cache-Control": "public, max-age=86400"})
