"""Which documents a plan comes from: what holds, what must not be made, what waits."""

from __future__ import annotations

import json
import random

import pytest

from kg.branch import later, rank, rank_of, stands, succeeds
from kg.cited import Stub, numbered, stub
from kg.docnumber import misprint, number_of, one_number
from kg.link import document_links, resolve
from kg.linked import LinkedDocument, by_key, cited_keys, from_summary, offers, to_summary, wants
from kg.places import gazetteer
from kg.records import Citation, Level

NATION, SHANDONG, WEIHAI, RUSHAN, LIAOCHENG, DONGCHANGFU = "100000", "370000", "371000", "371083", "371500", "371502"
QINGHAI, HAIDONG, INNER_MONGOLIA, WUHAI, BAOTOU, QINGDAO = "630000", "630200", "150000", "150300", "150200", "370200"
HUBEI, WUHAN, CHENGDU = "420000", "420100", "510100"
LEVELS: dict[str, Level] = {"0000": "province", "00": "city"}


def doc(
    id: str,
    title: str | None = None,
    place: str | None = None,
    issued_on: str | None = None,
    *,
    number: str | None = None,
    notice: str | None = None,
    by: tuple[str, ...] = (),
    cites: tuple[Citation, ...] = (),
    calls: str | None = None,
    opening: str = "",
) -> LinkedDocument:
    level: Level | None = None
    if place:
        level = "national" if place == NATION else "province" if place.endswith("0000") else None
        level = level or ("city" if place.endswith("00") else "county")
    return LinkedDocument(id, title, notice, number, by, issued_on, place, level, cites, calls, opening)


def cite(
    title: str | None = None,
    number: str | None = None,
    *,
    relation: str = "implements",
    rule: str = "title:根据",
    issuer: str | None = None,
    specific: bool = True,
    quote: str | None = None,
) -> Citation:
    return Citation(
        quote=quote or f"根据《{title}》",
        relation="implements" if relation == "implements" else "mentions",
        specific=specific,
        start=0,
        end=9,
        rule=rule,
        clause="序",
        title=title,
        doc_number=number,
        issuer=issuer,
    )


def generic(quote: str) -> Citation:
    return cite(None, quote=quote, specific=False, rule="generic")


def parents(child: LinkedDocument, *candidates: LinkedDocument) -> dict[str, str]:
    return {link.parent: link.basis for link in document_links(child, candidates, gazetteer())}


PLAN = "推动大规模设备更新和消费品以旧换新"
QINGHAI_PLAN = doc(
    "qh",
    f"青海省{PLAN}实施方案",
    QINGHAI,
    "2024-04-28",
    number="青政〔2024〕23号",
    notice=f"青海省人民政府关于印发青海省{PLAN}实施方案的通知",
    by=("青海省人民政府",),
)
STATE_PLAN = doc("gw", f"{PLAN}行动方案", NATION, "2024-03-07", number="国发〔2024〕7号", by=("国务院",))


