"""The pages as an official uses them, in a real browser on a real service."""

from __future__ import annotations

from urllib.parse import unquote

from browsing import SOURCE, Browser, id_of, to
from selenium.webdriver.common.keys import Keys
from serving import Running

from api.pages.words import load_words


def addresses(service: Running) -> list[str]:
    clause = id_of(service, SOURCE)
    return [
        "/",
        to("/", q="二手车交易归谁管？"),
        to("/", q="各地二手车交易量目标是多少？"),
        "/documents",
        to("/read", document=clause.partition("#")[0], clause=clause),
        "/lineage",
        to("/lineage", clause=clause),
        "/units",
        to("/units", unit="海东市商务局"),
        "/targets",
        to("/targets", indicator="废旧家电回收量"),
        "/gaps",
        to("/gaps", **{"in": "海东市"}),
        to("/graph", label="Clause", id=clause),
        "/add",
    ]


# -- search ------------------------------------------------------------------------------------------------------------


def test_an_example_leads_to_an_answer_and_back(browser: Browser) -> None:
    browser.open("/")
    question = browser.see(".examples a").text
    browser.click(".examples a")
    browser.see(".answer h2", "责任单位")
    assert browser.all(".answer .chip")
    assert browser.address == f"/?q={question}"
    browser.driver.back()
    browser.see(".examples a", question)
    assert browser.address == "/"


def test_the_answer_marks_leads_and_sets_collectives_apart(browser: Browser) -> None:
    browser.open("/")
    browser.write("#q", "乳山市二手车交易由哪些部门负责？")
    browser.press(Keys.ENTER)
    browser.see(".answer .chip.lead", "乳山市商务局")
    assert "牵头" in browser.see(".answer .chip.lead").text
    assert browser.texts(".answer .chip.collective") == ["乳山市各镇区（街道）"]
    assert browser.texts(".answer dt") == ["乳山市"]
    assert browser.see(".answer .basis").text.startswith("出处")
    entry = browser.see(".entry")
    assert entry.find_elements("css selector", "mark")


def test_targets_are_large_numbers_with_their_terms(browser: Browser) -> None:
    browser.open(to("/", q="各地二手车交易量目标是多少？"))
    browser.see(".figures figcaption", "海东市")
    places = [text.split("\n")[0] for text in browser.texts(".by-indicator section:first-child figcaption")]
    assert {"青海省", "海东市", "东昌府区"} <= set(places)
    figure = browser.see(".figures li", "东昌府区").text.split("\n")
    assert figure[:2] == ["东昌府区", "最高"]
    assert "50" in figure
    assert figure[-1] == "到 2027 年，较 2023 年"
    assert browser.texts(".by-indicator section:first-child .tag") == ["最高"]
    browser.open(to("/", q="海东和乳山的二手车交易量目标哪个高"))
    assert browser.see(".by-indicator h3").text.split("\n") == ["二手车交易量", "各地相同"]


def test_a_card_says_what_kind_of_answer_it_is(browser: Browser) -> None:
    for question, kind in (
        ("海东市的方案什么时候发布的，文号是什么", "文件信息"),
        ("省里要求但海东没有落实的有哪些", "承接情况"),
        ("乳山换热站改造什么时候完成", "相关条款"),
    ):
        browser.open(to("/", q=question))
        assert browser.see(".answer h2").text == kind
    browser.open(to("/", q="海东市的方案什么时候发布的，文号是什么"))
    assert browser.see(".entry h3").text == "序言"


def test_a_list_one_longer_than_the_fold_is_shown_whole(browser: Browser) -> None:
    browser.open(to("/", q="海东市商务局负责哪些任务"))
    browser.see(".answer .clause-line")
    assert len(browser.all(".answer .clause-line")) == 7 and not browser.all(".by-document .button")
    assert set(browser.texts(".answer .clause-line .of")) == {"责任"}
    browser.open(to("/", q="乳山市发展和改革局负责哪些任务"))
    browser.see(".answer .clause-line")
    assert len(browser.all(".answer .clause-line")) == 6
    browser.click(".answer .by-document > .button")
    browser.until(lambda: len(browser.all(".answer .clause-line")) > 8)


