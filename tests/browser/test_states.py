"""The pages where something is added, missing, spoilt or not ready, in a real browser on a real service."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from browsing import SOURCE, Browser, id_of, to
from made_docx import docx_of
from selenium.webdriver.common.keys import Keys
from serving import Running, copied, key_of, running

from kg.embedded import EmbeddedStore

PLAN = """岚山县推动消费品以旧换新实施方案

为做好消费品以旧换新工作，制定本方案。

一、重点任务

（一）<b>开展家电以旧换新</b>。到2027年，废旧家电回收量较2023年增长20%。<script>document.title="x"</script>

责任单位：县商务局

岚山县人民政府
2024年9月12日
"""


def test_without_a_key_the_service_says_that_it_is_read_only(browser: Browser) -> None:
    browser.open("/add")
    assert browser.see(".state h2").text == "本服务目前只读"
    assert "policykg key create" in browser.see(".state").text
    assert not browser.all("#files")


def test_files_are_added_and_can_be_found_at_once(browser: Browser, seed_home: Path, tmp_path: Path) -> None:
    home = copied(seed_home, tmp_path / "home")
    key = key_of(home)["Authorization"].removeprefix("Bearer ")
    (tmp_path / "岚山县方案.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "图片.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    with running(home) as service:
        own = Browser(browser.driver, service.url)
        own.open("/add")
        own.write("#key", "pkg_wrong_wrong")
        own.see("#key-said", "密钥不对")
        assert {".docx", ".html", ".mht", ".txt", ".doc"} <= set(re.findall(r"\.[a-z]+", own.see(".drop").text))
        own.write("#key", key)
        own.see("#key-said", "密钥有效")
        files = own.driver.find_element("id", "files")
        files.send_keys(f"{tmp_path / '岚山县方案.txt'}\n{tmp_path / '图片.txt'}")
        own.see(".job h2", "入库完成")
        assert own.see(".job li", "图片.txt").text.split("\n")[1] == "未收"
        own.click(".job li a", "岚山县推动消费品以旧换新实施方案")
        block = own.see(".block", "开展家电以旧换新")
        assert "<b>" in block.text  # what the file holds is shown, not obeyed
        own.until(lambda: own.driver.title.startswith("岚山县"))
        own.open(to("/", q="岚山县家电以旧换新由谁负责"))
        own.see(".answer .chip", "商务局")
        own.open("/add")  # the key is still there
        own.click(".held li button", "移除")
        own.see(".held .danger")
        own.until(lambda: own.focused.text == "确定移除")
        own.press(Keys.ENTER)
        own.see(".job h2", "已移除")
        own.until(lambda: "岚山县" not in own.see(".held ul").text)
        assert own.complaints() == []


def test_one_paper_in_two_kinds_of_files_is_told(browser: Browser, seed_home: Path, tmp_path: Path) -> None:
    home = copied(seed_home, tmp_path / "home")
    key = key_of(home)["Authorization"].removeprefix("Bearer ")
    (tmp_path / "岚山县方案.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "岚山县方案.docx").write_bytes(docx_of(PLAN))
    with running(home) as service:
        own = Browser(browser.driver, service.url)
        own.open("/add")
        own.write("#key", key)
        own.see("#key-said", "密钥有效")
        files = own.driver.find_element("id", "files")
        files.send_keys(f"{tmp_path / '岚山县方案.txt'}\n{tmp_path / '岚山县方案.docx'}")
        own.see(".job h2", "入库完成")
        assert set(own.texts(".job .same a")) == {"岚山县方案.txt", "岚山县方案.docx"}
        own.click(".job .same a", "岚山县方案.txt")
        own.until(lambda: own.driver.title.startswith("岚山县"))
        assert "岚山县方案.txt" in own.see("#page").text


def test_a_task_that_a_restart_broke_off_is_said_so(browser: Browser, seed_home: Path, tmp_path: Path) -> None:
    home = copied(seed_home, tmp_path / "home")
    key = key_of(home)["Authorization"].removeprefix("Bearer ")
    (tmp_path / "岚山县方案.txt").write_text(PLAN, encoding="utf-8")
    with closing(EmbeddedStore.open(home)) as other, other.building(), running(home) as service:  # the task waits
        own = Browser(browser.driver, service.url)
        own.open("/add")
        own.write("#key", key)
        own.see("#key-said", "密钥有效")
        own.driver.find_element("id", "files").send_keys(str(tmp_path / "岚山县方案.txt"))
        own.see(".job h2")
    with running(home, port=service.port):
        assert own.see(".job h2", "任务已中断")
        assert "请重新上传" in own.see(".job .problem").text
    browser.complaints()  # what it said of requests while nobody listened


def test_a_service_without_a_graph_says_so_and_goes_on_trying(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, ready=False) as service:
        own = Browser(browser.driver, service.url)
        own.open(to("/", q="二手车"))
        assert "policykg build" in own.see(".state.waiting").text
        own.open("/documents")
        own.see(".state.waiting h2", "服务尚未就绪")


@pytest.mark.parametrize(
    "path", ["/read?document=没有", "/lineage?clause=没有%23一", "/units?unit=没有", "/gaps?in=火星市"]
)
def test_what_is_not_there_is_said(browser: Browser, path: str) -> None:
    browser.open(path)
    assert browser.see(".state h1, .state h2").text == "没有找到"
    assert browser.run("return document.querySelectorAll('h1').length") == 1
    assert not any(word in browser.see(".state").text for word in ("/api/", "no such", "/docs"))  # for programs only


def test_a_filter_that_leads_nowhere_can_be_taken_off(browser: Browser) -> None:
    browser.open(to("/", q="二手车", **{"in": "火星市"}))
    browser.see(".state", "火星市")
    browser.click(".chosen .chip", "火星市")
    browser.see(".entry")
    assert browser.address == "/?q=二手车"


def test_a_question_that_is_too_long_is_told_how_long_it_may_be(browser: Browser) -> None:
    browser.open(to("/", q="问" * 501))
    said = browser.see(".state").text
    assert "最多 500 个字符" in said and "/docs" not in said and "重试" not in said
    browser.click(".state a", "返回检索")
    browser.see(".examples a")


def test_a_clause_that_is_gone_is_said_and_its_document_opens(browser: Browser, service: Running) -> None:
    document = id_of(service, SOURCE).partition("#")[0]
    browser.open(to("/read", document=document, clause=f"{document}#九/（九）"))
    assert "九/（九）" in browser.see(".gone-clause").text
    browser.see(".block", SOURCE)
    browser.click(".clause-tree a", SOURCE)
    browser.gone(".gone-clause")


@pytest.mark.parametrize(
    "address",
    ["/?q=二手车&level=x", "/documents?level=x", "/documents?from=x", "/targets?from=-1", "/graph?label=x&id=x"],
)
def test_an_address_that_was_spoilt_leaves_a_way_on(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.gone(".bones")
    browser.see(".state a, .chosen .chip")
    assert browser.run("return document.getElementById('page').childElementCount") > 0


def test_a_question_of_blanks_is_none(browser: Browser) -> None:
    browser.open("/?q=%20")
    browser.see(".examples a")