@pytest.mark.parametrize(
    "said",
    [
        cite(f"青海省人民政府关于印发{PLAN}实施方案的通知", "青政〔2024〕23号"),
        cite(f"青海省人民政府关于印发{PLAN}实施方案的通知"),
        cite(f"关于印发青海省{PLAN}实施方案的通知", issuer="省政府"),
        cite(f"关于印发〈{PLAN}实施方案〉的通知", issuer="省政府"),
        cite(f"青海省{PLAN} 实施方案"),
        cite(f"青海省{PLAN}实施方案", rule="own-title"),
        cite(f"青海省{PLAN}实施方案", "青政[2024] 23号"),
        cite(f"青海省{PLAN}实施方案", "青政〔2023〕23号"),  # a misprinted year
        cite("青海省大规模设备更新实施方案"),  # abbreviated
        cite(f"青海省{PLAN}方案"),
        cite(None, "青政（2024）23号"),
    ],
    ids=lambda said: f"{said.title}|{said.doc_number}|{said.issuer}",
)
def test_a_city_plan_derives_from_the_province_plan_it_cites(said: Citation) -> None:
    city = doc("hd", f"海东市{PLAN}分工方案", HAIDONG, "2024-07-03", by=("海东市人民政府办公室",), cites=(said,))
    assert parents(city, QINGHAI_PLAN, STATE_PLAN) == {"qh": "citation"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (cite(f"青海省{PLAN}实施方案", relation="mentions"), "only mentioned"),
        (cite(f"甘肃省{PLAN}实施方案"), "another province's"),
        (cite(f"青海省{PLAN}实施方案", "青政〔2019〕5号"), "another number altogether"),
        (cite("青海省推动住房公积金改革实施方案"), "another matter"),
        (cite("青海省推动住房公积金改革实施方案", "青政〔2024〕23号"), "a number that belongs to another title"),
        (cite(f"青海省{PLAN}行动计划"), "another genre"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_citation_that_means_another_document(said: Citation, why: str) -> None:
    city = doc("hd", "海东市工业转型升级方案", HAIDONG, "2024-07-03", cites=(said,))
    assert parents(city, QINGHAI_PLAN) == {}, why


def test_the_quote_justifies_the_link() -> None:
    city = doc("hd", "海东市工业方案", HAIDONG, "2024-07-03", cites=(cite(f"青海省{PLAN}实施方案"),))
    (link,) = document_links(city, [QINGHAI_PLAN], gazetteer())
    assert link.quote == f"根据《青海省{PLAN}实施方案》"


def test_never_to_a_later_document_whether_cited_or_transposed() -> None:
    early = doc("hd", f"海东市{PLAN}方案", HAIDONG, "2024-04-01", cites=(cite(f"青海省{PLAN}实施方案"),))
    assert parents(early, QINGHAI_PLAN) == {}
    wuhan = doc("wh", "武汉市支持人工智能OPC发展若干措施", WUHAN, "2026-02-13")
    hubei = doc("hb", "湖北省支持人工智能OPC发展若干措施（试行）", HUBEI, "2026-05-11")
    assert parents(wuhan, hubei) == {}
    assert parents(doc("wh", wuhan.title, WUHAN, "2026-05-11"), hubei) == {"hb": "title"}  # the same day will do


def test_never_to_a_sibling_or_another_branch() -> None:
    chengdu = doc("cd", "成都市支持人工智能OPC发展若干措施", CHENGDU, "2026-03-26")
    wuhan = doc("wh", "武汉市支持人工智能OPC发展若干措施", WUHAN, "2026-02-13")
    hubei = doc("hb", "湖北省支持人工智能OPC发展若干措施", HUBEI, "2026-01-11")
    assert parents(chengdu, wuhan, hubei) == {}
    cited = doc("rs", "乳山市方案", RUSHAN, "2026-03-26", cites=(cite("青岛市支持人工智能发展若干措施"),))
    assert parents(cited, doc("qd", "青岛市支持人工智能发展若干措施", QINGDAO, "2026-01-01")) == {}


def test_never_to_itself_or_a_copy_of_itself() -> None:
    said = cite(f"青海省{PLAN}实施方案")
    own = doc("qh2", QINGHAI_PLAN.title, QINGHAI, "2024-04-28", number="青政〔2024〕23号", cites=(said,))
    assert parents(own, own, QINGHAI_PLAN) == {}


def test_ones_own_earlier_notice_is_no_parent() -> None:
    said = cite("包头市人民政府办公室关于印发包头市数字政府建设行动方案（2021—2023年）的通知", "包府办发〔2022〕10号")
    office = ("包头市人民政府办公室",)
    rules = doc(
        "43",
        "包头市2022年数字政府建设考评办法",
        BAOTOU,
        "2022-04-14",
        number="包府办发〔2022〕43号",
        by=office,
        cites=(said,),
    )
    plan = doc(
        "10",
        "包头市数字政府建设行动方案（2021—2023年）",
        BAOTOU,
        "2022-01-30",
        number="包府办发〔2022〕10号",
        by=office,
    )
    assert parents(rules, plan) == {}
    assert resolve(said, [plan], gazetteer(), rules) == plan  # cited it is


def test_last_years_plan_of_the_same_place_is_no_parent() -> None:
    said = cite("海东市2023年政务公开工作要点")
    this = doc("24", "海东市2024年政务公开工作要点", HAIDONG, "2024-05-01", cites=(said,))
    last = doc("23", "海东市2023年政务公开工作要点", HAIDONG, "2023-05-01", by=("海东市人民政府",))
    assert parents(this, last) == {}


def test_a_bureaus_rules_derive_from_the_city_governments_policy() -> None:
    title = "青岛市人民政府办公厅关于印发青岛市人工智能产业园发展若干政策的通知"
    rules = doc(
        "rules",
        "青岛市人工智能产业园发展若干政策实施细则",
        QINGDAO,
        "2023-12-26",
        by=("青岛市工业和信息化局", "青岛市财政局"),
        cites=(cite(title, "青政办字〔2023〕13号"),),
    )
    policy = doc("policy", "青岛市人工智能产业园发展若干政策", QINGDAO, "2023-02-22", by=("青岛市人民政府办公室",))
    assert parents(rules, policy) == {"policy": "citation"}
    bureau = doc("b", "青岛市人工智能产业园发展若干政策", QINGDAO, "2023-02-22", by=("青岛市工业和信息化局",))
    assert parents(rules, bureau) == {}  # the same bureau's


def test_texts_without_titles_are_known_by_what_they_call_themselves() -> None:
    title = "青岛市人民政府办公厅关于印发青岛市人工智能产业园发展若干政策的通知"
    rules = doc("rules", None, QINGDAO, cites=(cite(title, "青政办字〔2023〕13号"),), calls="细则")
    policy = doc("policy", None, QINGDAO, calls="政策", opening="本政策适用于青岛市人工智能产业园智算谷")
    other = doc("other", None, QINGDAO, calls="政策", opening="本政策适用于青岛市先进制造业集群")
    measures = doc("m", None, QINGDAO, calls="措施", opening="青岛市人工智能产业园")
    assert parents(rules, policy, other, measures) == {"policy": "citation"}
    assert parents(rules, policy, doc("twin", None, QINGDAO, calls="政策", opening=policy.opening)) == {}


def test_missing_dates_do_not_block_an_explicit_citation() -> None:
    child = doc(
        "sd", None, SHANDONG, cites=(cite("“十四五”智能制造发展规划", rule="title:贯彻落实"),), calls="行动计划"
    )
    assert parents(child, doc("miit", "“十四五”智能制造发展规划", NATION)) == {"miit": "citation"}
    assert parents(child, doc("x", "“十四五”智能制造发展规划")) == {
        "x": "citation"
    }  # place unknown, the title says all


def test_a_known_year_blocks_where_the_day_is_missing() -> None:
    child = doc("hd", f"海东市{PLAN}方案", HAIDONG, "2023-05-01")
    assert parents(child, doc("qh", f"青海省{PLAN}实施方案", QINGHAI, number="青政〔2024〕23号")) == {}


def test_plain_transposition_links_the_nearest_level_above() -> None:
    inner = doc("nmg", f"内蒙古自治区{PLAN}实施方案", INNER_MONGOLIA, "2024-05-01")
    wuhai = doc("wh", f"乌海市{PLAN}工作任务落实方案", WUHAI, "2024-06-08")
    assert parents(wuhai, inner, STATE_PLAN) == {"nmg": "title"}
    assert parents(wuhai, STATE_PLAN) == {"gw": "title"}
    assert parents(inner, STATE_PLAN, wuhai) == {"gw": "title"}
    named = doc("wh", wuhai.title, WUHAI, "2024-06-08", cites=(generic(f"贯彻国家、自治区{PLAN}工作部署"),))
    assert parents(named, inner, STATE_PLAN) == {"gw": "title", "nmg": "title"}


def test_a_cited_plan_of_the_theme_takes_the_place_of_transposition() -> None:
    said = cite(f"关于印发山东省{PLAN}实施方案的通知", "鲁政发〔2024〕3号", issuer="省政府")
    child = doc("dcf", f"东昌府区{PLAN}实施方案", DONGCHANGFU, "2024-07-02", cites=(said,))
    city = doc("lc", f"聊城市{PLAN}实施方案", LIAOCHENG, "2024-06-01")
    province = doc("sd", f"山东省{PLAN}实施方案", SHANDONG, "2024-04-01", number="鲁政发〔2024〕3号")
    assert parents(child, city, STATE_PLAN) == {}
    assert parents(child, city, province, STATE_PLAN) == {"sd": "citation"}
    told = (said, generic(f"贯彻落实党中央、国务院关于{PLAN}决策部署和省、市工作安排"))
    child = doc("dcf", child.title, DONGCHANGFU, "2024-07-02", cites=told)
    assert parents(child, city, province, STATE_PLAN) == {"gw": "title", "lc": "title", "sd": "citation"}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("海东市2024年政务公开工作要点", "青海省2023年政务公开工作要点"),
        ("海东市教育督导条例", "青海省教育督导实施方案"),
        ("海东市工作方案", "青海省工作方案"),
        ("海东市农村公路养护管理办法", "青海省农村公路养护管理办法（征求意见稿）"),
        ("海东市推动设备更新实施方案", "青海省推动设备更新和以旧换新实施方案"),
    ],
)
def test_titles_that_are_no_transposition(mine: str, theirs: str) -> None:
    assert parents(doc("c", mine, HAIDONG, "2024-06-01"), doc("p", theirs, QINGHAI, "2024-01-01")) == {}