def test_what_is_not_written_is_said_plainly(browser: Browser) -> None:
    browser.open(to("/", q="北京市二手车由谁负责"))
    assert browser.see(".answer.unsaid h2").text == "文件未写明"
    assert "北京市" in browser.see(".answer .said").text
    browser.see(".answer .holding .chip", "海东市")
    assert browser.texts(".answer .chip") == ["乌海市", "乳山市", "东昌府区", "青海省", "海东市"]
    browser.click(".answer .holding .chip", "海东市")
    browser.until(lambda: browser.address == "/documents?in=海东市")


def test_what_neither_chips_nor_numbers_tell_is_said_in_words(browser: Browser) -> None:
    browser.open(to("/", q="海东市的实施方案是什么时候印发的？"))
    assert "2024年7月4日" in browser.see(".answer .said").text
    browser.open(to("/", q="海东和乌海二手车交易分别由谁负责？"))
    assert "乌海市" in browser.see(".answer .said").text
    assert browser.all(".answer .chip")
    browser.open(to("/", q="海东市二手车交易由哪些部门负责？"))
    browser.see(".answer .chip")
    assert not browser.all(".answer .said")  # the chips say it all


def test_suggestions_follow_pinyin_initials_and_arrow_keys(browser: Browser) -> None:
    browser.open("/")
    browser.write("#q", "hdssw")
    browser.see("#q-options li", "海东市商务局")
    assert browser.see("#q").get_attribute("aria-expanded") == "true"
    while browser.see("#q-options li[aria-selected=true], #q-options li").text.split("\n")[0] != "海东市商务局":
        browser.press(Keys.ARROW_DOWN)
    browser.press(Keys.ARROW_DOWN)
    chosen = browser.see("#q-options [aria-selected=true]")
    assert browser.see("#q").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.address.startswith("/?q="))
    browser.see(".answer")
    browser.gone("#q-options")


def test_filters_narrow_and_the_back_button_widens(browser: Browser) -> None:
    browser.open(to("/", q="二手车"))
    browser.see(".entry")
    browser.click(".tree .choice", "海东市")
    browser.until(lambda: set(browser.texts(".entry .place")) == {"海东市"})
    assert browser.address == "/?q=二手车&in=海东市"
    assert browser.see(".tree .choice[aria-current]").text.startswith("海东市")
    browser.click(".chosen .chip", "海东市")
    browser.until(lambda: len(set(browser.texts(".entry .place"))) > 1)
    assert browser.address == "/?q=二手车"
    browser.driver.back()
    browser.until(lambda: set(browser.texts(".entry .place")) == {"海东市"})


def test_a_place_takes_in_what_lies_within_it(browser: Browser) -> None:
    browser.open(to("/", q="二手车", **{"in": "山东省"}))
    browser.until(lambda: {"乳山市", "东昌府区"} <= set(browser.texts(".entry .place")))
    assert "海东市" not in browser.texts(".entry .place")


def test_markup_in_a_question_stays_text(browser: Browser) -> None:
    question = '<img src=x onerror="document.title=1"><b>海东市</b>'
    browser.open(to("/", q=question))
    browser.see(".answer")
    assert browser.see("#q").get_attribute("value") == question
    assert not browser.all("main img, main b.x")
    browser.until(lambda: browser.driver.title.startswith("<img"))


# -- reader, lineage, unit, targets, gaps, graph -----------------------------------------------------------------------


def test_the_reader_opens_at_a_clause_with_its_marks_and_notes(browser: Browser, service: Running) -> None:
    clause = id_of(service, SOURCE)
    browser.open(to("/read", document=clause.partition("#")[0], clause=clause))
    block = browser.see(".block.chosen", SOURCE)
    assert {"市商务局", "市公安局", "各县区人民政府"} <= {
        e.text for e in block.find_elements("css selector", ".m-unit")
    }
    target = "".join(e.text for e in block.find_elements("css selector", ".m-target"))
    assert target == "到2027年二手车交易量较2023年增长45%"
    notes = block.find_element("css selector", ".notes").text
    assert "海东市商务局" in notes
    assert "搭建二手商品线上线下交易平台" in notes
    top = "return arguments[0].getBoundingClientRect().top"
    browser.until(lambda: 50 <= browser.run(top, block) <= 250)
    browser.until(lambda: SOURCE in browser.see(".clause-tree [aria-current]").text)


