"""Adding and removing documents over HTTP: keys, files as they should be, files as they should not be, no pause."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from made_docx import docx_of, packed
from made_pdf import drawn, pdf_of
from serving import Running, key_of, running, wait_for

from api.keys import Keys
from api.limits import Limits
from api.uploads import FOLDER

PLAN = """关于印发《平安区推动家电以旧换新实施方案》的通知

各乡镇人民政府，区政府各部门：
现将《平安区推动家电以旧换新实施方案》印发给你们，请认真贯彻执行。
                                        海东市平安区人民政府
                                        2024年9月10日

平安区推动家电以旧换新实施方案

一、总体要求
到2027年，全区废旧家电回收量较2023年增长35%。
二、重点任务
（一）开展家电以旧换新。组织家电企业进社区开展以旧换新活动，畅通旧家电回收渠道。
责任单位：区商务局、区财政局
（二）培育回收主体。支持回收企业建设社区回收站点{number}。
责任单位：区发展改革局
"""


def plan(number: int = 0) -> bytes:
    return PLAN.replace("{number}", str(number) if number else "").encode()


@pytest.fixture(scope="module")
def open_to_writing(home_of_each: Path) -> Iterator[Running]:
    """A service with a key, over each kind of store."""
    limits = Limits(upload=2_000_000, upload_file=500_000, upload_files=4, head_time=60.0)
    with running(home_of_each, limits) as started:
        started.client.headers.update(key_of(home_of_each))
        yield started


def post(service: Running, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
    return service.client.post("/api/documents", files=[("files", file) for file in files], data=fields)


def ended(service: Running, response: httpx.Response) -> dict[str, Any]:
    """The job of a response, once it has ended."""
    assert response.status_code in (200, 202), response.text
    address = f"/api/jobs/{response.json()['job']}"
    wait_for(lambda: service.json(address)["state"] in ("done", "failed"), 200)
    job: dict[str, Any] = service.json(address)
    return job


def test_a_new_document_appears_without_a_restart_and_without_a_failed_request(open_to_writing: Running) -> None:
    service = open_to_writing
    failures: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=service.url, timeout=120, trust_env=False) as client:
            paths = (
                "/api/ask?q=海东市家电以旧换新由谁负责",
                "/api/search?q=家电",
                "/api/suggest?q=hd",
                "/api/documents",
            )
            while not stop.is_set():
                failures.extend(path for path in paths if client.get(path).status_code != 200)

    others = [threading.Thread(target=ask) for _ in range(3)]
    for other in others:
        other.start()
    try:
        response = post(service, ("平安区方案.txt", plan()))
        assert response.headers["location"] == f"/api/jobs/{response.json()['job']}"
        job = ended(service, response)
    finally:
        stop.set()
        for other in others:
            other.join()
    assert failures == []
    assert (job["state"], job["step"], job["problem"]) == ("done", "finished", None)
    (file,) = job["files"]
    assert (file["name"], file["state"], file["title"]) == (
        *("平安区方案.txt", "added"),
        "平安区推动家电以旧换新实施方案",
    )
    assert service.json(f"/api/documents/{quote(file['document_id'])}")["jurisdiction"]["name"] == "平安区"
    hits = service.json("/api/search", q="家电企业进社区", jurisdiction="平安区")["hits"]
    assert hits and hits[0]["document_id"] == file["document_id"]
    answer = service.json("/api/ask", q="平安区家电以旧换新由哪些单位负责")
    assert "商务局" in answer["text"]
    assert service.json("/api/suggest", q="paq", kind="place")["suggestions"][0]["text"] == "平安区"
    assert not list((service.home / FOLDER).glob("*"))


def test_good_files_are_taken_and_bad_ones_named_and_the_same_again_changes_nothing(open_to_writing: Running) -> None:
    service = open_to_writing
    national = plan(7).decode().encode("gb18030")
    first = ended(
        service, post(service, ("好.txt", plan(6)), ("坏.txt", b"\x00\x01\x02binary"), ("国标.txt", national))
    )
    good, bad, other = first["files"]
    assert [f["state"] for f in first["files"]] == ["added", "refused", "added"] and "坏.txt" in bad["problem"]
    assert other["title"] == "平安区推动家电以旧换新实施方案" and other["clauses"] > 3
    form: list[tuple[str, tuple[str | None, bytes]]] = [("files", ("又是.txt", plan(6))), ("files", (None, plan(8)))]
    again = ended(service, service.client.post("/api/documents", files=form))  # the second one is pasted text
    assert [f["state"] for f in again["files"]] == ["unchanged", "added"]
    assert again["files"][0]["document_id"] == good["document_id"]


def test_a_pdf_and_a_page_are_taken_in_and_a_scan_named(open_to_writing: Running) -> None:
    service = open_to_writing
    page = "".join(f"<p>{line}</p>" for line in plan(21).decode().split("\n"))
    files = (("平安.pdf", pdf_of(plan(22).decode())), ("平安.html", f"<html>{page}</html>".encode()))
    job = ended(service, post(service, *files, ("扫描.pdf", drawn(lambda canvas: None))))
    printed, saved, scan = job["files"]
    assert [file["state"] for file in job["files"]] == ["added", "added", "refused"]
    assert printed["title"] == saved["title"] == "平安区推动家电以旧换新实施方案"
    assert scan["problem"].startswith("扫描.pdf：PDF 没有文字层") and "OCR" in scan["problem"]
    text = service.json(f"/api/documents/{quote(printed['document_id'])}/text")["text"]
    assert "支持回收企业建设社区回收站点22。" in text and "- 1 -" not in text


def test_a_word_file_is_taken_in_as_its_text_and_a_damaged_one_named(open_to_writing: Running) -> None:
    service = open_to_writing
    broken = packed({"word/document.xml": "<w:document"})
    job = ended(service, post(service, ("平安.docx", docx_of(plan(20).decode(), numbered=True)), ("坏.docx", broken)))
    good, bad = job["files"]
    assert (good["state"], good["title"], bad["state"]) == ("added", "平安区推动家电以旧换新实施方案", "refused")
    assert bad["problem"].startswith("坏.docx：Word 文件已损坏")
    text = service.json(f"/api/documents/{quote(good['document_id'])}/text")
    assert text["text"] == plan(20).decode().rstrip("\n") or text["text"] == plan(20).decode()
    assert not list((service.home / FOLDER).glob("*"))


def test_a_name_that_is_taken_keeps_its_document_unless_it_is_to_be_replaced(open_to_writing: Running) -> None:
    service = open_to_writing
    old = ended(service, post(service, ("丙.txt", plan(2))))["files"][0]["document_id"]
    beside = ended(service, post(service, ("丙.txt", plan(3))))["files"][0]
    assert beside["state"] == "added" and service.get(f"/api/documents/{quote(old)}").status_code == 200
    instead = ended(service, post(service, ("丙.txt", plan(4)), replace="true"))["files"][0]
    assert instead["state"] == "replaced" and service.get(f"/api/documents/{quote(old)}").status_code == 404


def test_a_document_that_is_removed_is_gone(open_to_writing: Running) -> None:
    service = open_to_writing
    id = ended(service, post(service, ("丁.txt", plan(5))))["files"][0]["document_id"]
    address = f"/api/documents/{quote(id)}"
    removal = service.client.delete(address)
    assert service.get(address).status_code == 404  # even while it is being removed
    job = ended(service, removal)
    assert (job["kind"], job["state"], job["document_id"]) == ("remove", "done", id)
    assert job["title"] == "平安区推动家电以旧换新实施方案"
    assert service.get(f"{address}/text").status_code == 404
    assert id not in [hit["document_id"] for hit in service.json("/api/search", q="回收站点5", limit=100)["hits"]]
    assert service.client.delete(address).status_code == 404


def bomb() -> bytes:
    """Ten megabytes of nothing in ten kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("方案.txt", b"\0" * 10_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("炸弹.zip", bomb(), 415, "压缩包"),
        ("方案.docx", bomb(), 415, "压缩包"),
        ("方案.txt", bomb(), 415, "压缩包"),  # by what it is, not by what it is called
        ("格式.xml", "<?xml version='1.0'?><w:document>一、任务</w:document>".encode(), 415, "XML"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0", 415, "图片"),
        ("程序.txt", b"\x7fELF\0\0\1", 415, "二进制"),
        ("空.txt", b"", 415, "空"),
        ("大.txt", "方".encode() * 170_000, 413, "MB"),
    ],
    ids=["zip", "docx", "zip-called-txt", "word-xml", "picture", "program", "empty", "large"],
)
def test_what_is_no_text_is_refused_and_leaves_nothing(
    open_to_writing: Running, name: str, data: bytes, status: int, said: str
) -> None:
    before = open_to_writing.json("/api/documents")["total"]
    response = post(open_to_writing, (name, data))
    assert response.status_code == status and said in response.json()["detail"]
    assert response.json()["allowed"]
    assert open_to_writing.json("/api/documents")["total"] == before
    assert not list((open_to_writing.home / FOLDER).glob("*"))