def test_several_parents_and_a_whole_chain() -> None:
    road = "农村公路“路长制”"
    said = (
        cite("国务院办公厅关于深化农村公路管理养护体制改革的意见", "国办发〔2019〕45号"),
        cite("来宾市人民政府办公室关于印发来宾市农村公路“路长制”实施方案的通知", "来政办发〔2021〕23号"),
    )
    county = doc("xz", f"象州县{road}实施方案", "451322", "2021-11-04", cites=said)
    city = doc("lb", f"来宾市{road}实施方案", "451300", "2021-09-01", number="来政办发〔2021〕23号")
    state = doc(
        "gb",
        "国务院办公厅关于深化农村公路管理养护体制改革的意见",
        NATION,
        "2019-09-05",
        number="国办发〔2019〕45号",
        by=("国务院办公厅",),
    )
    assert parents(county, city, state) == {"gb": "citation", "lb": "citation"}


def test_two_documents_that_fit_equally_are_no_answer() -> None:
    said = cite("优化营商环境实施方案")
    child = doc("rs", "乳山市营商环境方案", RUSHAN, "2024-06-01", cites=(said,))
    one = doc("1", "山东省优化营商环境实施方案", SHANDONG, "2022-01-01", number="鲁政发〔2022〕1号")
    two = doc("2", "威海市优化营商环境实施方案", WEIHAI, "2023-01-01", number="威政发〔2023〕1号")
    assert parents(child, one, two) == {}
    assert parents(child, one) == {"1": "citation"}
    copy = doc("1b", one.title, SHANDONG, "2022-01-01", number="鲁政发〔2022〕1号")
    assert parents(child, one, copy) == {"1": "citation"}