def test_the_tree_leads_through_the_document(browser: Browser, service: Running) -> None:
    clause = id_of(service, SOURCE)
    browser.open(to("/read", document=clause.partition("#")[0]))
    browser.click(".clause-tree a", "总体要求")
    browser.see(".block.chosen", "总体要求")
    assert browser.address.endswith("#一")


def test_marks_can_be_put_out(browser: Browser, service: Running) -> None:
    browser.open(to("/read", document=id_of(service, SOURCE).partition("#")[0]))
    shown = "return getComputedStyle(document.querySelector('.source .m-target')).backgroundColor"
    browser.see(".source .m-target")
    before = browser.run(shown)
    browser.click(".mark-button.m-target")
    browser.until(lambda: browser.run(shown) != before)
    assert browser.see(".mark-button.m-target").get_attribute("aria-pressed") == "false"


def test_lineage_shows_what_was_kept_changed_added_and_dropped(browser: Browser, service: Running) -> None:
    browser.open(to("/lineage", clause=id_of(service, SOURCE)))
    browser.see(".clause-card.centre", SOURCE)
    province = browser.see("section[aria-labelledby=level-province]")
    assert "搭建二手商品线上线下交易平台" in province.text
    above, below = (browser.see(f".beside article:nth-child({n}) .words").text for n in (1, 2))
    assert "定期组织二手商品交易活动" in above
    assert "定期组织二手商品交易活动" in below
    assert browser.all(".beside ins.added")
    assert browser.all(".beside del.dropped")
    browser.click("section[aria-labelledby=level-province] button", "提高二手商品交易便利化规范化水平")
    browser.see(".beside article h3", "提高二手商品交易便利化规范化水平")
    assert "pair=" in browser.address
    browser.click(".comparison .segmented button", "合并")
    merged = browser.see(".merged .words")
    assert merged.find_elements("css selector", "ins.added")
    assert merged.find_elements("css selector", "del.dropped")
    assert "view=merged" in browser.address
    browser.driver.refresh()
    browser.see(".merged .words")


def test_a_unit_has_its_duties_its_partners_and_its_counterparts(browser: Browser) -> None:
    browser.open("/units")
    browser.write(".tools input", "海东市商务局")
    browser.until(lambda: browser.texts("tbody .name") == ["海东市商务局"])
    browser.click("tbody .name")
    browser.see(".plan li", SOURCE)
    assert "青海省商务厅" in browser.see(".unit aside").text
    assert browser.all(".together li")


def test_an_indicator_has_a_chart_and_a_table(browser: Browser) -> None:
    browser.open("/targets")
    browser.see("tbody .name", "废旧家电回收量")
    values = dict(zip(browser.texts("tbody .name"), browser.texts("tbody td:nth-child(2)"), strict=True))
    assert "增长" in values["废旧家电回收量"] and "%" in values["废旧家电回收量"]
    browser.click("tbody .name", "废旧家电回收量")
    browser.see(".chart canvas")
    assert "乳山市" in str(browser.see(".chart [role=img]").get_attribute("aria-label"))
    rows = [row.split("\n")[0] for row in browser.texts(".indicator tbody tr")]
    assert any("东昌府区" in row and "35%" in row for row in rows)
    assert "/api/targets" not in browser.address