NAMES = (
    ("../../keys.json", "/etc/cron.d/x.txt", "..\\..\\x.txt", "a\x01b.txt"),
    ("\u202etxt.方案", "名" * 300 + ".txt", "....", "<img src=x onerror=alert(1)>.txt"),
)


@pytest.mark.parametrize("names", NAMES, ids=["paths", "shapes"])
def test_a_name_from_outside_never_becomes_a_path(open_to_writing: Running, names: tuple[str, ...]) -> None:
    service = open_to_writing
    before = {path for path in service.home.rglob("*") if path.is_file()}
    parts = (
        b'--x\r\ncontent-disposition: form-data; name="files"; filename="'
        + name.encode()
        + b'"\r\n\r\n'
        + plan(100 + n)
        for n, name in enumerate(names, start=10 * NAMES.index(names))
    )
    body = b"\r\n".join(parts) + b"\r\n--x--\r\n"
    kind = {"content-type": "multipart/form-data; boundary=x"}
    job = ended(service, service.client.post("/api/documents", content=body, headers=kind))
    assert [file["state"] for file in job["files"]] == ["added"] * 4
    for file in job["files"]:
        label = file["name"]
        assert not set(label) & set("/\\\x01\u202e") and 0 < len(label) <= 120 and not label.startswith("..")
    new = {path for path in service.home.rglob("*") if path.is_file()} - before
    assert all(path.parent.parent.name == "index" or "sqlite" in path.name for path in new)
    assert len(Keys(service.home).all()) == 1