def corpus(seed: int) -> list[LinkedDocument]:
    """Made-up plans of one theme at every level, some citing, some transposing."""
    chance = random.Random(seed)
    documents = [STATE_PLAN]
    for place in (QINGHAI, HAIDONG, SHANDONG, WEIHAI, RUSHAN, LIAOCHENG, DONGCHANGFU, INNER_MONGOLIA, WUHAI):
        name = gazetteer().place(place).name
        above = gazetteer().above(place)
        said = (cite(f"{chance.choice(above).name}{PLAN}实施方案"),) if chance.random() < 0.5 else ()
        date = f"2024-{chance.randint(3, 12):02}-01"
        documents.append(
            doc(place, f"{name}{PLAN}{chance.choice(('实施', '落实', '工作'))}方案", place, date, cites=said)
        )
    chance.shuffle(documents)
    return documents


@pytest.mark.parametrize("seed", range(8))
def test_links_depend_on_the_set_and_keys_find_all_of_it(seed: int) -> None:
    documents = corpus(seed)
    index = by_key(documents, gazetteer())
    for child in documents:
        all_links = document_links(child, documents, gazetteer())
        assert document_links(child, documents[::-1], gazetteer()) == all_links
        near = {one.id: one for key in wants(child, gazetteer()) for one in index.get(key, ())}
        assert document_links(child, list(near.values()), gazetteer()) == all_links


def test_a_waiting_child_wants_the_keys_that_its_parent_will_offer() -> None:
    child = doc(
        "hd", f"海东市{PLAN}方案", HAIDONG, "2024-07-03", cites=(cite(f"青海省{PLAN}实施方案", "青政〔2024〕23号"),)
    )
    assert document_links(child, [], gazetteer()) == ()
    assert wants(child, gazetteer()) & offers(QINGHAI_PLAN, gazetteer())
    assert "number:青政〔2024〕23号" in cited_keys(child.citations[0], gazetteer(), child)
    neighbour = doc("xn", f"西宁市{PLAN}方案", "630100", "2024-07-03")
    assert not wants(child, gazetteer()) & offers(neighbour, gazetteer())


def test_a_summary_comes_back_from_json() -> None:
    document = doc(
        "hd",
        "海东市方案",
        HAIDONG,
        "2024-07-03",
        by=("海东市人民政府",),
        cites=(cite("甲方案"), cite(None, "乙〔2024〕1号")),
    )
    assert from_summary(json.loads(json.dumps(to_summary(document), ensure_ascii=False))) == document
    assert from_summary(to_summary(doc("x"))) == doc("x")


