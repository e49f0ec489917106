"""What an official takes along into a report: an answer with its clause, a clause as printed, a page on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import SOURCE, Browser, id_of, to
from openpyxl import load_workbook
from serving import Running

PLAN = "《海东市贯彻落实〈青海省推动大规模设备更新和消费品以旧换新实施方案〉分工方案》（东政办〔2024〕66号）"


def taken(browser: Browser) -> str:
    """What the next press of a button for copying copies, as where the service is reached without https."""
    browser.run("""
        Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
        document.addEventListener('copy', (e) => { window.taken = e.target.value; }, {once: true});""")
    return "return window.taken"


def test_an_answer_is_copied_with_its_clause_and_its_words(browser: Browser) -> None:
    browser.open(to("/", q="海东市二手车交易由哪些部门负责？"))
    browser.see(".answer .chip")
    copied = taken(browser)
    browser.click(".answer header button")
    browser.see(".answer header button", "已复制")
    assert browser.run(copied).split("\n") == [
        "海东市：责任单位为海东市商务局、海东市公安局，另有海东市各县区人民政府。",
        f"出处：{PLAN}二、（十六） {SOURCE}：“责任单位：市商务局、市公安局，各县区人民政府”",
    ]


def test_figures_are_copied_with_the_words_that_set_them(browser: Browser) -> None:
    browser.open(to("/", q="海东市二手车交易量目标是多少？"))
    browser.see(".answer .figures")
    copied = taken(browser)
    browser.click(".answer header button")
    browser.see(".answer header button", "已复制")
    line = browser.run(copied).split("\n")[1]
    assert line == f"出处：{PLAN}二、（十六） {SOURCE}：“到2027年二手车交易量较2023年增长45%”"


def test_the_newer_clipboard_is_used_where_there_is_one(browser: Browser) -> None:
    browser.open(to("/", q="海东市二手车交易由哪些部门负责？"))
    browser.see(".answer .chip")
    browser.run("navigator.clipboard.writeText = (text) => { window.taken = text; return Promise.resolve(); }")
    browser.click(".answer header button")
    browser.see(".answer header button", "已复制")
    assert browser.run("return window.taken").startswith("海东市：责任单位为")


def test_a_clause_is_copied_as_printed(browser: Browser, service: Running) -> None:
    clause = id_of(service, SOURCE)
    browser.open(to("/read", document=clause.partition("#")[0], clause=clause))
    browser.see(".block.chosen .notes")
    copied = taken(browser)
    browser.click(".block.chosen .acts button")
    browser.see(".block.chosen .acts button", "已复制")
    lines = browser.run(copied).split("\n")
    assert lines[0].startswith(f"（十六）{SOURCE}。")
    assert "责任单位：市商务局、市公安局，各县区人民政府" in lines
    assert lines[-1] == f"出处：{PLAN}二、（十六）"


def test_every_clause_of_an_answer_has_its_name(browser: Browser) -> None:
    """Also those that are no evidence: a unit with more duties than hits are shown."""
    browser.open(to("/", q="海东市工业和信息化局负责哪些工作？"))
    browser.see(".answer .by-document")
    lines = browser.all(".answer .clause-line")
    assert len(lines) == 7 and all(line.find_element("css selector", ".heading").text for line in lines)
    assert browser.texts(".by-document h3") == [PLAN.removeprefix("《").partition("》")[0].join(["海东市", ""])]
    assert "~" not in browser.see(".answer").text
    browser.click(".answer .about .chip")
    browser.see("h1", "海东市工业和信息化局")


# -- lists -------------------------------------------------------------------------------------------------------------


def test_a_list_is_saved_under_its_name(browser: Browser, tmp_path: Path) -> None:
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    browser.open("/units?in=海东市")
    browser.click("a[download]", "导出责任分工表")
    browser.until(lambda: [path.name for path in tmp_path.iterdir()] == ["责任分工表.xlsx"])
    sheet = load_workbook(tmp_path / "责任分工表.xlsx").active
    assert sheet is not None and sheet["B2"].value == "青海省海东市"
    assert not browser.all(".toast")


def test_a_list_that_is_refused_says_why_and_is_offered_otherwise(browser: Browser) -> None:
    browser.open("/units")
    browser.see("tbody .name")
    browser.run("document.querySelector('a[download]').href += '&limit=0'")
    browser.click("a[download]", "导出单位清单")
    assert "应不小于 1" in browser.see(".toast[role=alert]").text
    assert "format=csv" in str(browser.see(".toast a").get_attribute("href"))
    assert browser.address == "/units"
    browser.click(".toast button")
    browser.gone(".toast")


# -- on paper ----------------------------------------------------------------------------------------------------------


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_pages_fit_on_paper(browser: Browser, service: Running) -> None:
    """Nothing is cut off at the right edge, and lists do not grow over a pile of paper."""
    clause = id_of(service, SOURCE)
    most = {
        to("/", q="各地二手车交易量目标是多少？"): 2,
        "/documents": 1,
        "/units": 2,
        to("/units", unit="海东市商务局"): 1,
        to("/targets", indicator="废旧家电回收量"): 1,
        to("/gaps", **{"in": "海东市"}): 2,
        to("/lineage", clause=clause): 2,
        to("/graph", label="Clause", id=clause): 2,
        to("/read", document=clause.partition("#")[0]): 10,
    }
    over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for address, pages in most.items():
        browser.fresh()
        browser.open(address)
        browser.gone(".bones")
        assert 1 <= sheets(browser.printed()) <= pages, address
        browser.on_paper()
        assert browser.run(over) <= 0, address
        assert not browser.all(".bar, .tools, main .button"), address


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_is_white_whatever_the_screen_is(browser: Browser, theme: str) -> None:
    browser.theme(theme)
    browser.open("/units")
    browser.see("tbody .name")
    browser.on_paper(theme=theme)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    ink = "return getComputedStyle(document.querySelector('tbody .name')).color"
    assert browser.run(ink) == "rgb(23, 28, 35)"
    assert browser.run("return getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert (browser.run(ink) == "rgb(23, 28, 35)") == (theme == "light")


def test_a_figure_on_paper_says_whether_it_is_growth(browser: Browser) -> None:
    browser.open(to("/", q="海东市二手车交易量目标是多少？"))
    browser.see(".figures")
    browser.on_paper()
    assert "增长" in browser.see(".figures .value").text
    assert browser.see("#q").get_attribute("value") == "海东市二手车交易量目标是多少？"


def test_what_is_cut_short_on_the_screen_is_whole_on_paper(browser: Browser) -> None:
    browser.open(to("/gaps", **{"in": "海东市"}))
    browser.see(".clause-list .snippet")
    cut = """return [...document.querySelectorAll('.clause-list .snippet')]
        .filter((e) => e.scrollHeight > e.clientHeight + 1).length"""
    browser.on_paper()
    assert browser.run(cut) == 0
    assert browser.texts(".tabs button") == ["未见承接 4"]


def test_the_picture_goes_on_paper_as_a_picture(browser: Browser, service: Running) -> None:
    browser.theme("dark")
    browser.open(to("/graph", label="Clause", id=id_of(service, SOURCE)))
    browser.see(".canvas canvas")
    browser.see(".relations li", "海东市商务局")
    browser.on_paper(theme="dark")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.until(lambda: browser.run("return document.querySelector('.paper-picture').naturalWidth") > 600)
    assert not browser.all(".canvas canvas")
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert not browser.driver.find_elements("css selector", ".paper-picture")