def test_a_name_with_a_nul_is_refused_or_cleaned(open_to_writing: Running) -> None:
    body = b'--x\r\ncontent-disposition: form-data; name="files"; filename="a\x00b.txt"\r\n\r\n\x00\r\n--x--\r\n'
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert open_to_writing.client.post("/api/documents", content=body, headers=kind).status_code in (400, 415)


def test_markup_in_a_document_stays_text(open_to_writing: Running) -> None:
    evil = plan(9).decode().replace("培育回收主体", "<script>alert(1)</script>培育回收主体")
    job = ended(open_to_writing, post(open_to_writing, ("标记.txt", evil.encode())))
    response = open_to_writing.get(f"/api/documents/{quote(job['files'][0]['document_id'])}/text")
    assert "<script>" in response.json()["text"] and response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", {"content-type": "application/json"}, 415),
        (b"x", {"content-type": "multipart/form-data"}, 400),
        (b"x", {"content-type": "multipart/form-data; boundary=b"}, 400),
        (b"", {"content-type": "multipart/form-data; boundary=b"}, 400),
        (b"x", {"content-type": "multipart/form-data; boundary=b", "content-encoding": "gzip"}, 415),
    ],
    ids=["json", "no-boundary", "not-a-part", "empty", "packed"],
)
def test_what_is_no_form_is_refused(
    open_to_writing: Running, content: bytes, headers: dict[str, str], status: int
) -> None:
    response = open_to_writing.client.post("/api/documents", content=content, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json" and response.json()["detail"]


def test_too_many_files_are_refused(open_to_writing: Running) -> None:
    response = post(open_to_writing, *((f"{n}.txt", plan(n)) for n in range(5)))
    assert response.status_code == 400 and "4" in response.json()["detail"]


def test_an_upload_too_large_is_refused_before_it_is_taken_in(open_to_writing: Running) -> None:
    """A hundred megabytes, announced, and the same without saying how long it is."""
    service = open_to_writing

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 1_000_000

    kind = {"content-type": "multipart/form-data; boundary=x"}
    announced = service.client.post("/api/documents", content=b"a" * 100_000_000, headers=kind)
    streamed = service.client.post("/api/documents", content=pieces(), headers=kind)
    for response in (announced, streamed):
        assert response.status_code == 413 and "2,000,000" in response.json()["allowed"]
    assert not list((service.home / FOLDER).glob("*"))
    assert service.get("/readyz").status_code == 200


def test_a_sender_that_stops_is_refused_and_others_go_on(open_to_writing: Running) -> None:
    key = open_to_writing.client.headers["authorization"]
    hasty = running(open_to_writing.home, Limits(body_pause=1.0))
    with hasty as service, socket.create_connection(("127.0.0.1", service.port)) as slow:
        slow.settimeout(60)
        slow.sendall(
            f"POST /api/documents HTTP/1.1\r\nhost: x\r\nauthorization: {key}\r\n"
            "content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000\r\n\r\n--x\r\n".encode()
        )
        assert service.get("/healthz").status_code == 200
        assert slow.recv(100).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer pkg_00000000_" + "a" * 43},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"X-API-Key": "x" * 5000},
        {"X-API-Key": "pkg_é_é"},
    ],
    ids=["none", "forged", "basic", "empty", "long", "latin"],
)
def test_without_the_right_key_nothing_is_written(
    open_to_writing: Running, method: str, headers: dict[str, str]
) -> None:
    before = open_to_writing.json("/api/documents")
    address = "/api/documents" + (f"/{quote(before['items'][0]['id'])}" if method == "DELETE" else "")
    with httpx.Client(base_url=open_to_writing.url, timeout=120, trust_env=False) as client:
        sent = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        response = client.request(method, address, headers=sent, files={"files": ("a.txt", plan())})
    assert response.status_code == 401 and response.headers["www-authenticate"].startswith("Bearer")
    assert "X-API-Key" in response.json()["allowed"]
    assert open_to_writing.json("/api/documents") == before