def test_the_node_of_a_document_that_is_not_here() -> None:
    dongchangfu, rushan = doc("a", "东昌府区方案", DONGCHANGFU), doc("b", "乳山市方案", RUSHAN)

    def key(citation: Citation, citing: LinkedDocument) -> str:
        return stub(citation, citing, gazetteer()).key

    notice = cite(f"关于印发{PLAN}实施方案的通知", issuer="省政府")
    assert key(notice, dongchangfu) == key(cite(f"山东省{PLAN}实施方案"), rushan) == f"山东省{PLAN}实施方案"
    assert key(cite("种子法"), rushan) == key(cite("中华人民共和国种子法"), dongchangfu) == "种子法"
    assert key(cite(f"{PLAN}行动方案", issuer="国务院"), rushan) == key(
        cite(f"国务院关于印发{PLAN}行动方案的通知"), rushan
    )
    assert (
        key(cite("甲方案", "鲁政发[2024] 3号"), rushan)
        == key(cite(None, "鲁政发〔2024〕3号"), rushan)
        == "鲁政发〔2024〕3号"
    )
    assert key(cite("青海省方案（2021—2023年）"), rushan) != key(cite("青海省方案（2024—2026年）"), rushan)
    assert stub(notice, rushan, gazetteer()) == Stub(
        f"山东省{PLAN}实施方案", f"{PLAN}实施方案", f"关于印发{PLAN}实施方案的通知", None
    )


def test_a_title_takes_the_number_printed_beside_it_elsewhere() -> None:
    notice = cite(f"青海省人民政府关于印发{PLAN}实施方案的通知", "青政〔2024〕23号")
    plan, other = cite(f"青海省{PLAN}实施方案"), cite("青海省养老服务条例")
    assert [c.doc_number for c in numbered([plan, notice, other])] == ["青政〔2024〕23号", "青政〔2024〕23号", None]
    twice = cite(notice.title, "青政〔2024〕24号")
    assert next(iter(numbered([plan, notice, twice]))).doc_number is None


@pytest.mark.parametrize(
    ("names", "number", "expected"),
    [
        (("国务院",), None, 3),
        (("国务院办公厅",), None, 2),
        (("中共海东市委办公室", "海东市人民政府办公室"), None, 2),
        (("中共青海省委",), None, 3),
        (("青海省财政厅", "青海省民政厅"), None, 1),
        (("海东工业园区管理委员会",), None, 3),
        ((), "鲁政发〔2024〕3号", 3),
        ((), "青政办字〔2023〕13号", 2),
        ((), "渝府发〔2019〕17号", 3),
        ((), "粤发改高技〔2026〕78号", 1),
        ((), "鲁财政〔2024〕3号", 1),
        ((), None, None),
    ],
)
def test_rank_of_offices(names: tuple[str, ...], number: str | None, expected: int | None) -> None:
    assert rank(names, number) == expected


def test_where_documents_stand() -> None:
    city, province = doc("c", "海东市方案", HAIDONG, "2024"), doc("p", "青海省方案", QINGHAI, "2024-05-01")
    assert stands(province, city, gazetteer()) == "above" and stands(city, province, gazetteer()) == "apart"
    assert stands(city, city, gazetteer()) == "own" and stands(doc("x"), city, gazetteer()) is None
    assert not later(city, province) and later(doc("n", number="青政〔2025〕1号"), province)
    assert rank_of(doc("n", notice="青海省人民政府办公厅关于印发设备更新方案的通知"), gazetteer()) == 2
    assert succeeds(doc("a", "海东市2024年工作要点"), doc("b", "海东市2023年工作要点"), gazetteer())


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("国办发[2019]45 号", "国办发〔2019〕45号"),
        ("国办发（2019）第045号", "国办发〔2019〕45号"),
        ("国办发【2019】45号", "国办发〔2019〕45号"),
        ("国办发明电﹝2020﹞24号", "国办发明电〔2020〕24号"),
        ("原国家林业局令第50号", "国家林业局令第50号"),
        ("国家林业和草原局公告（2023年第17号）", "国家林业和草原局公告2023年第17号"),
    ],
)
def test_numbers(printed: str, normal: str) -> None:
    number = number_of(printed)
    assert number is not None and number.printed == normal and number_of(normal) == number


def test_numbers_compared() -> None:
    one, other = number_of("青政〔2024〕23号"), number_of("青政〔2023〕23号")
    assert one and other and misprint(one, other) and not one_number(one, other)
    assert one_number(one, None) is None and number_of("第三号") is None