def test_gaps_are_told_by_number_and_by_clause(browser: Browser) -> None:
    browser.open("/gaps")
    browser.click(".tree .choice", "海东市")
    browser.see(".sum .rate", "承接率")
    tabs = browser.see("[role=tablist]")
    assert tabs.get_property("offsetWidth") == tabs.get_property("clientWidth")  # no bar of its own to scroll by
    asked, taken, missing = (int(n) for n in browser.texts(".sum dd")[:3])
    assert asked == taken + missing
    assert len(browser.all(".clause-list li")) == missing
    browser.click("[role=tab]", "已承接")
    browser.see("[role=tabpanel] td", "搭建二手商品线上线下交易平台")
    assert len(browser.all(".taken-up tbody tr")) == taken
    assert browser.address == "/gaps?in=海东市&tab=taken"
    browser.driver.refresh()
    browser.click(".taken-up li a", SOURCE)
    browser.see(".comparison .beside article h3", SOURCE)
    browser.driver.back()
    browser.click("[role=tab]", "本地新增")
    assert browser.see("[role=tabpanel] > p").value_of_css_property("padding-left") != "0px"
    browser.click("[role=tab]", "未见承接")
    browser.press(Keys.ARROW_LEFT)
    browser.see("[role=tab][aria-selected=true]", "目标对照")
    browser.see("[role=tabpanel] table", "二手车交易量")


def test_a_line_behind_other_nodes_is_named_when_it_is_chosen(browser: Browser, service: Running) -> None:
    drawn = """const cy = [...document.querySelectorAll('*')].find((e) => e._cyreg)?._cyreg.cy;
        return cy ? cy.edges().map((e) => [e.data('name'), e.data('text')]) : []"""
    address = to("/graph", label="Clause", id=id_of(service, SOURCE))
    browser.open(address)
    browser.until(lambda: browser.run(drawn))
    assert all(name == text for name, text in browser.run(drawn))
    browser.window(390, 844)
    browser.open(address)
    browser.until(lambda: browser.run(drawn))
    names = browser.run(drawn)
    assert all(name for name, _ in names) and {bool(text) for _, text in names} == {True, False}


def test_the_graph_lists_every_relation_with_its_reason_and_grows(browser: Browser, service: Running) -> None:
    browser.open(to("/graph", label="Clause", id=id_of(service, SOURCE)))
    browser.see(".canvas canvas")
    assert "市商务局" in browser.see(".relations li", "海东市商务局").find_element("css selector", "p").text
    before = len(browser.all(".kinds button"))
    browser.click(".relations button", "海东市商务局")
    browser.see(".panel h2", "海东市商务局")
    browser.click(".panel .acts button", "展开")
    browser.see(".relations li", "开展汽车以旧换新")
    assert len(browser.all(".kinds button")) > before


# -- the bar, the keyboard, the window ---------------------------------------------------------------------------------


def test_the_language_is_switched_and_kept(browser: Browser) -> None:
    browser.open(to("/", q="二手车"))
    browser.click("#language")
    browser.see(".clauses h2", "Clauses")
    assert browser.address == "/?q=二手车"
    browser.open("/documents")
    assert browser.see("h1").text == "Documents"
    assert browser.run("return document.documentElement.lang") == "en"
    browser.click("#language")
    browser.see("h1", "文件")


def test_no_chinese_word_of_ours_is_left_in_english(browser: Browser, service: Running) -> None:
    """What a page shows in English is either in the words for English or comes from the documents."""
    ours = set(load_words()["zh"].values()) - {"中文"}
    browser.open("/?lang=en")
    for address in [*addresses(service), "/read?document=x", "/gaps?in=火星市"]:
        browser.open(address)
        browser.gone(".bones")
        shown = set(browser.see("body").text.split("\n"))
        assert shown & ours == set(), address
    browser.open(to("/graph", label="Clause", id=id_of(service, SOURCE)))
    assert "responsible: printed “市商务局”" in browser.see(".relations").text
    browser.open("/gaps?in=火星市")
    assert browser.see(".state").text.split("\n")[:2] == ["Not found", "Nothing is held under this name or id."]


def test_longer_words_push_nothing_together(browser: Browser) -> None:
    browser.open("/units?unit=海东市商务局&lang=en")
    beside = """const of = (li, what) => li.querySelector(what).getBoundingClientRect();
        return [...document.querySelectorAll('.plan li')].every((li) => of(li, '.tag').right < of(li, 'h3').left)"""
    browser.see(".plan .tag", "Responsible")
    for width in (1440, 390):
        browser.window(width, 900)
        assert browser.run(beside), width