def test_a_revoked_key_opens_nothing_any_more(open_to_writing: Running) -> None:
    header = key_of(open_to_writing.home)
    assert open_to_writing.client.get("/api/key", headers=header).status_code == 200
    keys = Keys(open_to_writing.home)
    keys.revoke(keys.all()[-1].id)
    assert open_to_writing.client.get("/api/key", headers=header).status_code == 401


def test_a_paper_in_two_kinds_of_files_is_taken_and_told(open_to_writing: Running) -> None:
    service = open_to_writing
    text = PLAN.replace("{number}", "").replace("家电以旧换新实施方案", "老旧电梯更新实施方案")
    word = docx_of(text)
    first = ended(service, post(service, ("电梯.txt", text.encode())))["files"][0]
    assert first["state"] == "added" and first["same_as"] == []
    job = ended(service, post(service, ("电梯.docx", word), ("电梯.txt", text.encode())))
    second, again = job["files"]
    assert (second["state"], again["state"]) == ("added", "unchanged")
    assert second["same_as"] == [{"document_id": first["document_id"], "file": "电梯.txt", "verbatim": True}]
    assert [one["document_id"] for one in again["same_as"]] == [second["document_id"]]
    for id in (first["document_id"], second["document_id"]):
        ended(service, service.client.delete(f"/api/documents/{quote(id, safe='')}"))


def test_what_may_be_no_policy_paper_is_taken_and_told(open_to_writing: Running) -> None:
    (file,) = ended(open_to_writing, post(open_to_writing, ("便条.txt", "今天开会，记得带材料。".encode())))["files"]
    assert (file["state"], [n["code"] for n in file["notices"]]) == ("added", ["no-paper"])
    ended(open_to_writing, open_to_writing.client.delete(f"/api/documents/{quote(file['document_id'], safe='')}"))