def test_lists_can_be_taken_along(browser: Browser, service: Running) -> None:
    """Every list that an official would paste into a report has its spreadsheet, narrowed as the list is."""
    clause = id_of(service, SOURCE)
    places = {
        to("/", q="二手车", **{"in": "海东市"}): ["检索结果"],
        to("/documents", level="city"): ["文件清单"],
        to("/units", **{"in": "海东市"}): ["单位清单", "责任分工表"],
        to("/targets", q="回收量"): ["目标任务台账"],
        to("/targets", indicator="二手车交易量"): ["指标对比表"],
        to("/lineage", clause=clause): ["条款沿革表"],
        to("/gaps", **{"in": "海东市"}): ["承接情况对照表"],
        to("/read", document=clause.partition("#")[0]): ["责任分工表", "目标任务台账"],
    }
    for address, titles in places.items():
        browser.open(address)
        browser.gone(".bones")
        browser.see("a[download]")
        links = [str(a.get_attribute("href")) for a in browser.all("a[download]")]
        named = [unquote(service.client.get(link).headers["content-disposition"]) for link in links]
        assert len(named) == len(titles) and all(any(t in n for n in named) for t in titles), address


def test_dark_follows_the_system_until_one_chooses(browser: Browser) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    browser.open("/documents")
    light = browser.run(ground)
    browser.theme("dark")
    browser.until(lambda: browser.run(ground) != light)
    browser.click("#theme")
    browser.until(lambda: browser.run(ground) == light)
    browser.open("/units")
    assert browser.run(ground) == light


def test_everything_is_reached_without_a_mouse(browser: Browser) -> None:
    browser.open("/documents")
    browser.press(Keys.TAB)
    assert browser.focused.text == "跳到正文"
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.focused.get_attribute("id") == "main")
    browser.press("/")
    browser.until(lambda: browser.focused.get_attribute("id") == "bar-q")
    browser.press("海东市二手车由哪些单位负责", Keys.ENTER)
    browser.see(".answer .chip", "海东市商务局")
    browser.press("/")
    browser.until(lambda: browser.focused.get_attribute("id") == "q")
    for _ in range(60):
        browser.press(Keys.TAB)
        if SOURCE in browser.focused.text and browser.focused.tag_name == "a":
            break
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    browser.press(Keys.ENTER)
    browser.see(".block.chosen", SOURCE)


def test_no_page_complains_or_is_too_wide(browser: Browser, service: Running) -> None:
    for address in addresses(service):
        for width in (1440, 390):
            browser.window(width, 844)
            browser.open(address)
            browser.gone(".bones")
            over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert browser.run(over) <= 0, (address, width)
        assert browser.complaints() == [], address
        browser.until(lambda: browser.run("return document.querySelectorAll('h1').length") == 1)
        unnamed = """return [...document.querySelectorAll('a, button, input')].filter(e => e.checkVisibility() &&
            !(e.innerText || e.ariaLabel || e.title || e.labels?.length || e.getAttribute('aria-labelledby'))).length"""
        assert browser.run(unnamed) == 0, address


def test_on_a_phone_the_menu_and_the_filters_open(browser: Browser) -> None:
    browser.window(390, 844)
    browser.open(to("/", q="二手车"))
    browser.see(".entry")
    assert not browser.all("#filters")
    browser.click(".filter-button")
    browser.click(".tree .choice", "海东市")
    browser.until(lambda: set(browser.texts(".entry .place")) == {"海东市"})
    assert not browser.all("#nav a")
    browser.click("#menu")
    browser.click("#nav a", "目标")
    browser.see("h1", "目标对照")


def test_the_first_page_is_light_and_quick(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    try:
        visits = (first_visit(browser) for _ in range(30))  # the machine may be busy during some
        assert any(time <= 1000 for time in visits), "milliseconds until the box can be typed into"
    finally:
        browser.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    entries = "return performance.getEntries().filter(e => e.transferSize).map(e => e.transferSize)"
    assert sum(browser.run(entries)) <= 600_000


def first_visit(browser: Browser) -> float:
    browser.driver.get(browser.url + "/")
    browser.see("#q")
    started = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
    return float(browser.until(lambda: browser.run(started)))
